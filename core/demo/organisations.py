"""The demo's organisations: plainly made up, and without numbers, which might be somebody's."""

from __future__ import annotations

from random import Random

from sqlalchemy import select

from core.db import db
from core.organisations import facts
from core.organisations.models import Organisation, OrganisationKind, OrganisationRegion
from core.regions.models import Region
from core.regions.queries import municipalities

# Name, SNI 2025, size class.
_EMPLOYERS = (
    ("Exempelvården", "87100", 100),
    ("Påhittade Verkstaden", "25620", 20),
    ("Fiktiva Fönster", "16230", 50),
    ("Exempelbagarna", "10710", 5),
    ("Låtsas Åkeri", "49410", 10),
    ("Hittepå Bygg", "41000", 20),
    ("Exempelel", "43210", 10),
    ("Tänkta Trädgårdar", "81300", 1),
    ("Provskogen", "02200", 5),
    ("Exempelgruvan", "07100", 500),
    ("Låtsas Livs", "47110", 10),
    ("Påhittade Programmerare", "62100", 20),
    ("Fiktiva Fjällhotellet", "55100", 50),
    ("Exempelkök", "56110", 5),
    ("Hittepå Redovisning", "69200", 1),
    ("Tänkta Tandläkarna", "86230", 5),
    ("Provenergi", "35110", 100),
    ("Exempelmekano", "28990", 50),
)
_OTHERS = (
    ("Exempelkommunen {place}", OrganisationKind.MUNICIPALITY, "84110", 1_000),
    ("Påhittat lärcentrum {place}", OrganisationKind.LEARNING_CENTRE, "85590", 5),
    ("Fiktiva yrkeshögskolan {place}", OrganisationKind.EDUCATION_PROVIDER, "85400", 20),
    ("Låtsas folkhögskola {place}", OrganisationKind.FOLK_HIGH_SCHOOL, "85590", 50),
)
EACH = 2


def make_organisations(region: Region, rng: Random) -> int:
    """A few dozen organisations with branches, sizes and workplaces; none when the region has its share already."""
    prefix = "Exempelvården"
    known = (
        select(Organisation.id)
        .join(OrganisationRegion, OrganisationRegion.organisation_id == Organisation.id)
        .where(OrganisationRegion.region_id == region.id, Organisation.name.startswith(prefix))
    )
    places = municipalities(region)
    if not places or db.session.execute(known.limit(1)).first() is not None:
        return 0
    made = 0
    for name, sni, size in _EMPLOYERS:
        for place in rng.sample(list(places), min(EACH, len(places))):
            _make(region, f"{name} i {place.name} AB", OrganisationKind.EMPLOYER, place.code, sni, size, rng)
            made += 1
    for pattern, kind, sni, size in _OTHERS:
        place = rng.choice(places)
        _make(region, pattern.format(place=place.name), kind, place.code, sni, size, rng)
        made += 1
    return made


def _make(region: Region, name: str, kind: OrganisationKind, place: str, sni: str, size: int, rng: Random) -> None:
    said = {"name": name, "kind": kind, "municipality_code": place, "sni_code": sni, "size_class": size}
    organisation = facts.add_organisation(region=region, facts=facts.checked_facts(said))
    if size >= 50:
        for street in rng.sample(("Storgatan", "Verkstadsvägen", "Skolgatan"), 2):
            values = {"name": f"{name.split(' i ')[0]}, {street}", "address": f"{street} {rng.randint(1, 40)}", "municipality_code": place}
            facts.save_workplace(region=region, organisation=organisation, workplace_id=None, version=None, values=values)
