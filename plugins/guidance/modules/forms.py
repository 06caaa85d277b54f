"""What is asked of a module, of a step, and of somebody who takes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wtforms import RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from core.clock import SWEDEN
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.organisations.facts import normalise_website
from core.plugins import LearningOccasion, hooks
from core.regions.models import Region
from core.users.roles import ROLES
from core.web.fields import NumberField
from core.web.format import format_datetime
from core.web.forms import Form
from plugins.guidance.fields import check_url, line, version_field
from plugins.guidance.modules.models import ANSWER_LENGTH, TEXT_LENGTH, Module, ModuleStatus, ModuleStep, StepKind
from plugins.guidance.modules.queries import MAX_QUERY, Filters
from plugins.guidance.modules.words import STATES, STATUS
from plugins.guidance.permissions import LEARNERS

LEAST, MOST = 0.25, 200.0
MAX_THEMES, THEME_LENGTH = 10, 60


class FilterForm(Form):
    """What to show. A value that is not among the choices is passed over, never an error."""

    q = StringField(_l("Ord i modulen"), [Length(max=MAX_QUERY)])
    state = SelectField(_l("Läge"), choices=())

    def __init__(self, arguments: Any, *, own: bool) -> None:
        super().__init__(formdata=arguments)
        named: Mapping[Any, Any] = STATES if own else {key.value: label for key, label in STATUS.items()}
        self.state.choices = [SelectChoice("", _("Alla")), *(SelectChoice(key, label) for key, label in named.items())]
        self._named = named
        if self.state.data not in named:
            self.state.data = ""

    @property
    def filters(self) -> Filters:
        """What was chosen."""
        return Filters(q=(self.q.data or "").strip()[:MAX_QUERY], state=self.state.data or "")

    def chosen(self) -> list[tuple[str, str]]:
        """What was chosen, in words, by the name of the field."""
        found = [("q", self.filters.q)] if self.filters.q else []
        return [*found, ("state", str(self._named[self.state.data]))] if self.state.data else found


class ModuleForm(Form):
    """A module. Where the region has no plan with focus areas, none is asked for."""

    version = version_field()
    title = StringField(_l("Modulens namn"), [DataRequired(_l("Skriv vad modulen heter.")), Length(max=150)])
    aim = TextAreaField(_l("Det här kan man efteråt"), [DataRequired(_l("Skriv vad man kan efteråt.")), Length(max=1000)])
    roles = SelectMultipleField(
        _l("För vilka"),
        [Optional()],
        choices=[SelectChoice(role, ROLES[role]) for role in LEARNERS],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description=_l("Välj ingen om modulen är för alla som vägleder."),
    )
    hours = NumberField(_l("Ungefär så många timmar tar den"), [InputRequired(_l("Skriv hur många timmar, till exempel 1,5."))])
    themes = StringField(
        _l("Teman"), [Optional(), Length(max=400)], description=_l("Skilj dem åt med kommatecken, till exempel validering, yrkesväxling.")
    )
    focus_ref = SelectField(_l("Fokusområde i regionens plan"), [Optional()], choices=())

    def __init__(self, region: Region, module: Module | None, formdata: Any = None) -> None:
        data: dict[str, Any] = {"hours": 1}
        if module is not None:
            data = {name: getattr(module, name) for name in ("version", "title", "aim", "roles", "hours", "focus_ref")}
            data["themes"] = ", ".join(module.themes)
        super().__init__(formdata, data=data)
        areas = {each.ref: each.title for each in hooks.for_region(region).focus_areas()}
        if module is not None and module.focus_ref:
            areas.setdefault(module.focus_ref, module.focus_title)
        self._areas = areas
        if areas:
            self.focus_ref.choices = [SelectChoice("", _("Inget")), *(SelectChoice(ref, title) for ref, title in areas.items())]
        else:
            del self.focus_ref

    def validate_hours(self, field: Any) -> None:
        """Something between a quarter of an hour and some weeks."""
        if field.data is not None and not LEAST <= field.data <= MOST:
            raise ValidationError(_("Skriv ett antal timmar mellan 0,25 och 200."))

    def validate_themes(self, field: Any) -> None:
        """Not too many, and none too long."""
        found = self._themes()
        if len(found) > MAX_THEMES or any(len(each) > THEME_LENGTH for each in found):
            raise ValidationError(_("Skriv högst %(n)s teman, vart och ett på högst %(long)s tecken.", n=MAX_THEMES, long=THEME_LENGTH))

    def _themes(self) -> list[str]:
        return list(dict.fromkeys(line(each) for each in (self.themes.data or "").split(",") if each.strip()))

    def facts(self) -> dict[str, Any]:
        """What was filled in."""
        ref = self.focus_ref.data or "" if "focus_ref" in self else ""
        return {
            "title": line(self.title.data),
            "aim": (self.aim.data or "").strip(),
            "roles": list(self.roles.data or ()),
            "hours": round(float(self.hours.data or 0), 2),
            "themes": self._themes(),
            "focus_ref": ref,
            "focus_title": self._areas.get(ref, "")[:200] if ref else "",
        }


class StepForm(Form):
    """A step. Which fields there are depends on its kind."""

    version = version_field()
    title = StringField(_l("Rubrik"), [DataRequired(_l("Skriv en rubrik.")), Length(max=150)])
    occasion_ref = SelectField(_l("Träff"), [InputRequired(_l("Välj en träff."))], choices=())
    url = StringField(_l("Webbadress"), [DataRequired(_l("Skriv en webbadress.")), Length(max=500)])
    text = TextAreaField(_l("Text"), [Length(max=TEXT_LENGTH)])

    def __init__(self, step: ModuleStep | None, kind: StepKind, among: Mapping[str, LearningOccasion], formdata: Any = None) -> None:
        names = ("version", "title", "occasion_ref", "url", "text")
        super().__init__(formdata, data={name: getattr(step, name) for name in names} if step is not None else None)
        self.kind = kind
        self._among = among
        self._step = step
        marks = _l(
            "En tom rad gör ett nytt stycke. Skriv - först på raden för en punkt, **så här** för fet stil och [ord](adress) för en länk."
        )
        self.text.description = marks
        if kind is StepKind.TEXT:
            self.text.validators = (DataRequired(_l("Skriv texten.")), *self.text.validators)
        elif kind is StepKind.QUESTION:
            self.text.label.text = _l("Fråga")
            self.text.description = _l("Svaret sparas bara för den som skriver det. Ingen annan kan läsa det.")
            self.text.validators = (DataRequired(_l("Skriv frågan.")), *self.text.validators)
        else:
            self.text.label.text = _l("Att tänka på")
        if kind in (StepKind.TEXT, StepKind.QUESTION):
            self.text.flags.required = True
        if kind is not StepKind.LINK:
            del self.url
        if kind is not StepKind.OCCASION:
            del self.occasion_ref
        else:
            self.occasion_ref.choices = self._choices(step)

    def _choices(self, step: ModuleStep | None) -> list[SelectChoice]:
        found = [SelectChoice(ref, f"{each.title}, {format_datetime(each.starts)}") for ref, each in self._among.items()]
        if step is not None and step.occasion_ref and step.occasion_ref not in self._among:
            found.append(SelectChoice(step.occasion_ref, step.occasion_title))
        return [SelectChoice("", _("Välj en träff")), *found]

    def validate_url(self, field: Any) -> None:
        """A whole address."""
        check_url(field.data)

    def facts(self) -> dict[str, Any]:
        """What was filled in."""
        facts: dict[str, Any] = {"kind": self.kind, "title": line(self.title.data), "text": (self.text.data or "").strip()}
        if "url" in self:
            facts["url"] = normalise_website(self.url.data or "", field="url")
        if "occasion_ref" in self:
            found = self._among.get(self.occasion_ref.data)
            facts["occasion_ref"] = self.occasion_ref.data
            if found is not None:
                facts |= {"occasion_title": found.title[:200], "occasion_at": found.starts.astimezone(SWEDEN)}
        return facts


class AnswerForm(Form):
    """What one thinks."""

    answer = TextAreaField(
        _l("Ditt svar"),
        [DataRequired(_l("Skriv något innan du sparar, eller markera steget som klart utan svar.")), Length(max=ANSWER_LENGTH)],
        description=_l("Bara du kan läsa det. Du kan ta bort det när du vill."),
    )

    def __init__(self, answer: str, formdata: Any = None) -> None:
        super().__init__(formdata, data={"answer": answer})

    @property
    def text(self) -> str:
        """What was written."""
        return (self.answer.data or "").strip()


class MoveForm(Form):
    """Where a module is to be."""

    to = RadioField(choices=[SelectChoice(key.value, STATUS[key]) for key in (ModuleStatus.PUBLISHED, ModuleStatus.ARCHIVED)])
