"""What is asked of a leadership group and its members."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional

from core.i18n import lazy_gettext as _l
from core.records.people import protected_addresses, shown_contact
from core.web.forms import Form
from plugins.regional_plans.fields import EMAIL, line, version_field
from plugins.regional_plans.group.models import GroupMember, LeadershipGroup


class GroupForm(Form):
    """A group."""

    version = version_field()
    title = StringField(_l("Gruppens namn"), [DataRequired(_l("Skriv vad gruppen heter.")), Length(max=200)])
    aim = TextAreaField(_l("Uppdrag"), [Optional(), Length(max=4000)], description=_l("Vad gruppen svarar för och hur ofta den möts."))

    def __init__(self, found: LeadershipGroup | None, formdata: Any = None) -> None:
        super().__init__(formdata, data={name: getattr(found, name) for name in ("version", "title", "aim")} if found else None)

    def facts(self) -> dict[str, Any]:
        """What was filled in."""
        return {"title": line(self.title.data), "aim": (self.aim.data or "").strip()}


class MemberForm(Form):
    """A member."""

    version = version_field()
    name = StringField(_l("Namn"), [DataRequired(_l("Skriv ledamotens namn.")), Length(max=120)])
    email = StringField(
        _l("E-post"), [Optional(), Length(max=254), EMAIL], description=_l("Hit skickas kallelser. Visas bara för den som ordnar möten.")
    )
    organisation_id = SelectField(_l("Organisation"), [Optional()], choices=())
    title = StringField(_l("Befattning"), [Optional(), Length(max=120)])
    is_chair = BooleanField(_l("Är ordförande"))

    def __init__(self, found: GroupMember | None, organisations: list[SelectChoice], formdata: Any = None) -> None:
        data: dict[str, Any] = {}
        if found is not None:
            data = {name: getattr(found, name) for name in ("version", "name", "email", "title", "is_chair")}
            data["organisation_id"] = str(found.organisation_id or "")
            data["name"], data["email"] = shown_contact(found.email, found.name, found.email)
        super().__init__(formdata, data=data)
        self.keeps_person = found is not None and bool(protected_addresses([found.email]))
        if self.keeps_person:  # who it is cannot be shown, and stays when nothing is written
            self.name.validators = [Optional(), Length(max=120)]
            self.name.description = _l("Visas inte. Lämna namn och e-post tomma för att behålla dem.")
        self.organisation_id.choices = [SelectChoice("", _l("Ingen organisation")), *organisations]

    def facts(self) -> dict[str, Any]:
        """What was filled in."""
        found = {
            "name": line(self.name.data),
            "email": (self.email.data or "").strip().lower(),
            "title": line(self.title.data),
            "is_chair": bool(self.is_chair.data),
            "organisation_id": int(self.organisation_id.data) if self.organisation_id.data else None,
        }
        if self.keeps_person and not found["name"] and not found["email"]:
            del found["name"], found["email"]
        return found
