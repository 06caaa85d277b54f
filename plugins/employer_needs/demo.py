"""Demo data: a round that closed last year and one that is open, with plainly fictional employers.

The same seed makes the same data, and seeding twice adds nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from random import Random
from typing import Any

from sqlalchemy import select

from core.db import count, db, utcnow
from core.geo.models import Municipality
from core.regions.models import Region
from core.regions.queries import municipalities
from core.search import index
from core.search.folding import fold
from plugins.employer_needs import occupations, tokens
from plugins.employer_needs.clock import STOCKHOLM, today
from plugins.employer_needs.demo_data import EMPLOYERS, LETTER, NOTES, WORK, Work
from plugins.employer_needs.models import CompetenceNeed, Invitation, Response, StatusEntry, SurveyRound
from plugins.employer_needs.services import answers, invitations, sending, trail
from plugins.employer_needs.services.rounds import SEARCH_KIND, ensure_survey
from plugins.employer_needs.values import HORIZONS, Level, NeedKind, NeedState, ResponseStatus, RoundStatus, Visibility

INVITED, ANSWERED, LAST_YEAR = 60, 40, 16
KINDS = (NeedKind.NEW_RECRUITMENT, NeedKind.NEW_RECRUITMENT, NeedKind.REPLACEMENT, NeedKind.UPSKILLING)


def seed(region: Region, rng: Random) -> None:
    """Two rounds with invitations, answers, one draft, and the events that let other plugins fill."""
    if count(select(SurveyRound).where(SurveyRound.region_id == region.id)):
        return
    places = list(municipalities(region))
    if not places:
        return
    employers = _employers(places, rng)
    past = _round(region, f"Hösten {today().year - 1}", today() - timedelta(days=400), today() - timedelta(days=350), RoundStatus.CLOSED)
    now = _round(region, f"Hösten {today().year}", today() - timedelta(days=21), today() + timedelta(days=30), RoundStatus.OPEN)
    _invite(region, past, employers[: LAST_YEAR + 8])
    _invite(region, now, employers)
    for place, invitation in enumerate(_invitations(past)[:LAST_YEAR]):
        _answer(region, past, invitation, rng, _moment(past, 5 + place), standing=False)
    mailed = _invitations(now)
    for place, invitation in enumerate(mailed[:ANSWERED]):
        _answer(region, now, invitation, rng, _moment(now, 1 + place % 19), standing=True)
    _half_done(region, now, mailed[ANSWERED], rng)
    # The rest have been asked and wait; the job mails the last few, so that the demo's mailbox has links to try.
    for invitation in mailed[-4:]:
        invitation.sent_at = None
    invitations.request_sending(region=region, survey_round=now, occasion="demo")
    db.session.flush()


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
    return datetime.combine(day, time(9, 0), STOCKHOLM)


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
        token_hash=tokens.digest(answers.response_token(seed_text)),
        organisation_name=invitation.organisation_name,
        orgnr=invitation.orgnr,
        municipality_code=invitation.municipality_code,
        organisation_confirmed=True,
        contact_name="Demo Person",
        contact_email=invitation.email,
        visibility=Visibility.AGGREGATE_ONLY if rng.random() < 0.15 else Visibility.NAMED,
    )
    db.session.add(response)
    db.session.flush()
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
    coded = occupations.group(work.group)
    need = CompetenceNeed(
        region_id=response.region_id,
        response_id=response.id,
        position=place,
        local_title=rng.choice(work.titles),
        occupation_label=coded.label if coded else "",
        occupation_group=coded.group_code if coded else work.group,
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
    db.session.flush()
    return need


def _answer(region: Region, survey_round: SurveyRound, invitation: Invitation, rng: Random, when: datetime, *, standing: bool) -> None:
    response = _draft(region, survey_round, invitation, rng)
    needs = _needs(response, rng)
    if standing:
        response.contact_email = ""  # nobody is mailed a receipt for what the demo made up
        sending.send(region=region, response=response, survey_round=survey_round, needs=needs)
        response.contact_email = invitation.email
    else:  # last year's, replaced by this year's
        response.organisation_id = sending.employer_of(region, response).id
        response.status = ResponseStatus.SENT
        for need in needs:
            need.state = NeedState.REPLACED
            trail.add(need, trail.RECEIVED, at=when)
            trail.add(need, trail.REPLACED)
    response.sent_at = invitation.answered_at = when
    for need in needs:
        need.published_at = when
    received = select(StatusEntry).where(StatusEntry.need_id.in_([need.id for need in needs]), StatusEntry.code == trail.RECEIVED)
    for entry in db.session.execute(received).scalars():
        entry.at = when
    db.session.flush()


def _half_done(region: Region, survey_round: SurveyRound, invitation: Invitation, rng: Random) -> None:
    response = _draft(region, survey_round, invitation, rng)
    response.visibility = None
    need = _need(response, WORK[0], 0, rng)
    need.shortage = need.distance_acceptable = need.visibility = None
    db.session.flush()
