"""Reads for the gap view: needs with how they are answered, one need with its answers, and educations that nobody asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, case, exists, func, select

from core.db import Page, db, paginate
from core.errors import NotFound
from core.i18n import gettext as _
from core.plugins.enablement import is_enabled
from core.taxonomy.models import OccupationGroup
from plugins.training_catalog.finding.centres import centres_of
from plugins.training_catalog.finding.models import Receiving
from plugins.training_catalog.gap.models import Answer, ClusterNeed, Fit
from plugins.training_catalog.models import EducationEvent, EducationInfo, EducationOccupation, EducationProvider

if TYPE_CHECKING:
    from core.regions.models import Region

OWNER = "demand_pooling"
PAGE_SIZE = 30
MAX_EXPORT = 5_000
Need, Info = ClusterNeed, EducationInfo


@dataclass(frozen=True)
class NeedFilters:
    """What the list of needs is narrowed to; empty texts mean everything."""

    query: str = ""
    fit: str = ""
    level: str = ""
    municipality: str = ""
    sort: str = "people"


@dataclass(frozen=True)
class UnaskedFilters:
    """What the list of educations is narrowed to. `leads`: "" for those that lead to an occupation, "all" for the rest too."""

    query: str = ""
    form: str = ""
    leads: str = ""


@dataclass(frozen=True)
class Figures:
    """How many needs are answered wholly, in part and not at all, and how many people stand behind the last."""

    whole: int
    part: int
    none: int
    people_without: int
    waiting: int

    @property
    def needs(self) -> int:
        """All of them."""
        return self.whole + self.part + self.none


def is_fed(region: Region) -> bool:
    """Whether there is somebody in the region who says what is needed."""
    return is_enabled(region, OWNER)


def _open(region: Region) -> Any:
    return (Need.region_id == region.id) & (Need.headcount > 0)


def figures(region: Region) -> Figures:
    """The view's figures, in one query."""
    wanted = select(
        func.count().filter(Need.fit == Fit.WHOLE),
        func.count().filter(Need.fit == Fit.PART),
        func.count().filter(Need.fit == Fit.NONE),
        func.coalesce(func.sum(Need.headcount).filter(Need.fit == Fit.NONE), 0),
        func.count().filter(Need.matched_at.is_(None)),
    ).where(_open(region))
    return Figures(*(int(value) for value in db.session.execute(wanted).one()))


def _needs(region: Region, filters: NeedFilters) -> Select[ClusterNeed]:
    wanted = select(Need).where(_open(region))
    if filters.query:
        wanted = wanted.where(
            Need.occupation_label.icontains(filters.query, autoescape=True) | (Need.occupation_group == filters.query.strip())
        )
    if filters.fit:
        wanted = wanted.where(Need.fit == filters.fit)
    if filters.level:
        wanted = wanted.where(Need.level == filters.level)
    if filters.municipality:
        wanted = wanted.where(Need.municipality_codes.contains(filters.municipality, autoescape=True))
    order = {
        "people": (Need.headcount.desc(),),
        "answers": (case({Fit.NONE: 0, Fit.PART: 1}, value=Need.fit, else_=2), Need.answers, Need.headcount.desc()),
        "name": (Need.occupation_label, Need.level),
    }[filters.sort]
    return wanted.order_by(*order, Need.id)


def need_page(region: Region, filters: NeedFilters, *, number: int = 1) -> Page[ClusterNeed]:
    """One page of the needs."""
    return paginate(_needs(region, filters), number=number, size=PAGE_SIZE)


def export_needs(region: Region, filters: NeedFilters) -> Sequence[ClusterNeed]:
    """The needs for a file, at most five thousand."""
    return db.session.execute(_needs(region, filters).limit(MAX_EXPORT)).scalars().all()


def need(region: Region, cluster_id: int) -> ClusterNeed:
    """A need of the region itself, by its owner's number.

    Raises:
        NotFound: when there is none, or nobody needs it any more.
    """
    found = db.session.execute(select(Need).where(_open(region), Need.cluster_id == cluster_id)).scalar_one_or_none()
    if found is None:
        raise NotFound(_("Behovet finns inte, eller så har det lagts ihop med andra."))
    return found


def answers(needs: Sequence[ClusterNeed]) -> list[Any]:
    """What answers some needs: the answer, the education's title, level and school form, its occasion, and who gives it. The best first."""
    order = case({Fit.WHOLE: 0, Fit.PART: 1}, value=Answer.fit, else_=2)
    statement: Any = (
        select(
            Answer, Info.title, Info.level, Info.school_form, EducationEvent, func.coalesce(EducationProvider.name, "").label("provider")
        )
        .join(Info, Info.id == Answer.info_id)
        .join(EducationEvent, EducationEvent.id == Answer.event_id)
        .outerjoin(EducationProvider, EducationProvider.id == EducationEvent.provider_id)
        .where(Answer.need_id.in_([need.id for need in needs]), EducationEvent.is_current.is_(True))
        .order_by(Answer.need_id, order, func.coalesce(EducationEvent.start, date.max), Answer.id)
    )
    return list(db.session.execute(statement))


def received(rows: Sequence[Any]) -> dict[int, list[Receiving]]:
    """The learning centres that receive the occasions of some answers, by occasion."""
    return centres_of({row.EducationEvent.id for row in rows})


def _unasked(region: Region, filters: UnaskedFilters) -> Any:
    leads = exists().where(EducationOccupation.info_id == Info.id)
    asked = exists().where(EducationOccupation.info_id == Info.id, Need.occupation_group == EducationOccupation.group_code, _open(region))
    answers_one = exists().where(Answer.info_id == Info.id, Answer.region_id == region.id)
    wanted = select(Info).where(Info.is_current.is_(True), ~asked, ~answers_one)
    if filters.leads != "all":
        wanted = wanted.where(leads)
    if filters.form:
        wanted = wanted.where(Info.school_form == filters.form)
    if filters.query:
        wanted = wanted.where(Info.title.icontains(filters.query, autoescape=True))
    return wanted.order_by(Info.next_start, Info.id)


def unasked_page(region: Region, filters: UnaskedFilters, *, number: int = 1) -> Page[EducationInfo]:
    """One page of the educations to come that no need asks for."""
    return paginate(_unasked(region, filters), number=number, size=PAGE_SIZE)


def unasked_count(region: Region) -> int:
    """How many educations to come lead to an occupation that nobody asks for."""
    wanted = _unasked(region, UnaskedFilters()).with_only_columns(func.count(Info.id)).order_by(None)
    return int(db.session.execute(wanted).scalar_one())


def export_unasked(region: Region, filters: UnaskedFilters) -> Sequence[EducationInfo]:
    """The educations for a file, at most five thousand."""
    return list(db.session.execute(_unasked(region, filters).limit(MAX_EXPORT)).scalars())


def led_to(infos: Sequence[EducationInfo]) -> dict[int, list[str]]:
    """The names of the occupation groups that some educations lead to."""
    statement = (
        select(EducationOccupation.info_id, OccupationGroup.name)
        .join(OccupationGroup, OccupationGroup.code == EducationOccupation.group_code)
        .where(EducationOccupation.info_id.in_([info.id for info in infos]))
        .order_by(EducationOccupation.id)
    )
    found: dict[int, list[str]] = {}
    for info_id, name in db.session.execute(statement):
        found.setdefault(info_id, []).append(name)
    return found
