"""What several of the plugin's forms ask in the same way."""

from __future__ import annotations

from typing import Any

from sqlalchemy import or_, select
from wtforms import HiddenField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional, Regexp

from core.db import db
from core.i18n import lazy_gettext as _l
from core.organisations.models import Organisation, OrganisationKind, OrganisationRegion
from core.regions.models import Region
from core.web.fields import WholeField
from plugins.funding.projects.models import Project

EMAIL = Regexp(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>.]+\Z", message=_l("Skriv en hel e-postadress, till exempel namn@kommun.se."))
MOST = 10**12  # SEK; no project is larger, and a database number holds a million of them
MAX_ORGANISATIONS = 800


def line(text: str | None) -> str:
    """One line of text, without spaces to spare."""
    return " ".join((text or "").split())


def version_field() -> HiddenField:
    """The version that a form was filled in from."""
    return HiddenField(validators=[Length(max=12)])


def money(label: Any, validators: Any = (), *, least: int = 0, description: Any = "") -> WholeField:
    """An amount in whole SEK."""
    return WholeField(label, [*validators] or [Optional()], limits=(least, MOST), description=description)


def organisations(region: Region) -> list[SelectChoice]:
    """The region's organisations that can own a project: all but employers, and who owns one already."""
    owning = select(Project.organisation_id).where(Project.region_id == region.id)
    wanted = (
        select(Organisation.id, Organisation.name)
        .join(OrganisationRegion, OrganisationRegion.organisation_id == Organisation.id)
        .where(OrganisationRegion.region_id == region.id, Organisation.closed_on.is_(None), Organisation.merged_into_id.is_(None))
        .where(or_(Organisation.kind != OrganisationKind.EMPLOYER, Organisation.id.in_(owning)))
        .order_by(Organisation.sort_key, Organisation.id)
        .limit(MAX_ORGANISATIONS)
    )
    return [SelectChoice(str(number), name) for number, name in db.session.execute(wanted)]


def groups_field() -> StringField:
    """Occupation groups as codes."""
    return StringField(
        _l("Yrkesgrupper"), [Optional(), Length(max=200)], description=_l("Koder enligt SSYK 2012, till exempel 5321, 5330.")
    )
