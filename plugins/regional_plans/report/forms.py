"""What is asked about a yearly report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from core.clock import today
from core.i18n import lazy_gettext as _l
from core.web.fields import DayField, WholeField
from core.web.forms import Form
from plugins.regional_plans.fields import line
from plugins.regional_plans.report.models import TITLE_LENGTH, AnnualReport

MAX_INTRODUCTION, MAX_SUMMARY = 10_000, 4_000
YEARS = (2000, 2100)


class YearForm(Form):
    """Which year."""

    year = WholeField(_l("Vilket år gäller rapporten?"), [InputRequired(_l("Skriv ett år."))], limits=YEARS)


class WriteForm(Form):
    """The title, the introduction, and a summary for each chapter, in a field that is named by the chapter (`field_of`)."""

    version = HiddenField(validators=[Length(max=12)])
    title = StringField(_l("Rapportens namn"), [DataRequired(_l("Skriv vad rapporten heter.")), Length(max=TITLE_LENGTH)])
    introduction = TextAreaField(
        _l("Inledning"),
        [Optional(), Length(max=MAX_INTRODUCTION)],
        description=_l("Står först i sammanfattningen. Det viktigaste som nämnden behöver veta om året."),
    )

    def summaries(self, chapters: Sequence[tuple[str, str]]) -> dict[str, str]:
        """What was written, by the chapter's key. A chapter that was not in the form that was sent keeps what it had."""
        fields = {key: self[field_of(key)] for key, _name in chapters}
        return {key: (field.data or "").strip() for key, field in fields.items() if field.raw_data}


def field_of(key: str) -> str:
    """The name of a chapter's field."""
    return "chapter_" + key.replace(":", "_")


def write_form(report: AnnualReport, chapters: Sequence[tuple[str, str]], formdata: Any = None) -> WriteForm:
    """The form for a report with these chapters."""
    fields = {field_of(key): TextAreaField(name, [Optional(), Length(max=MAX_SUMMARY)]) for key, name in chapters}
    form = type("WriteFormOfReport", (WriteForm,), fields)
    data = {name: getattr(report, name) for name in ("version", "title", "introduction")}
    data |= {field_of(key): report.summaries.get(key, "") for key, _name in chapters}
    made: WriteForm = form(formdata, data=data)
    return made


class AdoptForm(Form):
    """When it was adopted, and by whom."""

    version = HiddenField(validators=[Length(max=12)])
    adopted_by = StringField(_l("Vem antog rapporten?"), [DataRequired(_l("Skriv vem som antog rapporten.")), Length(max=TITLE_LENGTH)])
    adopted_on = DayField(_l("Vilken dag?"), [InputRequired(_l("Skriv vilken dag rapporten antogs."))])

    def __init__(self, report: AnnualReport, board: str, formdata: Any = None) -> None:
        super().__init__(formdata, data={"version": report.version, "adopted_by": board, "adopted_on": today()})

    def facts(self) -> dict[str, Any]:
        """What was filled in."""
        return {"adopted_by": line(self.adopted_by.data), "adopted_on": self.adopted_on.data}
