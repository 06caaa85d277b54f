"""What several of the plugin's forms ask in the same way."""

from __future__ import annotations

from typing import Any

from sqlalchemy import or_, select
from wtforms import HiddenField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional, Regexp

from core.db import db
from core.i18n import lazy_gettext as _l
from core.organisations.models import Organisation, OrganisationKind, OrganisationRegion
from core.regions.models import Region
from plugins.regional_plans.actions.models import Action

EMAIL = Regexp(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>.]+\Z", message=_l("Skriv en hel e-postadress, till exempel namn@kommun.se."))
MAX_ORGANISATIONS = 800


def line(text: str | None) -> str:
    """One line of text, without spaces to spare."""
    return " ".join((text or "").split())


def version_field() -> HiddenField:
    """The version that a form was filled in from."""
    return HiddenField(validators=[Length(max=12)])


def organisations(region: Region) -> list[SelectChoice]:
    """The region's organisations that can own a part of a plan: public ones, schools and associations, and who owns one already."""
    owning = select(Action.organisation_id).where(Action.region_id == region.id)
    wanted = (
        select(Organisation.id, Organisation.name)
        .join(OrganisationRegion, OrganisationRegion.organisation_id == Organisation.id)
        .where(OrganisationRegion.region_id == region.id, Organisation.closed_on.is_(None), Organisation.merged_into_id.is_(None))
        .where(or_(Organisation.kind != OrganisationKind.EMPLOYER, Organisation.id.in_(owning)))
        .order_by(Organisation.sort_key, Organisation.id)
        .limit(MAX_ORGANISATIONS)
    )
    return [SelectChoice(str(number), name) for number, name in db.session.execute(wanted)]


def owner_field(label: Any, validators: Any = (), **more: Any) -> SelectField:
    """A choice of organisation; the form fills in the choices."""
    return SelectField(label, validators, choices=(), **more)


def groups_field() -> StringField:
    """Occupation groups as codes."""
    return StringField(
        _l("Yrkesgrupper"),
        [Optional(), Length(max=200)],
        description=_l("Koder enligt SSYK 2012, till exempel 5321, 5330. De gör att utlysningar och behov hittar hit."),
    )
