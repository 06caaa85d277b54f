"""Sending an answer: checked as a whole, then published need by need, in one transaction with its events, its trail and its receipt."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from core.audit.service import record
from core.db import db, get, sort_key, utcnow
from core.errors import Conflict, DomainError
from core.events import emit
from core.geo.queries import name_of
from core.i18n import gettext as _
from core.i18n import ngettext
from core.organisations.models import Organisation, OrganisationRegion
from core.organisations.service import register_organisation
from core.regions.models import Region
from core.search import index
from plugins.employer_needs import mails, steps
from plugins.employer_needs.answering import history
from plugins.employer_needs.commitments import following as letters
from plugins.employer_needs.dashboards.service import recount
from plugins.employer_needs.events import NeedPublished, NeedWithdrawn, SkillDetail
from plugins.employer_needs.links import absolute
from plugins.employer_needs.models import CompetenceNeed, Invitation, Response, SurveyRound
from plugins.employer_needs.services import trail
from plugins.employer_needs.services.answers import check_editable, response_token
from plugins.employer_needs.values import NAMED, SEARCH_KIND, Earlier, NeedState, ResponseStatus, Visibility

REPUBLISH_BATCH = 500


def send(*, region: Region, response: Response, survey_round: SurveyRound, needs: Sequence[CompetenceNeed]) -> None:
    """Turn a draft into an answer.

    Raises:
        DomainError: when something is missing (code `incomplete`).
        Conflict: when it has been sent already.
        Gone: when the round takes no answers.
    """
    check_editable(response, survey_round)
    if steps.gaps(response, needs):
        raise DomainError(_("Svaret är inte komplett än. Fyll i det som saknas och skicka sedan."), code="incomplete")
    now = utcnow()
    organisation = employer_of(region, response)
    response.organisation_id = organisation.id
    response.status, response.sent_at = ResponseStatus.SENT, now
    for need in needs:
        take(need, response, now)
    db.session.flush()
    replaced = _replace_earlier(region, response, needs)
    tell(region, response, needs)
    history.keep(response, needs, at=now, by_id=response.entered_by_id)
    if response.invitation_id is not None:
        get(Invitation, response.invitation_id, lock=True).answered_at = now
    record(
        "employer_needs.response.sent",
        region=region,
        subject=f"employer_needs:response:{response.id}",
        reference=response.reference,
        needs=len(needs),
        replaced=replaced,
    )
    if response.contact_email:
        mails.receipt(region, response, summary(needs), status_link(region, response))
    recount(region=region, organisation_id=response.organisation_id)
    db.session.flush()


def take(need: CompetenceNeed, response: Response, now: datetime) -> None:
    """A draft's need becomes one that counts."""
    need.state, need.published_at, need.visibility = NeedState.PUBLISHED, now, response.visibility
    trail.add(need, trail.RECEIVED, at=now)


def tell(region: Region, response: Response, needs: Sequence[CompetenceNeed]) -> None:
    """Tell others of needs that are new or have changed, and let them be found."""
    for need in needs:
        need.revision += 1
        publish(region, response, need)
    index.put_many(SEARCH_KIND, region, [(need.id, _search_text(response, need)) for need in needs])


def status_link(region: Region, response: Response) -> str:
    """The address where the employer sees what becomes of the needs."""
    return absolute("status", region, reference=response.reference, nyckel=response_token(response.seed))


def publish(region: Region, response: Response, need: CompetenceNeed) -> None:
    """Tell the other plugins of a need, for the first time or again. Its revision must have been raised when something has changed."""
    named = need.visibility in NAMED
    emit(
        NeedPublished(
            need_id=need.id,
            reference=response.reference,
            organisation_id=response.organisation_id,
            organisation_name=response.organisation_name if named else "",
            municipality_code=need.municipality_code,
            occupation_group=need.occupation_group,
            occupation_label=need.occupation_label or need.group_label,
            local_title=need.local_title,
            kind=need.kind,
            headcount_0_1=need.headcount_0_1,
            headcount_1_3=need.headcount_1_3,
            headcount_3_5=need.headcount_3_5,
            level=need.level,
            shortage=need.shortage,
            distance_acceptable=need.distance_acceptable,
            placements_offered=need.placements_offered,
            skills=[skill["label"] for skill in need.skills],
            occupation_id=need.occupation_id,
            taxonomy_version=need.taxonomy_version,
            skills_detail=[SkillDetail.model_validate(skill) for skill in need.skill_details],
            licences=list(need.licences),
            languages=list(need.languages),
            study_forms=list(need.study_forms),
            pace=need.pace,
            sessions_max=need.sessions_max,
            travel_km=need.travel_km,
            visibility=need.visibility or Visibility.AGGREGATE_ONLY,
            secret=need.secret,
            revision=need.revision,
        ),
        region=region,
    )


def republish(*, region: Region, after_id: int = 0) -> int | None:
    """State some published needs again, for a plugin that missed them. Returns the last id, or None when that was all."""
    statement = (
        select(CompetenceNeed, Response)
        .join(Response, Response.id == CompetenceNeed.response_id)
        .where(CompetenceNeed.region_id == region.id, CompetenceNeed.state == NeedState.PUBLISHED, CompetenceNeed.id > after_id)
        .order_by(CompetenceNeed.id)
        .limit(REPUBLISH_BATCH)
    )
    rows = db.session.execute(statement).all()
    for need, response in rows:
        publish(region, response, need)
    return rows[-1][0].id if len(rows) == REPUBLISH_BATCH else None


def withdraw(*, region: Region, response: Response, need: CompetenceNeed) -> None:
    """The employer no longer has the need. It stays on record, with its story.

    Raises:
        Conflict: when it is not a need that counts.
    """
    if need.state != NeedState.PUBLISHED:
        raise Conflict(_("Behovet räknas redan inte längre."))
    retire(region, need, NeedState.WITHDRAWN, trail.WITHDRAWN)
    record("employer_needs.need.withdrawn", region=region, subject=f"employer_needs:need:{need.id}", reference=response.reference)
    recount(region=region, organisation_id=response.organisation_id)
    db.session.flush()


def retire(region: Region, need: CompetenceNeed, state: NeedState, code: str) -> None:
    """Let a need count no longer. A draft that changes it loses it too."""
    for copy in db.session.execute(select(CompetenceNeed).where(CompetenceNeed.revises_id == need.id)).scalars():
        db.session.delete(copy)
    need.state = state
    need.revision += 1
    trail.add(need, code)
    emit(NeedWithdrawn(need_id=need.id, revision=need.revision), region=region)
    index.remove(SEARCH_KIND, need.id)


def _replace_earlier(region: Region, response: Response, needs: Sequence[CompetenceNeed]) -> int:
    """Let a new answer take the place of the same employer's older ones, so that nobody is counted twice.

    An organisation may answer through several people (a municipality's departments), so an older need is replaced only when the same
    address answered, or the same work in the same municipality is said again. What comes by the standing link is one thing more: it
    takes the place of nothing but the same work.
    """
    standing = get(SurveyRound, response.round_id).standing
    said = {(need.occupation_group, need.municipality_code) for need in needs}
    again = {need.previous_id: need.id for need in needs if need.previous_id is not None}
    gone = {int(key) for key, choice in response.carried.items() if choice == Earlier.GONE}
    senders = {response.contact_email, _invited_address(response)} - {""}
    statement = (
        select(CompetenceNeed, Response.contact_email, Invitation.email)
        .join(Response, Response.id == CompetenceNeed.response_id)
        .outerjoin(Invitation, Invitation.id == Response.invitation_id)
        .where(
            CompetenceNeed.region_id == region.id,
            CompetenceNeed.state == NeedState.PUBLISHED,
            Response.organisation_id == response.organisation_id,
            Response.id != response.id if standing else Response.round_id != response.round_id,
        )
    )
    replaced = 0
    for older, contact, invited in db.session.execute(statement).all():
        if older.id in gone:
            retire(region, older, NeedState.WITHDRAWN, trail.WITHDRAWN)
        elif (
            older.id in again
            or (not standing and senders & {contact, invited})
            or (older.occupation_group, older.municipality_code) in said
        ):
            retire(region, older, NeedState.REPLACED, trail.REPLACED)
            replaced += 1
    letters.follow(region, again)
    return replaced


def _invited_address(response: Response) -> str:
    return get(Invitation, response.invitation_id).email if response.invitation_id is not None else ""


def employer_of(region: Region, response: Response) -> Organisation:
    """The organisation behind an answer, made if it is not known. Without a number it is known by its name in the region."""
    if response.orgnr:
        return register_organisation(
            name=response.organisation_name, region=region, orgnr=response.orgnr, municipality_code=response.municipality_code
        )
    # Without a number the name is all there is: the same name in the same region is the same employer.
    statement = (
        select(Organisation)
        .join(OrganisationRegion, OrganisationRegion.organisation_id == Organisation.id)
        .where(
            OrganisationRegion.region_id == region.id,
            Organisation.orgnr.is_(None),
            Organisation.sort_key == sort_key(response.organisation_name),
        )
        .order_by(Organisation.id)
        .limit(1)
    )
    found = db.session.execute(statement).scalar_one_or_none()
    return found or register_organisation(name=response.organisation_name, region=region, municipality_code=response.municipality_code)


def _search_text(response: Response, need: CompetenceNeed) -> str:
    """What a need is found by; the employer's name only when it may be seen."""
    name = response.organisation_name if need.visibility in NAMED else ""
    skills = " ".join(skill["label"] for skill in need.skills)
    asked = " ".join([*need.licences, *need.languages])
    return " ".join([need.local_title, need.occupation_label, need.group_label, name_of(need.municipality_code or ""), skills, asked, name])


def summary(needs: Sequence[CompetenceNeed]) -> str:
    """What was sent, in lines for a mail."""
    lines = [_("Det här skickade ni:")]
    for need in needs:
        people = ngettext("%(n)s person", "%(n)s personer", need.headcount, n=need.headcount)
        lines.append(
            "- " + _("%(title)s: %(people)s, %(place)s", title=need.title, people=people, place=name_of(need.municipality_code or ""))
        )
    return "\n".join(lines)
