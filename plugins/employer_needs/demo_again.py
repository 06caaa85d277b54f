"""More demo data: employers that return, answers that were changed, more of what they need, promises that were signed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from core.db import utcnow
from core.regions.models import Region
from plugins.employer_needs.answering import history, revising
from plugins.employer_needs.commitments import service as letters
from plugins.employer_needs.commitments.models import CommitmentKind, Letter
from plugins.employer_needs.commitments.service import Promised
from plugins.employer_needs.models import CompetenceNeed, Response, SurveyRound
from plugins.employer_needs.queries.answers import needs_of
from plugins.employer_needs.services import sending, trail
from plugins.employer_needs.values import CONSEQUENCE, LANGUAGES, LICENCES, NAMED, ROUTE, NeedState, ResponseStatus, StudyForm

SIGNERS = (("Demo Chef", "Verksamhetschef"), ("Exempel Ägare", "Ägare"), ("Påhittad Personalchef", "Personalchef"))
PROMISES: tuple[Promised, ...] = (
    {CommitmentKind.HIRE: (2, "inom ett år"), CommitmentKind.PLACEMENTS: (2, "per termin"), CommitmentKind.STEERING_GROUP: (1, "")},
    {CommitmentKind.PLACEMENTS: (1, "per termin"), CommitmentKind.PAID_STUDY_TIME: (4, "per vecka")},
    {
        CommitmentKind.HIRE: (1, "om ett till tre år"),
        CommitmentKind.CO_FUNDING: (25_000, "en gång"),
        CommitmentKind.STEERING_GROUP: (1, ""),
    },
    {CommitmentKind.LECTURER: (20, "per termin"), CommitmentKind.PLACEMENTS: (3, "per år"), CommitmentKind.STEERING_GROUP: (1, "")},
)
LETTERS = 8


def tell_more(needs: Sequence[CompetenceNeed], rng: Random) -> None:
    """Half of the employers also answer the optional page."""
    for need in needs:
        if rng.random() < 0.5:
            continue
        need.skills = [{**skill, "importance": rng.choice((1, 2, 3)), "at_hire": rng.random() < 0.6} for skill in need.skills]
        need.licences = rng.sample(list(LICENCES)[:4], k=rng.choice((0, 0, 1, 2)))
        need.languages = rng.sample(list(LANGUAGES)[:3], k=rng.choice((0, 1, 1)))
        need.routes_tried = rng.sample([each for each in ROUTE if each != "nothing"], k=2)
        need.consequences = rng.sample([each for each in CONSEQUENCE if each != "none"], k=rng.choice((1, 2)))
        forms = [StudyForm.CENTRE, StudyForm.WORKPLACE, *([StudyForm.DISTANCE] if need.distance_acceptable else [])]
        need.study_forms = [each.value for each in rng.sample(forms, k=rng.choice((0, 1, 2)))]
        need.pace = rng.choice((None, None, 50, 100))
        need.sessions_max = rng.choice((None, 2, 4, 6))
        need.travel_km = rng.choice((None, 40, 80))


def count_again(region: Region, response: Response, needs: Sequence[CompetenceNeed], when: datetime) -> None:
    """Last year's answer of an employer that has not answered this year: its needs still count."""
    response.organisation_id = sending.employer_of(region, response).id
    response.status, response.sent_at = ResponseStatus.SENT, when
    for need in needs:
        need.state, need.published_at = NeedState.PUBLISHED, when
        trail.add(need, trail.RECEIVED, at=when)
    sending.tell(region, response, needs)
    history.keep(response, needs, at=when)


def change(region: Region, survey_round: SurveyRound, response: Response) -> None:
    """An employer sees that it needs more people than it said, and sends the answer anew."""
    address, response.contact_email = response.contact_email, ""  # no receipt is mailed to who does not exist
    draft = revising.reopen(region=region, response=response, survey_round=survey_round)
    needs = needs_of(draft)
    needs[0].headcount_0_1 += 2
    needs[0].note = "Vi har fått en ny beställning sedan sist."
    revising.send_again(region=region, draft=draft, survey_round=survey_round, needs=needs)
    response.contact_email = address


def sign(region: Region, responses: Sequence[Response]) -> None:
    """Some employers promise something. One has changed its mind."""
    made: list[Letter] = []
    for response in responses:
        if response.visibility not in NAMED or len(made) == LETTERS:
            continue
        need = next((each for each in needs_of(response) if each.state == NeedState.PUBLISHED), None)
        if need is None:
            continue
        name, title = SIGNERS[len(made) % len(SIGNERS)]
        letter = letters.begin(region=region, response=response)
        letters.promise(letter, need, PROMISES[len(made) % len(PROMISES)])
        email = response.contact_email or "chef@demo.samkraft.example"
        letters.sign(region=region, letter=letter, name=name, title=title, email=email, phone="")
        letter.signed_at = utcnow() - timedelta(days=1 + len(made))
        made.append(letter)
    if made:
        letters.withdraw(region=region, letter=made[-1], reason="Vi har anställt dem vi behöver.")
