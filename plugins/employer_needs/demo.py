"""Demo data: rounds that closed in earlier years and one that is open, with plainly fictional employers.

The same seed makes the same data, and seeding twice adds nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from random import Random
from typing import Any

from flask import g
from sqlalchemy import select

from core import mailed_links
from core.clock import SWEDEN, today
from core.db import count, db, utcnow
from core.geo.models import Municipality
from core.regions.models import Region
from core.regions.queries import municipalities
from core.search import index
from core.search.folding import fold
from plugins.employer_needs import demo_again, occupations, tokens
from plugins.employer_needs.dashboards import demo as demo_figures
from plugins.employer_needs.demo_data import EMPLOYERS, LETTER, NOTES, WORK, Work
from plugins.employer_needs.inviting import demo as following
from plugins.employer_needs.models import CompetenceNeed, Invitation, Response, StatusEntry, SurveyRound
from plugins.employer_needs.services import answers, invitations, sending, trail
from plugins.employer_needs.services.rounds import SEARCH_KIND, ensure_survey
from plugins.employer_needs.values import HORIZONS, Level, NeedKind, NeedState, ResponseStatus, RoundStatus, Visibility

INVITED, ANSWERED, LAST_YEAR, RETURNING = 60, 40, 16, 4
VISIBLE = {Visibility.AGGREGATE_ONLY: 15, Visibility.NAMED: 45, Visibility.DOSSIERS: 40}
KINDS = (NeedKind.NEW_RECRUITMENT, NeedKind.NEW_RECRUITMENT, NeedKind.REPLACEMENT, NeedKind.UPSKILLING)


def seed(region: Region, rng: Random) -> None:
    """Rounds with invitations, answers, one draft, and the events that let other plugins fill; the oldest with published figures."""
    if count(select(SurveyRound).where(SurveyRound.region_id == region.id)):
        return
    places = list(municipalities(region))
    if not places:
        return
    employers = _employers(places, rng)
    following.register(region, employers)
    past = _round(region, f"Hösten {today().year - 1}", today() - timedelta(days=400), today() - timedelta(days=350), RoundStatus.CLOSED)
    now = _round(region, f"Hösten {today().year}", today() - timedelta(days=21), today() + timedelta(days=30), RoundStatus.OPEN)
    _invite(region, past, employers[: LAST_YEAR + 8])
    _invite(region, now, employers)
    earlier, mailed = _invitations(past)[:LAST_YEAR], _invitations(now)
    drafts = [_draft(region, now, invitation, rng) for invitation in mailed[: ANSWERED + 1]]
    old = [_draft(region, past, invitation, rng) for invitation in earlier]
    db.session.flush()
    needs = {response.id: _needs(response, rng) for response in (*drafts, *old)}
    db.session.flush()
    demo_again.tell_more([need for response in drafts[:ANSWERED] for need in needs[response.id]], rng)
    _leave_half_done(drafts[ANSWERED], needs[drafts[ANSWERED].id])
    for place, response in enumerate(drafts[:ANSWERED]):
        _send(region, now, response, needs[response.id], _moment(now, 1 + place % 19))
    organisations = {response.orgnr: response.organisation_id for response in drafts}
    for place, response in enumerate(old):
        response.organisation_id = organisations[response.orgnr]
        _replaced(response, needs[response.id], _moment(past, 5 + place))
    for invitation, response in (*zip(mailed, drafts[:ANSWERED], strict=False), *zip(earlier, old, strict=True)):
        invitation.answered_at = response.sent_at
    waiting = _returning(region, past, employers[-RETURNING:], rng)
    demo_again.change(region, now, drafts[0])
    demo_again.sign(region, drafts[:ANSWERED])
    _date_trails([need for each in needs.values() for need in each])
    _date_trails(waiting)
    following.seed(region, past, now, old, drafts[:ANSWERED], mailed[ANSWERED + 2 : -4])
    # The rest have been asked and wait; the job mails the last few, so that the demo's mailbox has links to try.
    for invitation in mailed[-4:]:
        invitation.sent_at = None
    invitations.request_sending(region=region, survey_round=now, occasion="demo")
    figures = [_earlier_round(region, years, employers, organisations, rng) for years in (3, 2)]
    db.session.flush()
    demo_figures.seed(region, [(response.organisation_id, response.organisation_name) for response in drafts], figures)


def _earlier_round(
    region: Region, years: int, employers: Sequence[dict[str, Any]], organisations: dict[str | None, int | None], rng: Random
) -> SurveyRound:
    """A round some years ago, that the same employers answered. What they said then has been replaced since."""
    opens_on = today() - timedelta(days=365 * years + 35)
    past = _round(region, f"Hösten {today().year - years}", opens_on, opens_on + timedelta(days=50), RoundStatus.CLOSED)
    _invite(region, past, employers[:ANSWERED])
    invited = _invitations(past)
    answered = [_draft(region, past, invitation, rng) for invitation in invited]
    db.session.flush()
    needs = {response.id: _needs(response, rng) for response in answered}
    db.session.flush()
    for place, (invitation, response) in enumerate(zip(invited, answered, strict=True)):
        response.organisation_id = organisations[response.orgnr]
        _replaced(response, needs[response.id], _moment(past, 5 + place % 30))
        invitation.answered_at = response.sent_at
    _date_trails([need for each in needs.values() for need in each])
    return past


def _returning(region: Region, past: SurveyRound, employers: Sequence[dict[str, Any]], rng: Random) -> list[CompetenceNeed]:
    """Employers that answered last year and have been asked again. Their links show what they said then."""
    known = {each.id for each in _invitations(past)}
    _invite(region, past, employers)
    found = []
    for place, invitation in enumerate(each for each in _invitations(past) if each.id not in known):
        response = _draft(region, past, invitation, rng)
        db.session.flush()
        needs = _needs(response, rng)
        db.session.flush()
        when = _moment(past, 5 + place)
        demo_again.count_again(region, response, needs, when)
        response.contact_email, invitation.answered_at = invitation.email, when
        found += needs
    db.session.flush()
    return found


def _round(region: Region, title: str, opens_on: Any, closes_on: Any, status: RoundStatus) -> SurveyRound:
    made = SurveyRound(
        region_id=region.id,
        survey_id=ensure_survey(region).id,
        title=title,
        opens_on=opens_on,
        closes_on=closes_on,
        status=status,
        letter=LETTER,
    )
    made.opened_at = _at(opens_on)
    made.closed_at = _at(closes_on) if status == RoundStatus.CLOSED else None
    db.session.add(made)
    db.session.flush()
    index.put(SEARCH_KIND, made.id, region, title)
    return made


def _at(day: Any) -> datetime:
    return datetime.combine(day, time(9, 0), SWEDEN)


def _moment(survey_round: SurveyRound, days: int) -> datetime:
    return min(_at(survey_round.opens_on + timedelta(days=days)), utcnow())


def _employers(places: Sequence[Municipality], rng: Random) -> list[dict[str, Any]]:
    """Sixty employers, the municipalities in turn; numbers are valid and made up, names say that they are not real."""
    found: list[dict[str, Any]] = []
    for number in range(INVITED):
        place = places[number % len(places)]
        pattern, kind = EMPLOYERS[(number // len(places) + number) % len(EMPLOYERS)]
        name = pattern.format(place=place.name)
        if any(employer["organisation"] == name for employer in found):
            name = f"{name} {number}"
        email = f"{fold(name).replace(' ', '.')}@demo.samkraft.example"
        orgnr = _orgnr(rng)
        found.append(
            {
                "organisation": name,
                "orgnr": orgnr,
                "email": email,
                "municipality_code": place.code,
                "identity": f"{orgnr}|{email}",
                "kind": kind,
            }
        )
    return found


def _orgnr(rng: Random) -> str:
    nine = f"5590{rng.randrange(100_000):05d}"
    total = 0
    for position, char in enumerate(nine):
        value = int(char) * (2 - position % 2)
        total += value - 9 if value > 9 else value
    return f"{nine}{-total % 10}"


def _invite(region: Region, survey_round: SurveyRound, employers: Sequence[dict[str, Any]]) -> None:
    invitations.invite(region=region, survey_round=survey_round, rows=employers)
    for invitation in _invitations(survey_round):
        invitation.sent_at = survey_round.opened_at
    db.session.flush()


def _invitations(survey_round: SurveyRound) -> Sequence[Invitation]:
    return db.session.execute(select(Invitation).where(Invitation.round_id == survey_round.id).order_by(Invitation.id)).scalars().all()


def _draft(region: Region, survey_round: SurveyRound, invitation: Invitation, rng: Random) -> Response:
    """A draft as an employer leaves it, made directly: a closed round takes no answers by the ordinary way."""
    seed_text = f"{rng.getrandbits(64):016x}"
    response = Response(
        region_id=region.id,
        round_id=survey_round.id,
        invitation_id=invitation.id,
        reference=_reference(rng),
        seed=seed_text,
        token_hash=mailed_links.digest(answers.response_token(seed_text)),
        status=ResponseStatus.DRAFT,
        organisation_name=invitation.organisation_name,
        orgnr=invitation.orgnr,
        municipality_code=invitation.municipality_code,
        organisation_confirmed=True,
        contact_name="Demo Person",
        contact_email="",
        visibility=rng.choices(list(VISIBLE), list(VISIBLE.values()))[0],
    )
    db.session.add(response)
    invitation.opened_at = invitation.sent_at
    return response


def _reference(rng: Random) -> str:
    letters = "".join(rng.choice(tokens.ALPHABET) for _ in range(8))
    return f"{tokens.PREFIX}-{letters[:4]}-{letters[4:]}"


def _needs(response: Response, rng: Random) -> list[CompetenceNeed]:
    kind = next(kind for pattern, kind in EMPLOYERS if response.organisation_name.startswith(pattern.split("{")[0]))
    work = [each for each in WORK if kind in each.employers]
    return [_need(response, each, place, rng) for place, each in enumerate(rng.sample(work, k=min(len(work), rng.choice((1, 1, 2, 2, 3)))))]


def _need(response: Response, work: Work, place: int, rng: Random) -> CompetenceNeed:
    coded = _coded().get(work.group)
    need = CompetenceNeed(
        region_id=response.region_id,
        response_id=response.id,
        position=place,
        state=NeedState.DRAFT,
        local_title=rng.choice(work.titles),
        occupation_label=coded.label if coded else "",
        occupation_group=work.group,
        group_label=coded.group_label if coded else "",
        taxonomy_version=coded.version if coded else "",
        kind=rng.choice(KINDS),
        municipality_code=response.municipality_code,
        level=Level(work.level),
        skills=[{"label": label, "id": None} for label in rng.sample(work.skills, k=rng.randint(0, len(work.skills)))],
        shortage=rng.choice((3, 4, 4, 5)),
        distance_acceptable=rng.random() < 0.8,
        placements_offered=rng.choice((0, 0, 1, 2)),
        note=rng.choice(NOTES),
        visibility=response.visibility,
    )
    for name, most in zip(HORIZONS, (2, 2, 3), strict=True):
        setattr(need, name, rng.randint(0, most))
    need.headcount_0_1 = need.headcount_0_1 or (0 if need.headcount else 1)
    db.session.add(need)
    return need


def _coded() -> dict[str, occupations.Coded]:
    """The groups of the demo's work, looked up once per run."""
    found: dict[str, occupations.Coded] = g.get("_employer_needs_demo_groups") or {
        work.group: coded for work in WORK if (coded := occupations.group(work.group)) is not None
    }
    g._employer_needs_demo_groups = found
    return found


def _send(region: Region, survey_round: SurveyRound, response: Response, needs: Sequence[CompetenceNeed], when: datetime) -> None:
    """As an employer sends; then dated back, so that the round looks lived in. No receipt is mailed to who does not exist."""
    sending.send(region=region, response=response, survey_round=survey_round, needs=needs)
    response.contact_email = f"{fold(response.organisation_name).replace(' ', '.')}@demo.samkraft.example"
    _date(response, needs, when)


def _replaced(response: Response, needs: Sequence[CompetenceNeed], when: datetime) -> None:
    """Last year's answer, whose needs this year's have replaced. They were never told to others, so nothing is taken back."""
    response.status = ResponseStatus.SENT
    for need in needs:
        need.state = NeedState.REPLACED
        trail.add(need, trail.RECEIVED, at=when)
        trail.add(need, trail.REPLACED)
    _date(response, needs, when)


def _date(response: Response, needs: Sequence[CompetenceNeed], when: datetime) -> None:
    response.sent_at = when
    for need in needs:
        need.published_at = when


def _date_trails(needs: Sequence[CompetenceNeed]) -> None:
    published = {need.id: need.published_at for need in needs}
    statement = select(StatusEntry).where(StatusEntry.need_id.in_(published), StatusEntry.code == trail.RECEIVED)
    for entry in db.session.execute(statement).scalars():
        entry.at = published[entry.need_id] or entry.at


def _leave_half_done(response: Response, needs: Sequence[CompetenceNeed]) -> None:
    """One employer has begun and gone to fetch coffee."""
    response.visibility = None
    for need in needs:
        need.shortage = need.distance_acceptable = need.visibility = None
