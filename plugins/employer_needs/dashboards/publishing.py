"""Publishing a round's figures: once, when the round is closed, and as they are then.

They never change afterwards. Were they to follow every new answer, the difference between two days would tell what the last one said.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, func, select

from core.audit.service import record
from core.db import db
from core.errors import Conflict
from core.i18n import gettext as _
from core.jobs import enqueue
from core.organisations.models import Organisation
from core.regions.models import Region
from core.statistics import FEW, Published
from plugins.employer_needs.dashboards.counting import UNKNOWN
from plugins.employer_needs.dashboards.models import Publication, PublishedCell
from plugins.employer_needs.dashboards.shares import COUNTED
from plugins.employer_needs.dashboards.suppression import Said, publish
from plugins.employer_needs.models import CompetenceNeed, Response, SurveyRound
from plugins.employer_needs.services.rounds import own_round
from plugins.employer_needs.values import RoundStatus

BATCH = 2_000


def request(*, region: Region, round_id: int) -> SurveyRound:
    """Have a closed round's figures published. A large round takes some seconds, so a job does it.

    Raises:
        Conflict: when the round is not closed, is published already, or too few have answered.
        NotFound: when it is not the region's.
    """
    found = own_round(region, round_id, lock=True)
    if reason := obstacle(region, round_id):
        raise Conflict(reason)
    enqueue("employer_needs.publish_figures", region=region, round_id=round_id)
    record("employer_needs.figures.published", region=region, subject=f"employer_needs:round:{round_id}", title=found.title)
    return found


def obstacle(region: Region, round_id: int) -> str:
    """Why a round's figures cannot be published now; empty when they can."""
    if own_round(region, round_id).status != RoundStatus.CLOSED:
        return _("Stäng omgången först. Det som är publicerat ändras inte, så alla svar ska ha kommit in.")
    if publication_of(region, round_id) is not None:
        return _("Omgångens siffror är redan publicerade.")
    if _employers(region, round_id) < FEW:
        return _("Färre än tre arbetsgivare har svarat. Så få svar kan inte publiceras utan att röja någon.")
    return ""


def waiting(region: Region) -> SurveyRound | None:
    """The newest closed round whose figures could be published and are not."""
    statement = (
        select(SurveyRound)
        .where(
            SurveyRound.region_id == region.id,
            SurveyRound.status == RoundStatus.CLOSED,
            SurveyRound.id.not_in(select(Publication.round_id).where(Publication.region_id == region.id)),
        )
        .order_by(SurveyRound.closes_on.desc(), SurveyRound.id.desc())
        .limit(1)
    )
    found = db.session.execute(statement).scalar_one_or_none()
    return found if found is not None and _employers(region, found.id) >= FEW else None


def _employers(region: Region, round_id: int) -> int:
    """Employers of a round who need somebody."""
    statement = (
        select(func.count(func.distinct(Response.organisation_id)))
        .select_from(CompetenceNeed)
        .join(Response, Response.id == CompetenceNeed.response_id)
        .where(*_told(region, round_id))
    )
    return int(db.session.execute(statement).scalar_one())


def _told(region: Region, round_id: int) -> list[ColumnElement[bool]]:
    """Which needs are counted in what is published: not the withdrawn ones, and none with a secrecy marker."""
    return [
        CompetenceNeed.region_id == region.id,
        Response.round_id == round_id,
        CompetenceNeed.state.in_(COUNTED),
        CompetenceNeed.secret.is_(False),
    ]


def publication_of(region: Region, round_id: int) -> Publication | None:
    """What was published of a round."""
    statement = select(Publication).where(Publication.region_id == region.id, Publication.round_id == round_id)
    return db.session.execute(statement).scalar_one_or_none()


def store(*, region: Region, round_id: int) -> None:
    """Work out what may be published of a round, and keep it. Does nothing when that is done, or when the round was opened again."""
    found = own_round(region, round_id, lock=True)
    if found.status != RoundStatus.CLOSED or publication_of(region, round_id) is not None:
        return
    published = publish(said_in(region, round_id))
    if published is not None:
        _keep(region, round_id, published)


def said_in(region: Region, round_id: int) -> Iterator[Said]:
    """What each employer said in a round, as far as it is counted in what is published."""
    place = (CompetenceNeed.occupation_group, CompetenceNeed.municipality_code, Organisation.sni_section)
    known = [func.coalesce(func.nullif(column, ""), UNKNOWN) for column in place]
    people = [func.sum(column) for column in (CompetenceNeed.headcount_0_1, CompetenceNeed.headcount_1_3, CompetenceNeed.headcount_3_5)]
    statement = (
        select(Response.organisation_id, *known, *people)
        .select_from(CompetenceNeed)
        .join(Response, Response.id == CompetenceNeed.response_id)
        .join(Organisation, Organisation.id == Response.organisation_id)
        .where(*_told(region, round_id))
        .group_by(Response.organisation_id, *known)
        .order_by(Response.organisation_id, *known)
    )
    for employer, occupation, municipality, section, *heads in db.session.execute(statement):
        soon, later, last = (int(number) for number in heads)
        yield Said(employer, occupation, municipality, section, (soon, later, last))


def _keep(region: Region, round_id: int, published: Published) -> None:
    publication = Publication(
        region_id=region.id,
        round_id=round_id,
        people=published.whole.people,
        employers=published.whole.employers,
        tables=" ".join((*published.totals, *published.tables)),
    )
    db.session.add(publication)
    db.session.flush()
    own: dict[str, Any] = {"region_id": region.id, "publication_id": publication.id}
    rows = [
        PublishedCell(**own, table=name, row=value, people=total.people, employers=total.employers)
        for name, totals in published.totals.items()
        for value, total in totals.items()
    ]
    rows += [
        PublishedCell(**own, table=name, row=row, column=column, people=people)
        for name, cells in published.tables.items()
        for (row, column), people in cells.items()
    ]
    for start in range(0, len(rows), BATCH):
        db.session.add_all(rows[start : start + BATCH])
        db.session.flush()
