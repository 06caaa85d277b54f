"""What other plugins are told of one occasion: the answer to the hook `education_facts`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from core.db import db
from core.organisations.models import Organisation, OrganisationRegion
from core.plugins.education import EducationFacts
from core.records.people import shown_contact
from plugins.training_catalog.models import EducationEvent, EducationInfo, EducationOccupation, EducationProvider
from plugins.training_catalog.scope import catalogue_scope, info_path

if TYPE_CHECKING:
    from core.regions.models import Region

PREFIX = "training_catalog:event:"


def event_ref(event_id: int) -> str:
    """The ref of an occasion."""
    return f"{PREFIX}{event_id}"


def event_id_of(ref: str) -> int | None:
    """The occasion that a ref names; None for what is no such ref."""
    number = ref.removeprefix(PREFIX) if ref.startswith(PREFIX) else ""
    return int(number) if number.isascii() and number.isdigit() and len(number) <= 9 else None


def education_facts(region: Region, ref: str) -> EducationFacts | None:
    """The facts of an occasion of this region's catalogue, past and cancelled ones too; None for what was taken away or is no occasion."""
    event_id = event_id_of(ref)
    if event_id is None:
        return None
    statement: Any = (
        select(EducationEvent, EducationInfo, EducationProvider)
        .join(EducationInfo, EducationInfo.id == EducationEvent.info_id)
        .outerjoin(EducationProvider, EducationProvider.id == EducationEvent.provider_id)
        .where(EducationEvent.id == event_id, EducationEvent.removed_at.is_(None), EducationInfo.removed_at.is_(None))
    )
    groups = select(EducationOccupation.group_code).order_by(EducationOccupation.id)
    with catalogue_scope(region):
        row = db.session.execute(statement).one_or_none()
        if row is None:
            return None
        event, info, provider = row
        leads = tuple(db.session.execute(groups.where(EducationOccupation.info_id == info.id)).scalars())
    return EducationFacts(
        ref=ref,
        title=info.title,
        description=info.description,
        provider=provider.name if provider else "",
        organisation_id=_organisation_id(region, provider.orgnr) if provider else None,
        school_form=info.school_form,
        level=info.level,
        credits=info.credits,
        credits_unit=info.credits_unit,
        pace=event.pace,
        starts_on=event.start,
        ends_on=event.end,
        apply_by=event.application_last,
        language=event.languages.partition(",")[0],
        is_distance=event.is_distance,
        sessions=event.mandatory_sessions if event.is_distance else None,
        seats=event.places,
        url=info_path(region, info.id),
        occupation_groups=leads,
        is_cancelled=event.is_cancelled,
        provider_email="".join(shown_contact(provider.email, provider.email)) if provider else "",
    )


def _organisation_id(region: Region, orgnr: str) -> int | None:
    """The organisation that the provider is, when the region knows one of that number."""
    if not orgnr:
        return None
    statement = (
        select(Organisation.id)
        .join(OrganisationRegion, OrganisationRegion.organisation_id == Organisation.id)
        .where(OrganisationRegion.region_id == region.id, Organisation.orgnr == orgnr)
    )
    return db.session.execute(statement).scalar_one_or_none()
