"""What is asked about a case, an amendment and a decision."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from core.clock import today
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.web.fields import DayField
from core.web.forms import Form
from plugins.regional_plans.board.models import DIARY_LENGTH, TITLE_LENGTH, Amendment, BoardCase, Outcome
from plugins.regional_plans.board.words import OUTCOME
from plugins.regional_plans.fields import line
from plugins.regional_plans.parts import PartKind
from plugins.regional_plans.parts_of_plan import FIELDS, Part
from plugins.regional_plans.plans.models import TEXT_LENGTH

MAX_LETTER = 20_000


class CaseForm(Form):
    """A case for the board."""

    version = HiddenField(validators=[Length(max=12)])
    title = StringField(_l("Ärendets namn"), [DataRequired(_l("Skriv vad ärendet heter.")), Length(max=TITLE_LENGTH)])
    board = StringField(_l("Nämnd eller styrelse"), [DataRequired(_l("Skriv vem som ska besluta.")), Length(max=TITLE_LENGTH)])
    diary_number = StringField(
        _l("Diarienummer"), [Optional(), Length(max=DIARY_LENGTH)], description=_l("Behövs när ärendet skickas. Till exempel RUN/123/2026.")
    )
    meets_on = DayField(_l("Nämndens sammanträde"), [Optional()], description=_l("Behövs när ärendet skickas."))
    proposal = TextAreaField(
        _l("Förslag till beslut"), [Optional(), Length(max=MAX_LETTER)], description=_l("Så som nämnden kan besluta det, ord för ord.")
    )
    background = TextAreaField(_l("Bakgrund och motivering"), [Optional(), Length(max=MAX_LETTER)])
    names = ("title", "board", "diary_number", "meets_on", "proposal", "background")

    def __init__(self, case: BoardCase | None, formdata: Any = None, **data: Any) -> None:
        super().__init__(formdata, data={name: getattr(case, name) for name in (*self.names, "version")} if case else data)

    def facts(self) -> dict[str, Any]:
        """What was filled in."""
        texts = {name: (self[name].data or "").strip() for name in ("proposal", "background")}
        lines = {name: line(self[name].data) for name in ("title", "board", "diary_number")}
        return {**texts, **lines, "meets_on": self.meets_on.data}


class PartForm(Form):
    """Which text of the plan an amendment is about."""

    part = SelectField(_l("Vilken text i planen?"), [InputRequired(_l("Välj en text i planen."))], choices=())

    def __init__(self, parts: Sequence[Part], formdata: Any = None) -> None:
        super().__init__(formdata)
        choices = [
            SelectChoice(f"{part.kind.value}-{part.id}-{name}", f"{part.label} – {label}" if part.kind is not PartKind.PLAN else str(label))
            for part in parts
            for name, label in FIELDS[part.kind].items()
        ]
        self.part.choices = [SelectChoice("", _("Välj text")), *choices]

    def chosen(self) -> dict[str, Any]:
        """The part, as an address names it."""
        kind, part_id, name = str(self.part.data).split("-")
        return {"kind": kind, "part_id": int(part_id), "part_field": name}


class AmendmentForm(Form):
    """The new wording. `before` is the wording that it was written from."""

    before = HiddenField(validators=[Length(max=TEXT_LENGTH)])
    after = TextAreaField(
        _l("Ny lydelse"),
        [DataRequired(_l("Skriv den nya texten.")), Length(max=TEXT_LENGTH)],
        description=_l("Ändra i texten som står här. Den står så i planen när beslutet är registrerat."),
    )
    reason = TextAreaField(_l("Skäl"), [Optional(), Length(max=2_000)], description=_l("Vem som föreslog ändringen och varför."))

    def __init__(self, before: str, amendment: Amendment | None, formdata: Any = None) -> None:
        after, reason = (amendment.after, amendment.reason) if amendment else (before, "")
        super().__init__(formdata, data={"before": before, "after": after, "reason": reason})


class DecisionForm(Form):
    """What the board decided."""

    version = HiddenField(validators=[Length(max=12)])
    outcome = RadioField(
        _l("Vad beslutade nämnden?"),
        [InputRequired(_l("Välj vad nämnden beslutade."))],
        choices=[SelectChoice(key.value, OUTCOME[key]) for key in Outcome],
        description=_l("Återremitterad betyder att nämnden skickade tillbaka planen för att arbetas om."),
    )
    decided_on = DayField(_l("Beslutsdag"), [InputRequired(_l("Skriv vilken dag nämnden beslutade."))])
    section = StringField(_l("Paragraf i nämndens protokoll"), [Optional(), Length(max=20)], description=_l("Till exempel § 47."))
    decision = TextAreaField(
        _l("Beslutets lydelse"),
        [DataRequired(_l("Skriv beslutet så som det står i protokollet.")), Length(max=MAX_LETTER)],
    )

    def __init__(self, case: BoardCase, formdata: Any = None) -> None:
        day = case.meets_on if case.meets_on and case.meets_on <= today() else today()
        super().__init__(formdata, data={"version": case.version, "decided_on": day, "decision": case.proposal})

    def facts(self) -> dict[str, Any]:
        """What was filled in."""
        return {
            "outcome": self.outcome.data,
            "decided_on": self.decided_on.data,
            "section": line(self.section.data),
            "decision": (self.decision.data or "").strip(),
        }
