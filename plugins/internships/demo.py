"""What a demo region has: a period that is over, one that goes on, and one that collects, with 55 places in twelve municipalities.

Beside them stand an order of places and a cooperation agreement. All of it is made up.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from core.clock import today
from core.db import db, utcnow
from core.demo.people import DOMAIN
from core.geo.queries import name_of
from core.organisations.models import Organisation, OrganisationKind
from core.organisations.service import register_organisation
from core.regions.queries import municipalities
from core.users.service import ensure_user, grant_role
from plugins.internships import demo_round
from plugins.internships.agreements import service as agreements
from plugins.internships.agreements.models import AgreementStatus, Side
from plugins.internships.kinds.models import PlacementKindPolicy
from plugins.internships.kinds.ready_made import add_missing
from plugins.internships.offers import service as offers
from plugins.internships.offers.models import HomeHelp, OfferSource, PlacementOffer
from plugins.internships.offers.queries import schools
from plugins.internships.offers.supervisors import save_supervisor
from plugins.internships.periods import service as periods
from plugins.internships.periods.models import PeriodStatus, PlacementPeriod, Policy, WishMode
from plugins.internships.requests import service as requests

if TYPE_CHECKING:
    from core.regions.models import Region

MUNICIPALITIES = 12
PLACES = 55
AGAIN = 5  # offers of the earlier period
ROUND = (103, 104, 112, 118, 119, 122)  # offers of the period that goes on, by number: supervised, and none asks for papers or a licence
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
    on = _period(region, kind, "APL den här terminen, demo", 20, travel_limit_km=500)
    demo_round.seed(region, on, [_offer(region, on, employers[number % len(employers)], number, 2) for number in ROUND])
    _order(region, now, employers[0])
    _agreement(region, kind, employers[:3])
    _representative(region, employers[0])


def _order(region: Region, period: PlacementPeriod, receiver: Organisation) -> None:
    """A school has ordered places; one unit has answered no, and two have not answered."""
    school, _other = demo_round.two_schools(region, receiver.municipality_code or "")
    facts: dict[str, Any] = {
        "programme": "Vård och omsorg",
        "occupation_group": "5321",
        "places": 6,
        "reply_by": min(period.offers_by, today() + timedelta(weeks=3)),
        "text": "Gärna platser där två kan gå samtidigt. Beställningen är påhittad.",
    }
    request = requests.send_request(region=region, period=period, school=school, receiver=receiver, facts=facts)
    for number, unit in enumerate(("Påhittade hemtjänsten", "Exempelboendet", "Fiktiva dagverksamheten"), start=1):
        place = {"workplace": unit, "municipality_code": receiver.municipality_code, "email": f"enhet{number}@{DOMAIN}", "asked": 2}
        share = requests.ask_unit(region=region, request=request, facts=place)
        if number == 1:
            requests.reply(region=region, share=share, places=0, note="Vi har ingen handledare i vår.")


def _agreement(region: Region, kind: PlacementKindPolicy, employers: list[Organisation]) -> None:
    """Schools and employers that have agreed on so many places a year."""
    year = today().year
    facts: dict[str, Any] = {
        "title": "Vårdutbildning i samverkan, demo",
        "starts_on": date(year - 1, 1, 1),
        "ends_on": date(year + 2, 12, 31),
        "renew_by": date(year + 2, 6, 30),
        "terms": "Parterna planerar platserna tillsammans varje termin. Avtalet är påhittat.",
    }
    made = agreements.save_agreement(region=region, agreement=None, facts=facts)
    sides = [(school, Side.SCHOOL) for school in demo_round.two_schools(region, employers[0].municipality_code or "")]
    sides += [(employer, Side.EMPLOYER) for employer in employers]
    for number, (organisation, side) in enumerate(sides, start=1):
        contact = {"side": side, "contact_name": f"Demo Avtal {number}", "contact_email": f"avtal{number}@{DOMAIN}"}
        agreements.add_party(region=region, agreement=made, organisation=organisation, facts=contact)
    for employer in employers:
        agreements.set_promise(region=region, agreement=made, organisation_id=employer.id, kind=kind, year=year, places=4)
    agreements.move_agreement(region=region, agreement=made, to=AgreementStatus.IN_FORCE)
    agreements.review(region=region, agreement=made, year=year - 1, score=4, text="Platserna kom i tid. Fler handledare behövs.")


def _representative(region: Region, employer: Organisation) -> None:
    """Somebody in the demo who acts for an employer."""
    user = ensure_user(email=f"employer-representative@{region.slug}.{DOMAIN}", name="Demo Arbetsgivare")
    grant_role(user=user, region=region, role="employer_representative", organisation=employer)


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


def _period(
    region: Region, kind: PlacementKindPolicy, title: str, weeks_away: int, *, travel_limit_km: int | None = None
) -> PlacementPeriod:
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
            "travel_limit_km": travel_limit_km,
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
        if not period.title.startswith("APL förra"):
            facts["supervisor_id"] = save_supervisor(region=region, organisation=employer, supervisor=None, facts=person).id
    made = offers.make_offer(region=region, period=period, organisation=employer, source=OfferSource.OWN_PAGE, facts=facts)
    return offers.open_offer(region=region, offer=made) if is_open else made
