"""A placement with all that stands around it, and the links that each side has to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from core import mailed_links
from core.clock import today
from core.db import db, get
from core.errors import NotFound
from core.i18n import gettext as _
from core.organisations.models import Organisation
from core.records.people import shown_contact
from core.users.queries import may, organisations_where
from plugins.internships import tokens
from plugins.internships.after.models import Contract, Side
from plugins.internships.applicants.models import Applicant
from plugins.internships.kinds.models import PlacementKindPolicy
from plugins.internships.offers.models import PlacementOffer, Supervisor
from plugins.internships.periods.models import PlacementPeriod
from plugins.internships.permissions import APPLICANTS, PLACES
from plugins.internships.rounds.models import Placement, PlacementStatus

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.regions.models import Region
    from core.users.models import User

DAYS_AFTER = 90  # so long do the links lead somewhere when the placement is over
LIVE = (PlacementStatus.ACCEPTED, PlacementStatus.UNDER_WAY)
_School = aliased(Organisation)
_HASHES = {
    Side.STUDENT: "student_token_hash",
    Side.EMPLOYER: "employer_token_hash",
    Side.SCHOOL: "school_token_hash",
    Side.SUPERVISOR: "supervisor_token_hash",
}


@dataclass(frozen=True)
class Case:
    """What one placement is about."""

    contract: Contract
    placement: Placement
    applicant: Applicant
    school: Organisation
    offer: PlacementOffer
    organisation: Organisation
    period: PlacementPeriod
    kind: PlacementKindPolicy
    supervisor: Supervisor | None

    @property
    def is_live(self) -> bool:
        """Whether it is still to come, or goes on."""
        return self.placement.status in LIVE

    @property
    def links_end(self) -> date:
        """The last day that the links lead anywhere."""
        return self.period.ends_on + timedelta(days=DAYS_AFTER)

    @property
    def student_name(self) -> str:
        """The student's name, as anybody but themselves may read it."""
        return shown_contact(self.applicant.email, self.applicant.name)[0] or _("En sökande")

    @property
    def supervisor_name(self) -> str:
        """Who supervises, as others may read it; empty when nobody does."""
        return shown_contact(self.supervisor.email, self.supervisor.name)[0] if self.supervisor else ""

    @property
    def student_token(self) -> str:
        """The secret in the student's link; for the template of the student's own page."""
        return self.token(Side.STUDENT)

    def token(self, side: Side) -> str:
        """The secret in a side's link; empty when it has none."""
        seed = self.contract.seeds.get(side.value, "")
        return tokens.token_of(f"after.{side.value}", seed) if seed else ""


def give_link(contract: Contract, side: Side) -> None:
    """A new link for a side. An earlier one leads nowhere any longer."""
    seed = mailed_links.new_seed()
    contract.seeds = {**contract.seeds, side.value: seed}
    setattr(contract, _HASHES[side], mailed_links.digest(tokens.token_of(f"after.{side.value}", seed)))


def take_link(contract: Contract, side: Side) -> None:
    """A side has no link any longer."""
    contract.seeds = {key: seed for key, seed in contract.seeds.items() if key != side.value}
    setattr(contract, _HASHES[side], None)


def case_of(placement_id: int, *, lock: bool = False) -> Case:
    """The case of a placement that has been accepted.

    Raises:
        NotFound: when it has not, or there is no such placement here.
    """
    return _found(Contract.placement_id == placement_id, lock)


def by_token(region: Region, token: str, *, lock: bool = False) -> tuple[Case, Side] | None:
    """The case behind a mailed link, and whose link it is; None when no link reads like that."""
    if len(token) > mailed_links.MAX_TOKEN:
        return None
    digest = mailed_links.digest(token)
    try:
        case = _found(or_(*(getattr(Contract, column) == digest for column in _HASHES.values())), lock, Contract.region_id == region.id)
    except NotFound:
        return None
    return case, next(side for side, column in _HASHES.items() if getattr(case.contract, column) == digest)


def _found(where: Any, lock: bool, *more: Any) -> Case:
    wanted: Any = (
        select(Contract, Placement, Applicant, _School, PlacementOffer, Organisation, PlacementPeriod, PlacementKindPolicy, Supervisor)
        .join(Placement, Placement.id == Contract.placement_id)
        .join(Applicant, Applicant.id == Placement.applicant_id)
        .join(_School, _School.id == Applicant.school_id)
        .join(PlacementOffer, PlacementOffer.id == Placement.offer_id)
        .join(Organisation, Organisation.id == PlacementOffer.organisation_id)
        .join(PlacementPeriod, PlacementPeriod.id == Placement.period_id)
        .join(PlacementKindPolicy, PlacementKindPolicy.id == PlacementPeriod.kind_id)
        .outerjoin(Supervisor, Supervisor.id == Placement.supervisor_id)
        .where(where, *more)
    )
    if lock:
        wanted = wanted.with_for_update(of=Contract).execution_options(populate_existing=True)
    found = db.session.execute(wanted).first()
    if found is None:
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    return Case(*found)


def own_case(region: Region, user: User | None, placement_id: int, *, lock: bool = False) -> tuple[Case, Sequence[Side]]:
    """The case of a placement of a school or an employer for which one acts, and for which of the two.

    Raises:
        NotFound: when there is none, or it is others'.
    """
    get(Placement, placement_id)
    case = case_of(placement_id, lock=lock)
    sides = []
    if may(user, region, APPLICANTS) and case.applicant.school_id in organisations_where(user, region, APPLICANTS):
        sides.append(Side.SCHOOL)
    if may(user, region, PLACES) and case.offer.organisation_id in organisations_where(user, region, PLACES):
        sides.append(Side.EMPLOYER)
    if not sides:
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    return case, sides


def is_over(case: Case) -> bool:
    """Whether the links lead nowhere any longer."""
    return today() > case.links_end
