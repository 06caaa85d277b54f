"""What is asked of a standard, a version, a requirement and a step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from core.clock import today
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.taxonomy import queries as taxonomy
from core.web.fields import DayField
from core.web.forms import Form
from plugins.role_standards.fields import line, version_field
from plugins.role_standards.standards.models import (
    LINE_LENGTH,
    TEXT_LENGTH,
    TITLE_LENGTH,
    CompetenceRequirement,
    Level,
    RoleStandard,
    StandardVersion,
)
from plugins.role_standards.standards.words import LEVEL, STATUS


class StandardForm(Form):
    """A standard's name and code."""

    version = version_field()
    title = StringField(
        _l("Gemensam titel"),
        [DataRequired(_l("Skriv den gemensamma titeln.")), Length(max=TITLE_LENGTH)],
        description=_l("Till exempel Barnskötare."),
    )
    occupation_group = StringField(
        _l("Yrkesgrupp"),
        [DataRequired(_l("Skriv yrkesgruppens fyra siffror.")), Length(max=4)],
        description=_l("Fyra siffror enligt SSYK 2012, till exempel 5311 för barnskötare."),
    )
    occupation = StringField(
        _l("Yrke i taxonomin"),
        [Optional(), Length(max=TITLE_LENGTH)],
        description=_l("Yrkets namn i Arbetsförmedlingens taxonomi, om något yrke i yrkesgruppen passar."),
    )

    def __init__(self, standard: RoleStandard | None, formdata: Any = None) -> None:
        data: dict[str, Any] = {}
        if standard is not None:
            concept = taxonomy.occupation(standard.occupation_id) if standard.occupation_id else None
            data = {name: getattr(standard, name) for name in ("version", "title", "occupation_group")}
            data["occupation"] = concept.name if concept else ""
        super().__init__(formdata, data=data)

    def validate_occupation_group(self, field: Any) -> None:
        """Only a group that there is."""
        code = line(field.data)
        if len(code) != 4 or taxonomy.group(code) is None:
            raise ValidationError(_("Det finns ingen yrkesgrupp %(code)s. Skriv fyra siffror enligt SSYK 2012.", code=code))

    def validate_occupation(self, field: Any) -> None:
        """Only an occupation of the group."""
        if line(field.data) and self._concept() is None and taxonomy.group(line(self.occupation_group.data)) is not None:
            names = ", ".join(each.name for each in taxonomy.occupations_of(line(self.occupation_group.data))[:12])
            raise ValidationError(_("Yrket finns inte i yrkesgruppen. Där finns: %(names)s.", names=names))

    def _concept(self) -> Any:
        wanted = line(self.occupation.data).casefold()
        found = taxonomy.occupations_of(line(self.occupation_group.data)) if wanted else []
        return next((each for each in found if each.name.casefold() == wanted), None)

    def facts(self) -> dict[str, Any]:
        """What was filled in."""
        concept = self._concept()
        return {
            "title": line(self.title.data),
            "occupation_group": line(self.occupation_group.data),
            "occupation_id": concept.id if concept else "",
            "taxonomy_version": concept.taxonomy_version if concept else "",
        }


class TextsForm(Form):
    """What a draft says of the role."""

    version = version_field()
    description = TextAreaField(
        _l("Beskrivning"), [Optional(), Length(max=TEXT_LENGTH)], description=_l("Vad är rollen till för, och för vem?")
    )
    tasks = TextAreaField(_l("Arbetsuppgifter"), [Optional(), Length(max=TEXT_LENGTH)], description=_l("En arbetsuppgift per rad."))

    def __init__(self, version: StandardVersion, formdata: Any = None) -> None:
        super().__init__(formdata, data={name: getattr(version, name) for name in ("version", "description", "tasks")})

    def facts(self) -> dict[str, Any]:
        """What was filled in."""
        return {"description": (self.description.data or "").strip(), "tasks": (self.tasks.data or "").strip()}


class RequirementForm(Form):
    """A requirement."""

    version = version_field()
    title = StringField(_l("Krav"), [DataRequired(_l("Skriv vad man ska kunna.")), Length(max=TITLE_LENGTH)])
    level = RadioField(
        _l("Hur väl?"),
        [InputRequired(_l("Välj hur väl det ska behärskas."))],
        choices=[SelectChoice(key.value, LEVEL[key]) for key in Level],
    )
    is_required = BooleanField(_l("Det är ett krav. Annars är det en merit."))
    description = TextAreaField(_l("Beskrivning"), [Optional(), Length(max=TEXT_LENGTH)])
    met_by = TextAreaField(
        _l("Så uppfylls kravet"),
        [Optional(), Length(max=TEXT_LENGTH)],
        description=_l("Utbildning, kurs eller erfarenhet. En väg per rad."),
    )
    validated_by = TextAreaField(
        _l("Så valideras kravet"), [Optional(), Length(max=TEXT_LENGTH)], description=_l("Hur kan den som redan kan detta visa det?")
    )
    names = ("title", "level", "is_required", "description", "met_by", "validated_by")

    def __init__(self, requirement: CompetenceRequirement | None, formdata: Any = None) -> None:
        data: dict[str, Any] = {"level": Level.INDEPENDENT.value, "is_required": True}
        if requirement is not None:
            data = {name: getattr(requirement, name) for name in (*self.names, "version")} | {"level": requirement.level.value}
        super().__init__(formdata, data=data)

    def facts(self) -> dict[str, Any]:
        """What was filled in."""
        texts = {name: (self[name].data or "").strip() for name in ("description", "met_by", "validated_by")}
        return {"title": line(self.title.data), "level": Level(self.level.data), "is_required": bool(self.is_required.data), **texts}


class StepForm(Form):
    """A step of the ladder."""

    to_id = SelectField(_l("Leder till"), [DataRequired(_l("Välj en yrkesroll."))], choices=())
    requires = TextAreaField(
        _l("Det här krävs för steget"),
        [DataRequired(_l("Skriv vad som krävs för steget.")), Length(max=LINE_LENGTH * 4)],
        description=_l("Till exempel en utbildning, ett antal poäng eller en erfarenhet."),
    )

    def __init__(self, others: Sequence[RoleStandard], formdata: Any = None) -> None:
        super().__init__(formdata)
        self.to_id.choices = [SelectChoice("", _("Välj en yrkesroll")), *(SelectChoice(str(each.id), each.title) for each in others)]


class AgreeForm(Form):
    """When and where a draft was agreed."""

    version = version_field()
    agreed_on = DayField(_l("Beslutad den"), [InputRequired(_l("Skriv vilken dag rollen beslutades."))])
    decision = StringField(
        _l("Var den beslutades"),
        [DataRequired(_l("Skriv vem som beslutade.")), Length(max=TITLE_LENGTH)],
        description=_l("Till exempel Skolchefsnätverket, § 14."),
    )

    def __init__(self, version: StandardVersion, formdata: Any = None) -> None:
        super().__init__(formdata, data={"version": version.version, "agreed_on": today()})

    def facts(self) -> dict[str, Any]:
        """What was filled in."""
        return {"agreed_on": self.agreed_on.data, "decision": line(self.decision.data)}

    def validate_agreed_on(self, field: Any) -> None:
        """No day to come."""
        if field.data and field.data > today():
            raise ValidationError(_("Dagen har inte varit än. Skriv dagen då rollen beslutades."))


class FilterForm(Form):
    """Which standards to show."""

    q = StringField(_l("Titel"), [Length(max=100)], description=_l("Även titlar som bara används i en kommun."))
    group = SelectField(_l("Yrkesgrupp"), choices=())

    def __init__(self, groups: Sequence[str], formdata: Any = None) -> None:
        super().__init__(formdata)
        names = taxonomy.groups(list(groups))
        labels = [SelectChoice(code, f"{code} {names[code].name if code in names else ''}".strip()) for code in groups]
        self.group.choices = [SelectChoice("", _("Alla yrkesgrupper")), *labels]


class CompareForm(Form):
    """Which two versions."""

    old = SelectField(_l("Tidigare version"), choices=())
    new = SelectField(_l("Senare version"), choices=())

    def __init__(self, versions: Sequence[StandardVersion], old: StandardVersion, new: StandardVersion) -> None:
        super().__init__(None, data={"old": str(old.number), "new": str(new.number)})
        choices = [SelectChoice(str(each.number), f"{each.number}, {STATUS[each.status]}") for each in versions]
        self.old.choices, self.new.choices = choices, choices
