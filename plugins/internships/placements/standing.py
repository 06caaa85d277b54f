"""How a published period stands: who sits where, who stays whatever happens, and what the engine is to mend."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import func, select

from core.db import db
from plugins.internships.applicants.models import Applicant, ApplicantStatus
from plugins.internships.offers.models import OfferStatus, PlacementOffer
from plugins.internships.periods.models import PlacementPeriod
from plugins.internships.placements.queries import LIVE
from plugins.internships.rounds.facts import Facts, facts_of
from plugins.internships.rounds.instance import Built, build, offer_of
from plugins.internships.rounds.models import Placement, PlacementStatus

LAST = 10**6  # the rank of what nobody could rank: after all that was


@dataclass(frozen=True)
class Standing:
    """A period as it is now.

    Args:
        facts: What an instance is made of; `held` are those whom no repair moves.
        sits: The offer of each applicant who has a place, also where it has fallen away.
        gone: Those of them who are to have no place any longer.
        refused: Who said no or did not answer, and is not given anything else here.
        running: Offers where somebody sits.
    """

    facts: Facts
    sits: dict[int, int]
    gone: set[int]
    refused: set[int]
    running: frozenset[int]

    @property
    def lost(self) -> list[int]:
        """Whose place has fallen away."""
        held = self.facts.held
        return [one for one, at in self.sits.items() if one not in self.gone and one not in held and not self._is_open(at)]

    @property
    def empty(self) -> list[int]:
        """Who has no place, and is to have one."""
        return [one for one in self.facts.people if one not in self.sits]

    @property
    def free(self) -> int:
        """Seats at open offers where nobody sits who stays in the period."""
        count = Counter(at for one, at in self.sits.items() if one not in self.gone)
        return sum(max(0, place.capacity - count[place.id]) for place in self.facts.places.values() if place.is_open)

    @property
    def is_broken(self) -> bool:
        """Whether there is anything to mend."""
        return bool(self.gone or self.lost or (self.empty and self.free))

    def _is_open(self, offer_id: int) -> bool:
        return offer_id in self.facts.places and self.facts.places[offer_id].is_open


def standing(period: PlacementPeriod) -> Standing:
    """Read how a period stands."""
    facts = facts_of(period)
    live = _live(period)
    sits = {placement.applicant_id: placement.offer_id for placement, _status, _offer in live}
    gone = {each.applicant_id for each, status, _offer in live if status == ApplicantStatus.WITHDRAWN and each.status in LIVE}
    held = {
        each.applicant_id: each.offer_id
        for each, _status, offer in live
        if each.applicant_id not in gone and (each.status not in LIVE or (offer == OfferStatus.OPEN and stays(each)))
    }
    refused = _refused(period) - sits.keys()
    people = {one: person for one, person in facts.people.items() if one not in refused}
    must = {one: at for one, at in facts.must.items() if sits.get(one) == at and facts.places[at].is_open and one in people}
    return Standing(
        replace(facts, people=people, held=held, must=must, ranked=_with_late(facts, period)),
        sits,
        gone,
        refused,
        frozenset(at for one, at in sits.items() if one not in gone),
    )


def stays(placement: Placement) -> bool:
    """Whether no repair moves it while the workplace is there: locked, accepted, or begun."""
    return placement.is_locked or placement.status != PlacementStatus.PUBLISHED


def instance_of(now: Standing) -> tuple[Built, dict[str, str | None]]:
    """What the engine is to mend, and where everybody in it was. Offers that have not opened for lack of people stay closed."""
    built = build(now.facts, running=now.running)
    if built.minimums:
        built = build(now.facts, closed=built.minimums, running=now.running)
    rooms = {place["id"]: place["capacity"] for place in built.instance["places"]}
    before: dict[str, str | None] = {}
    for person in built.instance["applicants"]:
        at = now.sits.get(int(person["id"][1:]))
        before[person["id"]] = None if at is None else _seat(person, at, rooms)
    return built, before


def tiers_of(built: Built) -> dict[int, dict[int, int]]:
    """Per applicant and offer, the group of wishes that it stands in, the best 0."""
    found: dict[int, dict[int, int]] = {}
    for person in built.instance["applicants"]:
        own: dict[int, int] = {}
        for tier, group in enumerate(person["preferences"]):
            for name in (each for choice in group for each in _names(choice) if each):
                own.setdefault(offer_of(name), tier)
        found[int(person["id"][1:])] = own
    return found


def _seat(person: dict[str, Any], at: int, rooms: dict[str, int]) -> str:
    """The seat of an applicant who is not held: a school's own seats first."""
    names = {name for group in person["preferences"] for choice in group for name in _names(choice) if name and offer_of(name) == at}
    for name in sorted(names, key=lambda one: (".s" not in one, one)):
        if rooms[name] > 0:
            rooms[name] -= 1
            return name
    return f"o{at}"


def _names(choice: Any) -> list[str | None]:
    """The own place of a choice; of a pair's joint choice, the first."""
    return [choice] if isinstance(choice, str) else [choice[0]]


def _live(period: PlacementPeriod) -> list[tuple[Placement, ApplicantStatus, OfferStatus]]:
    wanted = (
        select(Placement, Applicant.status, PlacementOffer.status)
        .join(Applicant, Applicant.id == Placement.applicant_id)
        .join(PlacementOffer, PlacementOffer.id == Placement.offer_id)
        .where(Placement.period_id == period.id, Placement.status.in_([*LIVE, PlacementStatus.COMPLETED]))
        .order_by(Placement.id)
    )
    return [(placement, applicant, offer) for placement, applicant, offer in db.session.execute(wanted)]


def _refused(period: PlacementPeriod) -> set[int]:
    """Whose latest placement ended by a no, or by no answer."""
    latest = select(func.max(Placement.id)).where(Placement.period_id == period.id, Placement.status != PlacementStatus.PROPOSED)
    wanted = select(Placement.applicant_id).where(
        Placement.id.in_(latest.group_by(Placement.applicant_id)), Placement.status == PlacementStatus.DECLINED
    )
    return set(db.session.execute(wanted).scalars())


def _with_late(facts: Facts, period: PlacementPeriod) -> dict[int, dict[int, list[int]]]:
    """Places that came after the first placements could not be ranked: they stand last in everybody's order."""
    if not facts.ranked_mode:
        return facts.ranked
    first = select(func.min(Placement.created_at)).where(Placement.period_id == period.id).scalar_subquery()
    wanted = select(PlacementOffer.id).where(PlacementOffer.period_id == period.id, PlacementOffer.status == OfferStatus.OPEN)
    late = list(db.session.execute(wanted.where(PlacementOffer.created_at > first).order_by(PlacementOffer.id)).scalars())
    if not late:
        return facts.ranked
    found = {}
    for one in facts.people:
        ranked = facts.ranked.get(one, {})
        own = {offer_id for group in ranked.values() for offer_id in group}
        more = [offer_id for offer_id in late if offer_id not in own]
        found[one] = {**ranked, LAST: more} if more else ranked
    return found
