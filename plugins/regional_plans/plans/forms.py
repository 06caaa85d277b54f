"""What is asked of a plan, a priority and a focus area."""

from __future__ import annotations

from typing import Any

from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from core.clock import today
from core.i18n import lazy_gettext as _l
from core.taxonomy.fields import check_groups, group_codes
from core.web.fields import WholeField
from core.web.forms import Form
from plugins.regional_plans.fields import groups_field, line, version_field
from plugins.regional_plans.plans.models import TEXT_LENGTH, TITLE_LENGTH, Plan, PlanFocusArea, Priority

YEARS = (2000, 2100)


class PlanForm(Form):
    """A plan's own texts."""

    version = version_field()
    title = StringField(
        _l("Planens namn"),
        [DataRequired(_l("Skriv vad planen heter.")), Length(max=TITLE_LENGTH)],
        description=_l("Till exempel Plan för kompetensförsörjning 2027–2029."),
    )
    first_year = WholeField(_l("Första året"), [InputRequired(_l("Skriv planens första år."))], limits=YEARS)
    last_year = WholeField(_l("Sista året"), [InputRequired(_l("Skriv planens sista år."))], limits=YEARS)
    vision = TextAreaField(
        _l("Vision"), [Optional(), Length(max=TEXT_LENGTH)], description=_l("Hur är det i länet när planen har lyckats?")
    )
    background = TextAreaField(
        _l("Bakgrund"), [Optional(), Length(max=TEXT_LENGTH)], description=_l("Det planen bygger på: behov, tidigare planer, uppdrag.")
    )
    group_id = SelectField(_l("Ledningsgrupp"), [Optional()], choices=())
    names = ("title", "first_year", "last_year", "vision", "background", "group_id")

    def __init__(self, plan: Plan | None, groups: list[SelectChoice], formdata: Any = None) -> None:
        year = today().year
        data: dict[str, Any] = {"first_year": year, "last_year": year + 2}
        if plan is not None:
            data = {name: getattr(plan, name) for name in (*self.names, "version")}
            data["group_id"] = str(plan.group_id or "")
        super().__init__(formdata, data=data)
        self.group_id.choices = [SelectChoice("", _l("Ingen än")), *groups]

    def facts(self) -> dict[str, Any]:
        """What was filled in."""
        found = {name: self[name].data for name in self.names}
        return found | {
            "title": line(self.title.data),
            "vision": (self.vision.data or "").strip(),
            "background": (self.background.data or "").strip(),
            "group_id": int(self.group_id.data) if self.group_id.data else None,
        }


class PriorityForm(Form):
    """A priority and its goal."""

    version = version_field()
    title = StringField(_l("Prioritering"), [DataRequired(_l("Skriv vad som ska prioriteras.")), Length(max=TITLE_LENGTH)])
    goal = TextAreaField(_l("Mål"), [Optional(), Length(max=TEXT_LENGTH)], description=_l("Vad ska vara uppnått när planen är slut?"))

    def __init__(self, priority: Priority | None, formdata: Any = None) -> None:
        data = {name: getattr(priority, name) for name in ("title", "goal", "version")} if priority else None
        super().__init__(formdata, data=data)

    def facts(self) -> dict[str, Any]:
        """What was filled in."""
        return {"title": line(self.title.data), "goal": (self.goal.data or "").strip()}


class AreaForm(Form):
    """A focus area."""

    version = version_field()
    title = StringField(_l("Fokusområde"), [DataRequired(_l("Skriv vad fokusområdet heter.")), Length(max=TITLE_LENGTH)])
    description = TextAreaField(_l("Beskrivning"), [Optional(), Length(max=TEXT_LENGTH)])
    occupation_groups = groups_field()

    def __init__(self, area: PlanFocusArea | None, formdata: Any = None) -> None:
        data = None
        if area is not None:
            data = {name: getattr(area, name) for name in ("title", "description", "version")}
            data["occupation_groups"] = ", ".join(area.occupation_groups)
        super().__init__(formdata, data=data)

    def validate_occupation_groups(self, field: Any) -> None:
        """Only codes that there are."""
        check_groups(field.data)

    def facts(self) -> dict[str, Any]:
        """What was filled in."""
        return {
            "title": line(self.title.data),
            "description": (self.description.data or "").strip(),
            "occupation_groups": group_codes(self.occupation_groups.data),
        }


class CopyForm(Form):
    """What a copy of a plan is called."""

    title = StringField(_l("Den nya planens namn"), [DataRequired(_l("Skriv vad den nya planen ska heta.")), Length(max=TITLE_LENGTH)])
