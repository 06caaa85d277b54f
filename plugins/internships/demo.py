"""What a demo region has: an earlier period that is over, and one that collects, with 55 places in twelve municipalities. All made up."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from core.clock import today
from core.db import db, utcnow
from core.geo.queries import name_of
from core.organisations.models import Organisation, OrganisationKind
from core.organisations.service import register_organisation
from core.regions.queries import municipalities
from plugins.internships.kinds.models import PlacementKindPolicy
from plugins.internships.kinds.ready_made import add_missing
from plugins.internships.offers import service as offers
from plugins.internships.offers.models import HomeHelp, OfferSource, PlacementOffer
from plugins.internships.offers.queries import schools
from plugins.internships.offers.supervisors import save_supervisor
from plugins.internships.periods import service as periods
from plugins.internships.periods.models import PeriodStatus, PlacementPeriod, Policy, WishMode

if TYPE_CHECKING:
    from core.regions.models import Region

MUNICIPALITIES = 12
PLACES = 55
AGAIN = 5  # offers of the earlier period
# Workplace, task, occupation group (SSYK 2012), what one should know, what must be shown.
TASKS: tuple[tuple[str, str, str, list[str], list[str]], ...] = (
    ("Exempelgårdens äldreboende", "Undersköterska", "5321", ["Bemötande"], ["Utdrag ur belastningsregistret"]),
    ("Påhittade förskolan", "Barnskötare", "5311", ["Lek och samtal"], ["Utdrag ur belastningsregistret"]),
    ("Fiktiva hemtjänsten", "Vårdbiträde", "5330", [], []),
    ("Exempelköket", "Kock", "5120", ["Livsmedelshygien"], []),
    ("Låtsasverkstaden", "Svetsare", "7212", ["Heta arbeten"], []),
)


def seed(region: Region) -> None:
    """Make it, once. Run again it adds nothing."""
    add_missing(region)
    if db.session.execute(select(PlacementPeriod.id).where(PlacementPeriod.region_id == region.id).limit(1)).first():
        return
    codes = [each.code for each in municipalities(region)][:MUNICIPALITIES]
    if not codes:
        return
    kind = db.session.execute(
        select(PlacementKindPolicy).where(PlacementKindPolicy.region_id == region.id, PlacementKindPolicy.code == "apl")
    ).scalar_one()
    employers = [_employer(region, code) for code in codes]
    earlier = _period(region, kind, "APL förra terminen, demo", -30)
    now = _period(region, kind, "APL nästa termin, demo", 18)
    for number, employer in enumerate(employers[:AGAIN]):
        _offer(region, earlier, employer, number, 2)
    for status in (PeriodStatus.WISHING, PeriodStatus.MATCHING):
        periods.move_period(region=region, period=earlier, to=status)
    earlier.status, earlier.ended_at = PeriodStatus.ENDED, utcnow()
    made = [_offer(region, now, employers[number % len(employers)], number, capacity) for number, capacity in enumerate(_capacities())]
    made.append(_offer(region, now, employers[0], len(made), 1, is_open=False))
    offers.withdraw_offer(
        region=region, offer=_offer(region, now, employers[-1], len(made), 1), reason="Verksamheten byggs om och kan inte ta emot någon."
    )
    for school in schools(region)[:2]:
        offers.set_quota(region=region, offer=made[0], school=school, places=1)


def _capacities() -> list[int]:
    """How many places each open offer has: two, three, one and so on, until there are enough."""
    found: list[int] = []
    while (left := PLACES - sum(found)) > 0:
        found.append(min(left, (2, 3, 1, 2)[len(found) % 4]))
    return found


def _employer(region: Region, code: str) -> Organisation:
    return register_organisation(
        name=f"Exempelomsorgen i {name_of(code)}, demo", region=region, kind=OrganisationKind.EMPLOYER, municipality_code=code
    )


def _period(region: Region, kind: PlacementKindPolicy, title: str, weeks_away: int) -> PlacementPeriod:
    monday = today() - timedelta(days=today().weekday()) + timedelta(weeks=weeks_away)
    made = periods.save_period(
        region=region,
        period=None,
        facts={
            "title": title,
            "kind_id": kind.id,
            "starts_on": monday,
            "ends_on": monday + timedelta(weeks=8, days=-3),
            "weeks": 8,
            "offers_by": monday - timedelta(weeks=10),
            "wishes_by": monday - timedelta(weeks=7),
            "accept_days": 7,
            "policy": Policy.STABLE,
            "wish_mode": WishMode.RANKED,
            "travel_limit_km": None,
        },
    )
    return periods.move_period(region=region, period=made, to=PeriodStatus.COLLECTING)


def _offer(
    region: Region, period: PlacementPeriod, employer: Organisation, number: int, capacity: int, *, is_open: bool = True
) -> PlacementOffer:
    workplace, title, group, skills, clearance = TASKS[number % len(TASKS)]
    town = name_of(employer.municipality_code or "")
    facts: dict[str, Any] = {
        "workplace": f"{workplace} i {town} {number + 1}",
        "municipality_code": employer.municipality_code,
        "address": f"Påhittade gatan {number + 1}",
        "occupation_group": group,
        "title": title,
        "description": "Du följer med i det vanliga arbetet och får en egen handledare. Platsen är påhittad.",
        "capacity": capacity,
        "minimum": 2 if capacity == 3 else 0,
        "contact_name": f"Demo Kontakt {number + 1}",
        "contact_email": f"plats{number + 1}@demo.samkraft.example",
        "skills": list(skills),
        "languages": ["Svenska"],
        "driving_licence": number % 7 == 2,
        "clearance": list(clearance),
        "home_help": (HomeHelp.NONE, HomeHelp.TRAVEL, HomeHelp.NONE, HomeHelp.BOTH)[number % 4],
    }
    if number % 3:
        person = {
            "name": f"Demo Handledare {number + 1}",
            "email": f"handledare{number + 1}@demo.samkraft.example",
            "phone": "",
            "capacity": 3,
        }
        if period.title.startswith("APL nästa"):
            facts["supervisor_id"] = save_supervisor(region=region, organisation=employer, supervisor=None, facts=person).id
    made = offers.make_offer(region=region, period=period, organisation=employer, source=OfferSource.OWN_PAGE, facts=facts)
    return offers.open_offer(region=region, offer=made) if is_open else made
