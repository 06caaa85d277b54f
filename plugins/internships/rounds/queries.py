"""Reads on runs, outcomes and decisions. Nobody with protected identity stands in a list; they count all the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from core.db import Page, db, get, paginate
from core.errors import NotFound
from core.geo.queries import name_of
from core.i18n import gettext as _
from core.organisations.models import Organisation
from core.records.people import display_names, visible_people
from core.users.models import User
from plugins.internships.applicants.models import Applicant, ApplicantStatus
from plugins.internships.offers.models import OfferStatus, PlacementOffer, Supervisor
from plugins.internships.periods.models import PlacementPeriod
from plugins.internships.rounds.models import MatchRun, Outcome, Pin, RunKind, RunStatus

if TYPE_CHECKING:
    from core.regions.models import Region

MAX_CHOICES = 2000


@dataclass(frozen=True)
class RunRow:
    """A run of a list, and who started it."""

    run: MatchRun
    by: str


@dataclass(frozen=True)
class OutcomeRow:
    """What a run says of one applicant."""

    outcome: Outcome
    applicant: Applicant
    school: str
    offer: PlacementOffer | None


@dataclass(frozen=True)
class PinRow:
    """What is decided of an applicant and an offer."""

    pin: Pin
    applicant: Applicant
    offer: PlacementOffer


@dataclass(frozen=True)
class Unfilled:
    """An offer with seats left; `own` of them are for one school alone."""

    offer: PlacementOffer
    employer: str
    left: int
    own: int
    why: str


def runs(period: PlacementPeriod, *, number: int = 1, size: int = 20) -> Page[RunRow]:
    """The runs of a period, the latest first."""
    page = paginate(select(MatchRun).where(MatchRun.period_id == period.id).order_by(MatchRun.id.desc()), number=number, size=size)
    ids = {run.made_by_id for run in page.items if run.made_by_id}
    users = db.session.execute(select(User).where(User.id.in_(ids))).scalars().all() if ids else []
    names = display_names(users)
    rows = [RunRow(run, names.get(run.made_by_id or 0, "")) for run in page.items]
    return Page(items=rows, total=page.total, number=page.number, size=page.size)


def run(run_id: int, *, lock: bool = False) -> MatchRun:
    """One run of the region.

    Raises:
        NotFound: when there is none.
    """
    return get(MatchRun, run_id, lock=lock)


def latest_match(period: PlacementPeriod) -> MatchRun | None:
    """The latest match that came to an end and passed."""
    wanted = select(MatchRun).where(MatchRun.period_id == period.id, MatchRun.kind == RunKind.MATCH)
    wanted = wanted.where(MatchRun.status.in_((RunStatus.DONE, RunStatus.PUBLISHED))).order_by(MatchRun.id.desc()).limit(1)
    return db.session.execute(wanted).scalar_one_or_none()


def _outcomes(run: MatchRun) -> Any:
    return (
        select(Outcome, Applicant, Organisation.name, PlacementOffer)
        .join(Applicant, Applicant.id == Outcome.applicant_id)
        .join(Organisation, Organisation.id == Applicant.school_id)
        .outerjoin(PlacementOffer, PlacementOffer.id == Outcome.offer_id)
        .where(Outcome.run_id == run.id, visible_people(Applicant.email))
    )


def outcomes(run: MatchRun, *, unplaced: bool = False, number: int = 1, size: int = 30) -> Page[OutcomeRow]:
    """What a run says of each applicant, by name."""
    wanted = _outcomes(run)
    if unplaced:
        wanted = wanted.where(Outcome.offer_id.is_(None))
    page: Page[Any] = paginate(wanted.order_by(Applicant.sort_key, Applicant.id), number=number, size=size, scalars=False)
    return Page(items=[OutcomeRow(*row) for row in page.items], total=page.total, number=page.number, size=page.size)


def outcome(run: MatchRun, applicant_id: int) -> OutcomeRow:
    """What a run says of one applicant.

    Raises:
        NotFound: when it says nothing, or it is somebody with protected identity.
    """
    row = db.session.execute(_outcomes(run).where(Outcome.applicant_id == applicant_id)).one_or_none()
    if row is None:
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    return OutcomeRow(*row)


def hidden(run: MatchRun) -> int:
    """How many applicants a run speaks of that stand in no list."""
    shown = select(func.count()).select_from(_outcomes(run).subquery())
    every = select(func.count()).select_from(Outcome).where(Outcome.run_id == run.id)
    return int(db.session.execute(every).scalar_one()) - int(db.session.execute(shown).scalar_one())


def unfilled(run: MatchRun, *, number: int = 1, size: int = 30) -> Page[Unfilled]:
    """The offers with seats left, most seats first, each with its reason."""
    said: dict[str, dict[str, Any]] = run.statistics.get("unfilled") or {}
    order = sorted(said, key=lambda key: (-said[key]["left"], int(key)))
    number = max(1, number)
    part = order[(number - 1) * size : number * size]
    wanted = select(PlacementOffer, Organisation.name).join(Organisation, Organisation.id == PlacementOffer.organisation_id)
    found = {offer.id: (offer, name) for offer, name in db.session.execute(wanted.where(PlacementOffer.id.in_([int(key) for key in part])))}
    rows = [
        Unfilled(*found[int(key)], left=said[key]["left"], own=said[key]["own"], why=said[key]["why"]) for key in part if int(key) in found
    ]
    return Page(items=rows, total=len(order), number=number, size=size)


def binding(run: MatchRun, most: int = 10) -> list[tuple[str, int]]:
    """What turns most wishes down, in words, and how many."""
    limits = list((run.statistics.get("limits") or {}).items())[:most]
    ids: dict[str, set[int]] = {}
    for name, _count in limits:
        scope, _colon, subject = name.partition(":")
        if scope != "area":
            ids.setdefault(scope, set()).add(int(subject))
    names = {
        ("offer", one): name for one, name in _rows(select(PlacementOffer.id, PlacementOffer.workplace), PlacementOffer.id, ids, "offer")
    }
    organisations = {"employer": ids.get("employer", set()) | ids.get("school", set())}
    of = dict(_rows(select(Organisation.id, Organisation.name), Organisation.id, organisations, "employer"))
    employers = select(Supervisor.id, Organisation.name).join(Organisation, Organisation.id == Supervisor.organisation_id)
    supervised = dict(_rows(employers, Supervisor.id, ids, "supervisor"))
    said = []
    for name, count in limits:
        scope, _colon, subject = name.partition(":")
        if scope == "area":
            words = _("Gränsen för kommunen %(name)s", name=name_of(subject))
        elif scope == "supervisor":
            words = _("En handledare hos %(name)s", name=supervised.get(int(subject), ""))
        elif scope == "employer":
            words = _("Gränsen för arbetsgivaren %(name)s", name=of.get(int(subject), ""))
        elif scope == "school":
            words = _("Gränsen för skolan %(name)s", name=of.get(int(subject), ""))
        else:
            words = _("Platserna på %(name)s", name=names.get(("offer", int(subject)), ""))
        said.append((words, count))
    return said


def _rows(wanted: Any, column: Any, ids: dict[str, set[int]], scope: str) -> list[tuple[int, str]]:
    chosen = ids.get(scope)
    return [(row[0], row[1]) for row in db.session.execute(wanted.where(column.in_(chosen)))] if chosen else []


def pins(period: PlacementPeriod, *, number: int = 1, size: int = 30) -> Page[PinRow]:
    """What is decided beforehand, by applicant."""
    wanted: Any = (
        select(Pin, Applicant, PlacementOffer)
        .join(Applicant, Applicant.id == Pin.applicant_id)
        .join(PlacementOffer, PlacementOffer.id == Pin.offer_id)
        .where(Pin.period_id == period.id, visible_people(Applicant.email))
        .order_by(Applicant.sort_key, Pin.id)
    )
    page: Page[Any] = paginate(wanted, number=number, size=size, scalars=False)
    return Page(items=[PinRow(*row) for row in page.items], total=page.total, number=page.number, size=page.size)


def pin(pin_id: int) -> Pin:
    """One of them.

    Raises:
        NotFound: when there is none, or it is about somebody with protected identity.
    """
    found = get(Pin, pin_id)
    shown = select(Applicant.id).where(Applicant.id == found.applicant_id, visible_people(Applicant.email))
    if db.session.execute(shown).scalar_one_or_none() is None:
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    return found


def applicant_choices(period: PlacementPeriod) -> list[tuple[str, str]]:
    """Whom something can be decided of."""
    wanted = select(Applicant.id, Applicant.name, Organisation.name).join(Organisation, Organisation.id == Applicant.school_id)
    wanted = wanted.where(Applicant.period_id == period.id, Applicant.status != ApplicantStatus.WITHDRAWN, visible_people(Applicant.email))
    rows = db.session.execute(wanted.order_by(Applicant.sort_key, Applicant.id).limit(MAX_CHOICES))
    return [(str(one), f"{name}, {school}") for one, name, school in rows]


def offer_choices(period: PlacementPeriod) -> list[tuple[str, str]]:
    """The open offers of a period."""
    wanted = select(PlacementOffer.id, PlacementOffer.workplace, PlacementOffer.title, Organisation.name)
    wanted = wanted.join(Organisation, Organisation.id == PlacementOffer.organisation_id)
    wanted = wanted.where(PlacementOffer.period_id == period.id, PlacementOffer.status == OfferStatus.OPEN)
    rows = db.session.execute(wanted.order_by(PlacementOffer.sort_key, PlacementOffer.id).limit(MAX_CHOICES))
    return [(str(one), f"{workplace}, {employer} ({title})") for one, workplace, title, employer in rows]


def helped(region: Region, before: MatchRun, after: MatchRun) -> tuple[list[tuple[OutcomeRow, OutcomeRow]], int, int]:
    """Whom a change would move, and how many would get a place and lose one; those with protected identity only as numbers."""
    seats = {run.id: dict(_seats(run)) for run in (before, after)}
    then, now = seats[before.id], seats[after.id]
    moved = [one for one in now if one in then and then[one] != now[one]]
    gained = sum(1 for one in moved if then[one] is None)
    lost = sum(1 for one in moved if now[one] is None)
    rows = {run.id: {row.outcome.applicant_id: row for row in _some(run, moved)} for run in (before, after)}
    pairs = [(rows[before.id][one], rows[after.id][one]) for one in moved if one in rows[before.id] and one in rows[after.id]]
    return sorted(pairs, key=lambda pair: (pair[0].offer is not None, pair[0].applicant.sort_key)), gained, lost


def _seats(run: MatchRun) -> Sequence[tuple[int, int | None]]:
    rows = db.session.execute(select(Outcome.applicant_id, Outcome.offer_id).where(Outcome.run_id == run.id))
    return [(one, offer_id) for one, offer_id in rows]


def _some(run: MatchRun, ids: Sequence[int]) -> list[OutcomeRow]:
    return [OutcomeRow(*row) for row in db.session.execute(_outcomes(run).where(Outcome.applicant_id.in_(ids[:MAX_CHOICES])))]
