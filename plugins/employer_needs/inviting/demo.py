"""Demo data of asking: branches and sizes, a survey with questions of its own and answers to them, reminders, calls, a standing link."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from core import mailed_links
from core.clock import today
from core.db import db, utcnow
from core.organisations.service import register_organisation
from core.organisations.sni import NEWEST, section_of
from core.regions.models import Region
from plugins.employer_needs.inviting.models import Anchor, Call, CallResult, Delegation, RoundReminder
from plugins.employer_needs.inviting.standing import FOREVER
from plugins.employer_needs.models import Invitation, NeedsSurvey, Response, SurveyRound
from plugins.employer_needs.questions import definition, files
from plugins.employer_needs.questions.definition import Kind, Option, Question
from plugins.employer_needs.questions.models import OwnAnswers, QuestionSet
from plugins.employer_needs.values import RoundStatus, Visibility

# By the kind of demo employer: a division of SNI 2025, and size classes that take turns.
BRANCHES = {
    "care": ("88", (20, 50)),
    "school": ("85", (20, 50)),
    "industry": ("25", (10, 50, 100)),
    "building": ("41", (5, 10)),
    "transport": ("49", (5, 20)),
    "health": ("86", (50, 200)),
    "tourism": ("55", (1, 5)),
    "office": ("62", (1, 10)),
}
QUESTIONS = [
    Question(
        "q1",
        Kind.CHOICE,
        "Kan ni ta emot studerande på praktik?",
        "Can you take students on a placement?",
        required=True,
        options=(Option("o1", "Ja", "Yes"), Option("o2", "Kanske", "Maybe"), Option("o3", "Nej", "No")),
    ),
    Question(
        "q2", Kind.NUMBER, "Hur många samtidigt?", "How many at a time?", "En gissning räcker.", "A guess will do.", when="q1", answer="o1"
    ),
    Question(
        "q3",
        Kind.SCALE,
        "Hur viktigt är det att utbildningen finns nära?",
        "How important is it that the education is near?",
        options=(Option("low", "Inte alls", "Not at all"), Option("high", "Mycket", "Very")),
    ),
    Question("q4", Kind.TEXT, "Vad mer borde vi veta?", "What more should we know?"),
    Question(
        "q5",
        Kind.FILE,
        "Har ni en plan för kompetensförsörjning? Bifoga den gärna.",
        "Do you have a competence plan? Attach it if you like.",
    ),
]
NOTES = ("Vi samarbetar gärna med grannkommunen.", "", "", "Bussen går två gånger om dagen.")


def register(region: Region, employers: Sequence[dict[str, Any]]) -> None:
    """Put the demo's employers in the register, with branch and size, so that rates can be shown by them."""
    for number, each in enumerate(employers):
        division, classes = BRANCHES[each["kind"]]
        organisation = register_organisation(
            name=each["organisation"], region=region, orgnr=each["orgnr"], municipality_code=each["municipality_code"]
        )
        organisation.sni_code, organisation.sni_version = division, NEWEST
        organisation.sni_section = section_of(division)
        organisation.size_class = classes[number % len(classes)]
    db.session.flush()


def seed(
    region: Region,
    past: SurveyRound,
    now: SurveyRound,
    old: Sequence[Response],
    answered: Sequence[Response],
    waiting: Sequence[Invitation],
) -> None:
    """What a region has done besides the ordinary: see the module."""
    survey, asked = _survey(region)
    past.survey_id, past.question_set_id = survey.id, asked.id
    for number, response in enumerate(old):
        _answer(region, response, asked, number)
    for number, response in enumerate((*old, *answered)):
        response.contact_phone = f"0980-319 2{number:02d}"  # among the numbers that no telephone has
    named = next(response for response in old if response.visibility == Visibility.NAMED)
    files.keep(region, named, "q5", files.Upload("plan-demo.txt", "text/plain", "En påhittad plan.\n".encode()))
    standing = SurveyRound(
        region_id=region.id,
        survey_id=survey.id,
        title="Fast länk",
        opens_on=today() - timedelta(days=60),
        closes_on=FOREVER,
        status=RoundStatus.OPEN,
        standing=True,
        question_set_id=asked.id,
        opened_at=utcnow() - timedelta(days=60),
    )
    db.session.add(standing)
    for anchor, days, gone in ((Anchor.AFTER_OPENING, 14, True), (Anchor.BEFORE_CLOSING, 7, False), (Anchor.BEFORE_CLOSING, 2, False)):
        started = utcnow() - timedelta(days=7) if gone else None
        db.session.add(RoundReminder(region_id=region.id, round_id=now.id, anchor=anchor, days=days, started_at=started))
    for invitation, result in zip(waiting, (CallResult.NO_ANSWER, CallResult.WILL_ANSWER, CallResult.DECLINED), strict=False):
        db.session.add(Call(region_id=region.id, invitation_id=invitation.id, result=result, at=utcnow() - timedelta(days=2)))
        if result == CallResult.DECLINED:
            invitation.declined_at = utcnow() - timedelta(days=2)
    handed = waiting[0]
    before, handed.email, handed.contact_name = handed.email, f"hr.{handed.email}", "Demo Kollega"
    db.session.add(
        Delegation(
            region_id=region.id,
            invitation_id=handed.id,
            at=utcnow() - timedelta(days=9),
            from_email=before,
            to_name=handed.contact_name,
            to_email=handed.email,
            token_hash=mailed_links.digest(f"demo-{handed.id}"),
        )
    )
    db.session.flush()


def _survey(region: Region) -> tuple[NeedsSurvey, QuestionSet]:
    """A survey with a published version, and one more question in a draft."""
    survey = NeedsSurvey(region_id=region.id, title="Fördjupad enkät")
    db.session.add(survey)
    db.session.flush()
    shown = {"region_id": region.id, "survey_id": survey.id}
    asked = QuestionSet(**shown, number=1, questions=definition.stored(QUESTIONS), last_key=5, published_at=utcnow() - timedelta(days=420))
    more = Question("q6", Kind.DATE, "När vill ni helst att en utbildning börjar?")
    draft = QuestionSet(**shown, number=2, questions=definition.stored([*QUESTIONS, more]), last_key=6)
    db.session.add_all([asked, draft])
    db.session.flush()
    return survey, asked


def _answer(region: Region, response: Response, asked: QuestionSet, number: int) -> None:
    code = ("o1", "o2", "o1", "o3")[number % 4]
    values: dict[str, Any] = {"q1": code, "q3": str(2 + number % 4)}
    if code == "o1":
        values["q2"] = 1 + number % 3
    if note := NOTES[number % len(NOTES)]:
        values["q4"] = note
    db.session.add(OwnAnswers(region_id=region.id, response_id=response.id, set_id=asked.id, values=values, done=True))
