"""What every plugin promises."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from core.clock import today
from core.db import db, utcnow
from core.regions.models import Region
from core.testing.conformance import PluginConformance
from core.testing.factories import Factory, check_digit
from plugins.employer_needs.answering import following, history
from plugins.employer_needs.answering.models import Follower
from plugins.employer_needs.commitments import service as letters
from plugins.employer_needs.commitments.models import CommitmentKind, Letter
from plugins.employer_needs.inviting import service as asking
from plugins.employer_needs.inviting.models import Anchor, Call, CallResult, Delegation
from plugins.employer_needs.models import CompetenceNeed, InvitationImport, Response, SurveyRound
from plugins.employer_needs.questions import files as own_files
from plugins.employer_needs.questions import queries as question_queries
from plugins.employer_needs.questions import service as questions
from plugins.employer_needs.questions.definition import Kind, Question
from plugins.employer_needs.services import answers, invitations, rounds
from plugins.employer_needs.services.invitations import invitation_token
from plugins.employer_needs.values import Level, NeedKind, NeedState, ResponseStatus, Visibility

ROUND = [
    "round_page",
    "change_round",
    "invite",
    "non_respondents",
    "open_round",
    "remind",
    "close_round",
    "answer_list",
    "publish_figures",
    "own_answers",
    "own_answers_file",
    "invite_from_register",
    "reminders",
    "copy_round",
    "rates",
    "rates_file",
    "call_list_file",
    "by_phone",
    "renew_questions",
]
ANSWER = ["status", "needs", "new_need", "pause", "contact", "check", "receipt", "organisation", "own_questions"]
SURVEY = ["survey", "rename_survey", "copy_survey", "preview_survey", "new_question", "publish_survey", "discard_survey"]
QUESTION = ["change_question", "move_question", "remove_question"]
NEED = ["whole_need", "letter_need", "withdraw_need", "remove_need", "need_occupation", "need_title"]
AFTER = ["receipt_file", "change_answer", "drop_changes", "answer_again", "earlier", "ask_to_follow", "letter_draft", "letter_sign"]


def _open_round(region: Region) -> SurveyRound:
    survey_round = rounds.create_round(region=region, title="Hösten", opens_on=today(), closes_on=today() + timedelta(days=30))
    rounds.open_round(region=region, round_id=survey_round.id)
    return survey_round


def _invitation(region: Region, survey_round: SurveyRound, number: int, email: str = "") -> Any:
    from plugins.employer_needs.models import Invitation

    orgnr = check_digit(f"55599{number:04d}")
    email = email or f"hr{number}@exempel.example"
    row = {
        "organisation": f"Exempel {number} AB",
        "orgnr": orgnr,
        "email": email,
        "municipality_code": "2417",
        "identity": f"{orgnr}|{email}",
    }
    invitations.invite(region=region, survey_round=survey_round, rows=[row])
    return db.session.execute(select(Invitation).where(Invitation.round_id == survey_round.id, Invitation.email == email)).scalar_one()


def _sent(make: Factory, region: Region, survey_round: SurveyRound, number: int = 1) -> tuple[Response, CompetenceNeed]:
    """A sent answer with one need, as the tables hold it."""
    response = answers.begin(region=region, survey_round=survey_round)
    employer = make.organisation(region, municipality="2417")
    response.organisation_id, response.organisation_name, response.municipality_code = employer.id, employer.name, "2417"
    response.contact_email, response.visibility = f"hr{number}@exempel.example", Visibility.NAMED
    response.status, response.sent_at = ResponseStatus.SENT, utcnow()
    need = answers.add_need(response, title="vårdbiträde", coded=None)
    answers.save_amount(need, kind=NeedKind.NEW_RECRUITMENT, headcounts=(1, 0, 0))
    answers.save_place(need, municipality_code="2417", level=Level.UPPER_SECONDARY)
    answers.save_skills(need, skills=[{"label": "Demensvård", "id": None}], shortage=4)
    answers.save_terms(need, distance_acceptable=False, placements_offered=1, note="")
    need.occupation_label, need.occupation_group, need.group_label = "Undersköterska", "5321", "Undersköterskor"
    need.state, need.visibility, need.published_at = NeedState.PUBLISHED, Visibility.NAMED, utcnow()
    db.session.flush()
    return response, need


def with_questions(region: Region, survey_round: SurveyRound) -> None:
    """Two questions that are published and asked in the round, and one more in a draft."""
    survey_id = survey_round.survey_id
    for question in (Question("", Kind.TEXT, "Något mer?"), Question("", Kind.FILE, "Bifoga er plan")):
        questions.put_question(region=region, survey_id=survey_id, seen=seen(survey_id), question=question)
    survey_round.question_set_id = questions.publish(region=region, survey_id=survey_id, seen=seen(survey_id)).id
    questions.put_question(region=region, survey_id=survey_id, seen=seen(survey_id), question=Question("", Kind.DATE, "När?"))


def seen(survey_id: int) -> str:
    return question_queries.seen(question_queries.working(survey_id))


def _letter(region: Region, response: Response, need: CompetenceNeed, email: str = "chef@exempel.example") -> Letter:
    """A signed letter of intent."""
    letter = letters.begin(region=region, response=response)
    letters.promise(letter, need, {CommitmentKind.HIRE: (2, "inom ett år")})
    letters.sign(region=region, letter=letter, name="Demo Chef", title="Chef", email=email, phone="")
    return letter


def _follower(region: Region, response: Response, email: str = "foljer@exempel.example") -> Follower:
    """Somebody who follows an answer by mail."""
    following.ask(region=region, response=response, email=email)
    found: Follower = db.session.execute(select(Follower).where(Follower.email == email, Follower.region_id == region.id)).scalar_one()
    following.confirm(region=region, follower=found)
    return found


class TestConformance(PluginConformance):
    plugin = "employer_needs"
    lists = (
        "employer_needs.need_list",
        "employer_needs.needs_file",
        "employer_needs.round_list",
        "employer_needs_api.needs",
        "employer_needs_api.rounds",
    )
    held_by_browser = tuple(f"employer_needs.{name}" for name in (*ANSWER, *AFTER, *NEED, "need_step"))
    personal_data = {
        "employer_needs_invitation_import": "employer_needs.files_read",
    }

    def objects(self, make: Factory, region: Region) -> dict[str, dict[str, Any]]:
        survey_round = _open_round(region)
        invited = _invitation(region, survey_round, region.id)
        response, need = _sent(make, region, survey_round)
        draft = InvitationImport(region_id=region.id, round_id=survey_round.id, filename="fil.csv", good=[], bad=[])
        db.session.add(draft)
        db.session.flush()
        by_round = {"round_id": survey_round.id}
        found: dict[str, dict[str, Any]] = dict.fromkeys(ROUND, by_round)
        found |= {name: {**by_round, "import_id": draft.id} for name in ("preview", "bad_rows")}
        found |= {name: {"reference": response.reference} for name in (*ANSWER, *AFTER)}
        found |= {name: {"reference": response.reference, "need_id": need.id} for name in NEED}
        found["need_step"] = {"reference": response.reference, "need_id": need.id, "step": "antal"}
        with_questions(region, survey_round)
        by_survey = {"survey_id": survey_round.survey_id}
        found |= dict.fromkeys(SURVEY, by_survey) | {name: {**by_survey, "key": "q1"} for name in QUESTION}
        kept = own_files.keep(region, response, "q2", own_files.Upload("plan.txt", "text/plain", b"plan"))
        found["own_file"] = {**by_round, "response_id": response.id, "file_id": kept.id}
        found |= {name: {"token": invitation_token(invited.seed)} for name in ("delegate", "decline")}
        found |= {name: {**by_round, "invitation_id": invited.id} for name in ("call", "invited_by_phone")}
        reminder = asking.add_reminder(region=region, round_id=survey_round.id, anchor=Anchor.AFTER_OPENING, days=7)
        found["remove_reminder"] = {**by_round, "reminder_id": reminder.id}
        found["need_page"] = {"need_id": need.id}
        found["answer_page"] = {**by_round, "response_id": response.id}
        letter, follower = _letter(region, response, need), _follower(region, response)
        found |= {name: {"letter_id": letter.id} for name in ("letter_page", "letter_page_file", "letter_take_back")}
        found |= {name: {"token": letters.token_of(letter)} for name in ("letter", "letter_file", "letter_withdraw")}
        found |= {name: {"token": following.token_of(follower)} for name in ("follow", "unfollow", "followed")}
        found |= {name: {"need_id": need.id} for name in ("letter_enter", "need_secrecy")}
        found["start_invited"] = {"token": invitation_token(invited.seed)}
        api = {"employer_needs_api.need": {"need_id": need.id}, "employer_needs_api.one_round": by_round}
        api |= {f"employer_needs_api.{name}": by_round for name in ("round_questions", "round_own_answers", "round_rates")}
        return {f"employer_needs.{name}": values for name, values in found.items()} | api

    def rows(self, make: Factory, region: Region, count: int) -> None:
        survey_round = _open_round(region)
        for number in range(count):
            _sent(make, region, survey_round, number)

    def payloads(self, make: Factory, region: Region) -> Mapping[str, Mapping[str, Any]]:
        survey_round = _open_round(region)
        return {
            "employer_needs.send_invitations": {"round_id": survey_round.id},
            "employer_needs.send_reminders": {"round_id": survey_round.id, "before": utcnow().isoformat()},
            "employer_needs.republish_needs": {"after_id": 0},
            "employer_needs.publish_figures": {"round_id": survey_round.id},
        }

    def about(self, make: Factory, region: Region, user: Any) -> None:
        survey_round = _open_round(region)
        invited = _invitation(region, survey_round, 7, user.email)
        db.session.add(Call(region_id=region.id, invitation_id=invited.id, by_id=user.id, result=CallResult.NO_ANSWER))
        db.session.add(
            Delegation(
                region_id=region.id,
                invitation_id=invited.id,
                from_email=user.email,
                to_name="Bo",
                to_email="bo@exempel.example",
                token_hash="x",
            )
        )
        response, _ = _sent(make, region, survey_round)
        response.contact_email = user.email
        need = answers.add_need(response, title="svetsare", coded=None)
        need.state, need.occupation_group = NeedState.PUBLISHED, "7212"
        history.keep(response, [need], at=utcnow(), by_id=user.id)
        _letter(region, response, need, user.email)
        _follower(region, response, user.email)
        db.session.add(
            InvitationImport(region_id=region.id, round_id=survey_round.id, created_by_id=user.id, filename="fil.csv", good=[], bad=[])
        )
