"""Everything a dossier leans on, read in a fixed number of queries: what its page, its list of missing evidence and its document show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from core.db import db
from core.organisations import sizes
from core.organisations.models import Organisation
from core.plugins import LetterOfIntent, Supply, hooks
from core.regions.models import Region
from core.users.models import User
from plugins.demand_pooling import supply
from plugins.demand_pooling.cluster_detail import Detail, Member, cluster_detail
from plugins.demand_pooling.dossier import commitments, queries, rules
from plugins.demand_pooling.dossier.models import Dossier, PooledCommitment, Seat
from plugins.demand_pooling.dossier.offered import Offered, offered
from plugins.demand_pooling.dossier.programme import Programme
from plugins.demand_pooling.evidence import queries as evidence
from plugins.demand_pooling.evidence.models import Indicator, Judgement
from plugins.demand_pooling.models import DemandCluster, PooledNeed
from plugins.demand_pooling.runs.centres import centres
from plugins.demand_pooling.runs.models import ReceivingCentre

NAMED = "named_in_dossiers"


@dataclass(frozen=True)
class Employer:
    """An employer that is named: it says so in its need, or has signed a letter that was chosen."""

    organisation_id: int
    name: str
    orgnr: str
    municipality_code: str
    size: str
    horizons: tuple[int, int, int]
    placements: int
    letter_ref: str = ""


@dataclass(frozen=True)
class Others:
    """The employers that are counted and not named."""

    employers: int = 0
    municipalities: int = 0
    horizons: tuple[int, int, int] = (0, 0, 0)
    placements: int = 0


@dataclass(frozen=True)
class Basis:
    """What a dossier leans on.

    Args:
        detail: The cluster; None when it is gone or closed.
        letters: The chosen letters whose signer the reader may see, withdrawn ones too.
        unseen: Chosen letters that nobody answers for, though a person asks: the part that has them is off, or they are gone.
        commitments: What the chosen letters promise and still hold.
        withdrawn: What they promised and no longer do.
        on_offer: Placement places that employers offer, per municipality; None when no part of the region tells of places.
        secret: Needs with a secrecy marker. They are in no figure here.
    """

    dossier: Dossier
    programme: Programme
    detail: Detail | None
    horizons: tuple[int, int, int]
    municipalities: int
    employer_count: int
    employers: Sequence[Employer]
    others: Others
    secret: int
    letters: Sequence[LetterOfIntent]
    unseen: Sequence[str]
    commitments: Sequence[PooledCommitment]
    withdrawn: Sequence[PooledCommitment]
    seats: Sequence[Seat]
    steering: rules.Steering
    placements: rules.Placements
    indicators: Sequence[Indicator]
    judgement: Judgement | None
    centres: Sequence[ReceivingCentre]
    supplies: Sequence[Supply]
    has_catalogue: bool
    on_offer: Sequence[Offered] | None = None

    @property
    def holding(self) -> list[LetterOfIntent]:
        """The letters that hold."""
        return [letter for letter in self.letters if letter.withdrawn_at is None]

    @property
    def promising(self) -> int:
        """How many of the chosen letters promise something that holds."""
        return len({row.letter_ref for row in self.commitments})

    def promised(self, kind: str) -> int:
        """The sum of a kind of commitment."""
        return sum(row.amount for row in self.commitments if row.kind == kind)


def gather(region: Region, user: User | None, dossier: Dossier) -> Basis:
    """Read what a dossier leans on, as somebody may see it."""
    cluster = _cluster(region, dossier)
    detail = cluster_detail(region, cluster) if cluster is not None else None
    chosen = commitments.of_letters(region, dossier.letters)
    holding = [row for row in chosen if row.withdrawn_at is None]
    letters = hooks.for_region(region).letters_of_intent(user=user, refs=dossier.letters) if dossier.letters else []
    programme = Programme.of(dossier.programme)
    members = detail.members if detail else []
    open_members = [member for member in members if not _secret(member.need)]
    employers, others = _employers(open_members, holding)
    seats = queries.seats(dossier)
    group = cluster.occupation_group if cluster is not None else ""
    return Basis(
        dossier=dossier,
        programme=programme,
        detail=detail,
        horizons=_horizons(open_members),
        municipalities=len({member.need.municipality_code for member in open_members}),
        employer_count=len({member.need.organisation_id for member in open_members}),
        employers=employers,
        others=others,
        secret=len(members) - len(open_members),
        letters=letters,
        unseen=sorted(set(dossier.letters) - {letter.ref for letter in letters}) if user is not None else [],
        commitments=holding,
        withdrawn=[row for row in chosen if row.withdrawn_at is not None],
        seats=seats,
        steering=rules.steering((seat.role for seat in seats), qualified=programme.exam == "qualified"),
        placements=rules.placements(
            students=programme.students,
            weeks=programme.weeks,
            periods=programme.periods,
            promised=[(row.amount, row.period) for row in holding if row.kind == "placements"],
            offered=sum(member.need.placements_offered for member in open_members),
        ),
        indicators=evidence.indicators(region, group) if group else [],
        judgement=evidence.current(region, group) if group else None,
        centres=_centres(region, detail) if detail else [],
        supplies=supply.look_up(region, cluster, [place.code for place in detail.places]) if cluster is not None and detail else [],
        has_catalogue=supply.has_catalogue(region),
        on_offer=offered(region, detail) if detail else None,
    )


def _cluster(region: Region, dossier: Dossier) -> DemandCluster | None:
    if dossier.cluster_id is None:
        return None
    statement = select(DemandCluster).where(
        DemandCluster.region_id == region.id, DemandCluster.id == dossier.cluster_id, DemandCluster.closed_at.is_(None)
    )
    return db.session.execute(statement).scalar_one_or_none()


def _centres(region: Region, detail: Detail) -> list[ReceivingCentre]:
    """The centres that receive, where the cluster has people."""
    codes = {place.code for place in detail.places}
    return [each for each in centres(region) if each.receives and each.seats > 0 and each.municipality_code in codes]


def _secret(need: PooledNeed) -> bool:
    return need.secret


def _named(need: PooledNeed) -> bool:
    return bool(need.organisation_name) and need.visibility == NAMED


def _horizons(members: Sequence[Member]) -> tuple[int, int, int]:
    needs = [member.need for member in members]
    return sum(n.headcount_0_1 for n in needs), sum(n.headcount_1_3 for n in needs), sum(n.headcount_3_5 for n in needs)


def _employers(members: Sequence[Member], holding: Sequence[PooledCommitment]) -> tuple[list[Employer], Others]:
    """The named and the counted. Who has signed is named with what the letter says of it; else the needs that may be named are."""
    signed = {row.organisation_id: row for row in holding}
    by_employer: defaultdict[int, list[Member]] = defaultdict(list)
    for member in members:
        by_employer[member.need.organisation_id].append(member)
    named = {number for number, found in by_employer.items() if number in signed or any(_named(member.need) for member in found)}
    known = _organisations(named)
    employers, counted = [], []
    for number, found in by_employer.items():
        shown = found if number in signed else [member for member in found if _named(member.need)]
        counted += [member for member in found if member not in shown]
        if not shown:
            continue
        need, row, organisation = shown[0].need, signed.get(number), known.get(number)
        employers.append(
            Employer(
                organisation_id=number,
                name=row.organisation_name if row else need.organisation_name,
                orgnr=(row.orgnr if row else "") or ((organisation.orgnr or "") if organisation else ""),
                municipality_code=need.municipality_code,
                size=(row.size if row else "") or (sizes.label(organisation.size_class) if organisation else ""),
                horizons=_horizons(shown),
                placements=sum(member.need.placements_offered for member in shown),
                letter_ref=row.letter_ref if row else "",
            )
        )
    employers.sort(key=lambda each: (-sum(each.horizons), each.name))
    others = Others(
        employers=len({member.need.organisation_id for member in counted}),
        municipalities=len({member.need.municipality_code for member in counted}),
        horizons=_horizons(counted),
        placements=sum(member.need.placements_offered for member in counted),
    )
    return employers, others


def _organisations(ids: set[int]) -> dict[int, Organisation]:
    if not ids:
        return {}
    return {row.id: row for row in db.session.execute(select(Organisation).where(Organisation.id.in_(sorted(ids)))).scalars()}
