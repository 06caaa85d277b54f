"""From what a provider keeps to the catalogue's rows, by the import's own writer: records of the organisation's own source.

The key of that source holds two spaces in a row, which no name that anybody writes can: an import never reaches these records.
"""

from __future__ import annotations

from sqlalchemy import select

from core.clock import today
from core.db import db, get
from core.events import emit
from core.geo.queries import name_of
from core.i18n import gettext as _
from core.organisations.models import Organisation
from core.regions.models import Region
from plugins.training_catalog import derive, writer
from plugins.training_catalog.events import CatalogueChanged
from plugins.training_catalog.models import EducationEvent, EducationInfo, Source
from plugins.training_catalog.occupations import CONFIRMED_SUBJECT, NO_OCCUPATION
from plugins.training_catalog.records import EventRecord, InfoRecord, Place, ProviderRecord, Removal, key_of
from plugins.training_catalog.sources.kept import BY_FORM
from plugins.training_catalog.state import refresh_state
from plugins.training_catalog.upkeep.models import KeptEducation, KeptOccasion, KeptState

IN_CATALOGUE = (KeptState.PUBLISHED, KeptState.CANCELLED)


def own_source(region: Region, organisation: Organisation) -> Source:
    """The source of what an organisation keeps by form, made when it is new."""
    key = f"{BY_FORM}{organisation.id}"
    statement = select(Source).where(Source.region_id == region.id, Source.name_key == key)
    found = db.session.execute(statement).scalar_one_or_none()
    if found is None:
        name = _("%(name)s, egna uppgifter", name=organisation.name[:60])
        found = Source(region_id=region.id, name=name[:80], name_key=key)
        db.session.add(found)
        db.session.flush()
    return found


def write_out(region: Region, education: KeptEducation, occasions: list[KeptOccasion]) -> None:
    """Bring the catalogue up to what is kept: published and cancelled occasions are there, withdrawn ones taken away. Shown at once."""
    source = get(Source, education.source_id)
    organisation = get(Organisation, education.organisation_id)
    info = info_record(education)
    if education.state is KeptState.WITHDRAWN:
        counts, shown = writer.Counts(), []
        removals = [Removal("info", info.key), *(Removal("event", key_of(_event_key(row))) for row in occasions)]
    else:
        shown = [row for row in occasions if row.state in IN_CATALOGUE]
        provider = provider_record(source, organisation)
        counts = writer.write(source, [provider, info, *(event_record(education, source, row) for row in shown)])
        removals = [Removal("event", key_of(_event_key(row))) for row in occasions if row.state is KeptState.WITHDRAWN]
    removed = writer.remove(source, removals)
    education.info_id = writer.ids_by_key(source, EducationInfo, [info.key]).get(info.key)
    ids = writer.ids_by_key(source, EducationEvent, [key_of(_event_key(row)) for row in shown])
    for row in shown:
        row.event_id = ids.get(key_of(_event_key(row)))
    db.session.flush()
    derive.refresh(region, today())
    refresh_state(region, today())
    if counts.added or counts.changed or removed:
        emit(CatalogueChanged(source=source.name, added=counts.added, changed=counts.changed, removed=removed), region=region)


def provider_record(source: Source, organisation: Organisation) -> ProviderRecord:
    """The organisation as a provider. Nobody's address: the register of organisations has persons' only."""
    return ProviderRecord(
        identifier=f"samkraft.p.{source.id}",
        name=organisation.name,
        url=organisation.website,
        orgnr=organisation.orgnr or "",
        municipality_code=organisation.municipality_code,
    )


def info_record(education: KeptEducation) -> InfoRecord:
    """The education as a record."""
    groups = education.groups or [NO_OCCUPATION]
    return InfoRecord(
        identifier=f"samkraft.i.{education.id}",
        title=education.title,
        school_form=education.school_form,
        code=education.code,
        description=education.description,
        url=education.url,
        credits=education.credits,
        credits_unit=education.credits_unit,
        eligibility=education.eligibility,
        subjects=[{"type": CONFIRMED_SUBJECT, "code": code} for code in groups] if education.groups_confirmed else [],
    )


def _event_key(row: KeptOccasion) -> str:
    return f"samkraft.e.{row.id}"


def event_record(education: KeptEducation, source: Source, row: KeptOccasion) -> EventRecord:
    """An occasion as a record."""
    return EventRecord(
        identifier=_event_key(row),
        education=f"samkraft.i.{education.id}",
        provider=f"samkraft.p.{source.id}",
        start=row.start,
        end=row.end,
        languages=[row.language],
        pace=row.pace,
        time_of_study=row.time_of_study,
        is_distance=row.is_distance,
        mandatory_sessions=row.sessions,
        places=row.seats,
        application_last=row.application_last,
        application_continuous=row.application_continuous,
        application_url=row.application_url,
        is_cancelled=row.state is KeptState.CANCELLED,
        locations=[Place(place["code"], town=name_of(place["code"]), street_address=place["address"]) for place in row.places],
    )
