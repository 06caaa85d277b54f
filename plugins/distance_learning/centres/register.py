"""Learning centres in the region's register of organisations, and what it knows of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, select

from core.db import db
from core.errors import NotFound
from core.geo.places import municipalities as all_municipalities
from core.i18n import gettext as _
from core.organisations.models import Organisation, OrganisationKind, OrganisationRegion, Workplace
from core.regions.queries import municipalities
from core.users.queries import organisations_where
from plugins.distance_learning.centres.models import LearningCentre
from plugins.distance_learning.permissions import MANAGE

if TYPE_CHECKING:
    from core.regions.models import Region
    from core.users.models import User

MOST = 100


def without_page(region: Region, user: User | None) -> Sequence[Organisation]:
    """The organisations that a person may make a page of, by name: the register's learning centres, or those for which one acts."""
    reach = organisations_where(user, region, MANAGE)
    if reach.everywhere:
        return without_page_of_region(region)
    return db.session.execute(_without(region).where(Organisation.id.in_(reach.organisations))).scalars().all()


def without_page_of_region(region: Region) -> Sequence[Organisation]:
    """The register's learning centres that have no page."""
    return db.session.execute(_without(region).where(Organisation.kind == OrganisationKind.LEARNING_CENTRE)).scalars().all()


def _without(region: Region) -> Select[Any]:
    known = select(LearningCentre.organisation_id).where(LearningCentre.region_id == region.id, LearningCentre.organisation_id.is_not(None))
    return (
        select(Organisation)
        .join(OrganisationRegion, OrganisationRegion.organisation_id == Organisation.id)
        .where(OrganisationRegion.region_id == region.id, Organisation.id.not_in(known))
        .where(Organisation.closed_on.is_(None), Organisation.merged_into_id.is_(None))
        .where(Organisation.municipality_code.in_([m.code for m in municipalities(region)]))
        .order_by(Organisation.sort_key, Organisation.id)
        .limit(MOST)
    )


def guard(region: Region, user: User | None, organisation_id: int | None) -> None:
    """Whether a person may make the page of an organisation, or of a centre that is none.

    Raises:
        NotFound: when not.
    """
    reach = organisations_where(user, region, MANAGE)
    if not (reach.everywhere or (organisation_id is not None and organisation_id in reach.organisations)):
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))


def known_of(organisation: Organisation) -> dict[str, Any]:
    """What the register knows that a centre's page says: address, website, and the place as that of the municipality's seat."""
    workplaces = select(Workplace).where(
        Workplace.organisation_id == organisation.id, Workplace.closed_on.is_(None), Workplace.address != ""
    )
    first = db.session.execute(workplaces.order_by(Workplace.sort_key, Workplace.id).limit(1)).scalar_one_or_none()
    seat = all_municipalities().get(organisation.municipality_code or "")
    return {
        "street_address": first.address[:200] if first else "",
        "town": seat.name if seat else "",
        "url": organisation.website,
    }
