"""What is asked of needs, check-lists and their steps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, HiddenField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.organisations.facts import normalise_website
from core.web.forms import Form
from plugins.guidance.adapted.lists import Listed
from plugins.guidance.adapted.models import TEXT_LENGTH, TITLE_LENGTH, AdaptedNeed, Checklist, ChecklistStep
from plugins.guidance.adapted.ready_made import STEP, ReadyNeed
from plugins.guidance.adapted.words import FITS
from plugins.guidance.fields import check_url, line
from plugins.guidance.texts.languages import LANGUAGES

NEED = ("title", "title_en", "text", "text_en", "fits", "checklist")


class NeedForm(Form):
    """A need."""

    version = HiddenField(validators=[Length(max=12)])
    title = StringField(
        _l("Behovet"), [DataRequired(_l("Skriv vad behovet är.")), Length(max=TITLE_LENGTH)], description=_l("Till exempel: På kvällar.")
    )
    text = TextAreaField(_l("Råd"), [Optional(), Length(max=TEXT_LENGTH)], description=_l("Vad betyder det, och vem kan man fråga?"))
    fits = SelectMultipleField(
        _l("Vägar som passar"),
        [Optional()],
        choices=[SelectChoice(code, words) for code, words in FITS.items()],
        description=_l("En väg passar när uppgifterna om den säger något av det här. Välj inget om inga uppgifter berättar det."),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    checklist = SelectField(_l("Checklista som berättar mer"), [Optional()], choices=())
    title_en = StringField(_l("Behovet på engelska"), [Optional(), Length(max=TITLE_LENGTH)])
    text_en = TextAreaField(_l("Råd på engelska"), [Optional(), Length(max=TEXT_LENGTH)])

    def __init__(self, row: AdaptedNeed | None, ready: ReadyNeed | None, among: Sequence[Listed], formdata: Any = None) -> None:
        data: dict[str, Any] = {}
        if ready is not None:
            data = {"title": ready.titles["sv"], "title_en": ready.titles["en"], "text": ready.texts["sv"], "text_en": ready.texts["en"]}
            data |= {"fits": list(ready.fits), "checklist": ready.checklist}
        if row is not None:
            data = {**(data if not row.title else {name: getattr(row, name) for name in NEED}), "version": row.version}
        super().__init__(formdata, data=data)
        self.checklist.choices = [SelectChoice("", _("Ingen")), *(SelectChoice(each.code, each.title) for each in among)]

    def facts(self) -> dict[str, Any]:
        """What was filled in."""
        found: dict[str, Any] = {name: (getattr(self, name).data or "").strip() for name in ("text", "text_en", "checklist")}
        return {**found, "title": line(self.title.data), "title_en": line(self.title_en.data), "fits": list(self.fits.data or ())}


class ChecklistForm(Form):
    """The heading of a check-list in a language."""

    version = HiddenField(validators=[Length(max=12)])
    title = StringField(_l("Rubrik"), [DataRequired(_l("Skriv en rubrik.")), Length(max=TITLE_LENGTH)])
    intro = TextAreaField(_l("Inledning"), [Optional(), Length(max=TEXT_LENGTH)], description=_l("Vem är listan för?"))
    is_general = BooleanField(_l("Visa på alla yrkens sidor"))

    def __init__(self, row: Checklist | None, formdata: Any = None) -> None:
        data = {name: getattr(row, name) for name in ("title", "intro", "is_general", "version")} if row is not None else None
        super().__init__(formdata, data=data)
        if row is not None and row.language != "sv":
            del self.is_general

    def facts(self) -> dict[str, Any]:
        """What was filled in."""
        found: dict[str, Any] = {"title": line(self.title.data), "intro": (self.intro.data or "").strip()}
        return {**found, "is_general": bool(self.is_general.data)} if "is_general" in self else found


class StepForm(Form):
    """A step."""

    version = HiddenField(validators=[Length(max=12)])
    title = StringField(_l("Vad man gör"), [DataRequired(_l("Skriv vad man gör.")), Length(max=TITLE_LENGTH)])
    why = TextAreaField(_l("Varför"), [Optional(), Length(max=TEXT_LENGTH)])
    who = StringField(_l("Vem som hjälper"), [Optional(), Length(max=300)])
    link = StringField(_l("Myndighetens sida, namn"), [Optional(), Length(max=TITLE_LENGTH)], description=_l("Till exempel: CSN."))
    url = StringField(_l("Myndighetens sida, adress"), [Optional(), Length(max=300)])
    time = StringField(
        _l("Hur lång tid det tar"),
        [Optional(), Length(max=300)],
        description=_l("Bara det som myndigheten själv säger. Lämna tomt annars."),
    )
    easy = TextAreaField(_l("Lättläst"), [Optional(), Length(max=TEXT_LENGTH)], description=_l("Korta meningar, en tanke i varje."))

    def __init__(self, step: ChecklistStep | None, formdata: Any = None) -> None:
        super().__init__(formdata, data={name: getattr(step, name) for name in (*STEP, "version")} if step is not None else None)

    def validate_url(self, field: Any) -> None:
        """A whole address."""
        check_url(field.data)

    def facts(self) -> dict[str, Any]:
        """What was filled in."""
        lines = {name: line(getattr(self, name).data) for name in ("title", "who", "link", "time")}
        texts = {name: (getattr(self, name).data or "").strip() for name in ("why", "easy")}
        return {**lines, **texts, "url": normalise_website(self.url.data or "", field="url")}


class LanguageForm(Form):
    """A language to write a list in."""

    language = SelectField(_l("Språk"), choices=())

    def __init__(self, taken: Sequence[str], formdata: Any = None) -> None:
        super().__init__(formdata)
        self.language.choices = [SelectChoice(code, name) for code, name in LANGUAGES.items() if code not in taken]
