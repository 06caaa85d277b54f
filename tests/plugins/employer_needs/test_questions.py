"""The region's own questions: conditions, the builder, versions, and the employer's page as a browser without script walks it."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from core.audit.models import AuditEntry
from core.clock import today
from core.db import atomic, db
from core.errors import Conflict, DomainError
from core.files import storage
from core.testing.client import Browser
from plugins.employer_needs import jobs
from plugins.employer_needs.models import NeedsSurvey, SurveyRound
from plugins.employer_needs.questions import definition, files, queries, service
from plugins.employer_needs.questions.definition import Kind, Option, Question
from plugins.employer_needs.questions.models import OwnAnswers, OwnFile, QuestionSet
from plugins.employer_needs.services import rounds

from .conftest import World, fill_need

Visitors = Callable[[], Browser]
YES_NO = (Option("o1", "Ja", "Yes"), Option("o2", "Nej", "No"))
PRACTICE = Question("", Kind.CHOICE, "Tar ni emot praktikanter?", "Do you take trainees?", required=True, options=YES_NO)
HOW_MANY = Question("", Kind.NUMBER, "Hur många?", required=True, when="q1", answer="o1")
PDF = b"%PDF-1.7 prov"


def url(world: World, rest: str = "") -> str:
    return f"/r/{world.region.slug}/employer-needs/enkater{rest}"


def build(world: World, *questions: Question, publish: bool = True) -> int:
    """The survey of the world's round, with questions."""
    survey_id = world.round.survey_id
    for each in questions:
        with atomic(), world.inside():
            service.put_question(region=world.region, survey_id=survey_id, seen=seen(survey_id), question=each)
    if publish:
        with atomic(), world.inside():
            service.publish(region=world.region, survey_id=survey_id, seen=seen(survey_id))
    return survey_id


def seen(survey_id: int) -> str:
    return queries.seen(queries.working(survey_id))


def new_round(world: World) -> SurveyRound:
    """A round that opens now, with the questions that are published."""
    with atomic(), world.inside():
        made = rounds.create_round(region=world.region, title="Nästa", opens_on=today(), closes_on=today() + timedelta(days=9))
        rounds.open_round(region=world.region, round_id=made.id)
    return made


def begin(world: World, employer: Visitors, survey_round: SurveyRound, number: int = 1) -> Browser:
    """An invited employer with one need, on the task list."""
    visitor = employer()
    visitor.get(world.link(world.invite(number=number, survey_round=survey_round))).submit()
    visitor.submit()
    return fill_need(visitor)


# -- conditions ---------------------------------------------------------------------------------------------------------


def q(key: str, when: str = "", answer: str = "", kind: Kind = Kind.CHOICE) -> Question:
    return Question(key, kind, key.upper(), options=YES_NO if kind is not Kind.SCALE else (), when=when, answer=answer)


def test_a_question_is_asked_after_the_answer_that_it_waits_for_and_what_hangs_on_it_goes_too() -> None:
    questions = [q("q1"), q("q2", "q1", "o1"), q("q3", "q2", "o1"), q("q4", "q5", "4"), q("q5", kind=Kind.SCALE)]

    def asked(**values: object) -> list[str]:
        return [each.key for each in definition.asked(questions, values)]

    assert asked() == ["q1", "q5"]
    assert asked(q1="o1") == ["q1", "q2", "q5"]
    assert asked(q1="o1", q2="o1") == ["q1", "q2", "q3", "q5"]
    # q2 was answered once, and is no longer asked: what hung on it is not asked either.
    assert asked(q1="o2", q2="o1") == ["q1", "q5"]
    # Several answers: any of them.
    assert [e.key for e in definition.asked([q("q1", kind=Kind.SEVERAL), q("q2", "q1", "o2")], {"q1": ["o1", "o2"]})] == ["q1", "q2"]


@pytest.mark.parametrize(
    ("questions", "fault"),
    [
        ([q("q1", "q2", "o1"), q("q2")], "”Q1” beror på en fråga som kommer senare."),
        ([q("q1", "q1", "o1")], "”Q1” beror på en fråga som kommer senare."),
        ([q("q1", "q2", "o1"), q("q2", "q1", "o1")], "”Q1” beror på en fråga som kommer senare."),
        ([q("q2", "q1", "o1")], "”Q2” beror på en fråga som inte finns."),
        ([q("q1"), q("q2", "q1", "o9")], "”Q2” beror på ett svar som inte längre finns i ”Q1”."),
        ([q("q1"), q("q2", "q1", "o1")], ""),
    ],
)
def test_conditions_that_look_forward_in_a_circle_or_at_nothing_are_told(app: object, questions: list[Question], fault: str) -> None:
    found = definition.faults(questions)
    assert found[0].startswith(fault) if fault else found == [], found


def test_an_answer_keeps_its_code_when_it_is_moved_or_renamed() -> None:
    before = definition.options_of(["Ja", "Nej"], [])
    assert [o.code for o in before] == ["o1", "o2"]
    assert [o.code for o in definition.options_of(["Nej", "Ja"], [], before)] == ["o2", "o1"]
    assert [o.code for o in definition.options_of(["Ja", "Inte alls"], [], before)] == ["o1", "o2"]
    assert [o.code for o in definition.options_of(["Ja", "Kanske", "Nej"], [], before)] == ["o1", "o3", "o2"]
    assert [o.code for o in definition.options_of(["Nej"], [], before)] == ["o2"]


# -- the builder --------------------------------------------------------------------------------------------------------


def test_strategist_builds_moves_and_publishes_questions(world: World, strategist: Browser) -> None:
    survey_id = world.round.survey_id
    strategist.get(url(world)).follow("Behovsinventering")
    assert "Inga egna frågor" in strategist.text
    strategist.follow("Lägg till en fråga").follow("Ett val")
    strategist.submit(label="Tar ni emot praktikanter?", options="Ja\nNej", required="y", label_en="Do you take trainees?")
    strategist.get(url(world, f"/{survey_id}/fragor/ny?typ=number"))
    strategist.submit(label="Hur många?", condition="q1=o1")
    assert "Visas när ”Tar ni emot praktikanter?” besvaras med ”Ja”" in strategist.text
    strategist.get(url(world, f"/{survey_id}/fragor/ny?typ=scale")).submit(label="Hur viktigt?", steps="5", low="Inte", high="Mycket")
    form = next(form for form in strategist.forms if ("direction", "up") in form.fields and form.action.endswith("/q3/flytta"))
    strategist.post(form.action, dict(form.fields))
    with world.inside():
        assert [each.key for each in queries.questions_of(queries.working(survey_id))] == ["q1", "q3", "q2"]
    form = next(form for form in strategist.forms if form.action.endswith("/publicera"))
    strategist.post(form.action, dict(form.fields))
    assert "Frågorna är publicerade." in strategist.text
    published = world.only(QuestionSet)
    assert (published.number, published.published_at is not None, published.last_key) == (1, True, 3)
    actions = db.session.execute(select(AuditEntry.action).where(AuditEntry.subject == f"employer_needs:survey:{survey_id}")).scalars()
    kinds = ["question.added"] * 3 + ["question.moved", "survey.published"]
    assert list(actions) == [f"employer_needs.{each}" for each in kinds]
    strategist.get(url(world, f"/{survey_id}/forhandsgranska?q1=o1"))
    assert "Hur många?" in strategist.text
    strategist.get(url(world, f"/{survey_id}/forhandsgranska?q1=o2"))
    assert "Hur många?" not in strategist.text
    assert "Vilket yrke" in strategist.text or "Yrke eller jobbtitel" in strategist.text
    assert world.rows(OwnAnswers) == []


@pytest.mark.parametrize(
    ("kind", "typed", "message"),
    [
        ("text", {"label": ""}, "Skriv frågan."),
        ("choice", {"label": "A", "options": "Ja"}, "Skriv minst två svarsalternativ"),
        ("choice", {"label": "A", "options": "Ja\nJa"}, "Två svarsalternativ är lika."),
        ("choice", {"label": "A", "options": "Ja\nNej", "options_en": "Yes"}, "Skriv lika många alternativ på engelska"),
        ("text", {"label": "A" * 201}, "får vara högst 200"),
    ],
)
def test_a_wrong_question_is_told_at_the_field(world: World, strategist: Browser, kind: str, typed: dict[str, str], message: str) -> None:
    strategist.get(url(world, f"/{world.round.survey_id}/fragor/ny?typ={kind}")).submit(**typed)
    assert strategist.status == 422
    assert message in strategist.text
    assert world.rows(QuestionSet) == []


def test_a_question_that_another_depends_on_stays_and_its_answer_too(world: World, strategist: Browser) -> None:
    survey_id = build(world, PRACTICE, HOW_MANY, publish=False)
    strategist.get(url(world, f"/{survey_id}/fragor/q1/ta-bort")).submit()
    assert "”Hur många?” visas bara efter ett svar på den här frågan." in strategist.text
    form = next(form for form in strategist.forms if form.action.endswith("/q2/flytta"))
    strategist.post(form.action, dict(form.fields))
    assert "En fråga kan inte stå före den fråga som den beror på." in strategist.text
    strategist.get(url(world, f"/{survey_id}/fragor/q1")).submit(options="Kanske\nNej\nVet inte", options_en="")
    assert strategist.status == 422
    assert "beror på ett svar som inte längre finns" in strategist.text
    assert "Vet inte" in strategist.page
    with world.inside():
        assert [each.key for each in queries.questions_of(queries.working(survey_id))] == ["q1", "q2"]


def test_two_who_edit_at_once_are_told_and_nothing_typed_is_lost(world: World, strategist: Browser, app: object) -> None:
    survey_id = build(world, PRACTICE, publish=False)
    strategist.get(url(world, f"/{survey_id}/fragor/q1"))
    with atomic(), world.inside():
        other = definition.changed(PRACTICE, key="q1", label="Tar ni emot elever?")
        service.put_question(region=world.region, survey_id=survey_id, seen=seen(survey_id), question=other)
    strategist.submit(label="Tar ni emot studenter?")
    assert strategist.status == 409
    assert "Tar ni emot elever?" in strategist.text
    assert "Tar ni emot studenter?" in strategist.page
    strategist.submit()
    with world.inside():
        assert queries.questions_of(queries.working(survey_id))[0].label == "Tar ni emot studenter?"
    with atomic(), world.inside(), pytest.raises(Conflict):
        service.publish(region=world.region, survey_id=survey_id, seen="1.1")


def test_a_copy_has_the_questions_and_is_its_own(world: World, strategist: Browser) -> None:
    survey_id = build(world, PRACTICE, HOW_MANY)
    strategist.get(url(world, f"/{survey_id}"))
    form = next(form for form in strategist.forms if form.action.endswith("/kopiera"))
    strategist.post(form.action, dict(form.fields))
    copied = world.rows(NeedsSurvey)[1]
    assert copied.title == "Kopia av Behovsinventering"
    strategist.get(url(world, f"/{copied.id}/fragor/q2/ta-bort")).submit()
    with world.inside():
        assert [each.key for each in queries.questions_of(queries.working(copied.id))] == ["q1"]
        assert [each.key for each in queries.questions_of(queries.working(survey_id))] == ["q1", "q2"]


# -- versions -----------------------------------------------------------------------------------------------------------


def test_a_running_round_keeps_its_version(world: World, strategist: Browser, employer: Visitors) -> None:
    survey_id = build(world, PRACTICE)
    asking = new_round(world)
    with atomic(), world.inside():
        service.put_question(region=world.region, survey_id=survey_id, seen=seen(survey_id), question=Question("", Kind.TEXT, "Något mer?"))
    with atomic(), world.inside():
        service.publish(region=world.region, survey_id=survey_id, seen=seen(survey_id))
    strategist.get(url(world, f"/{survey_id}"))
    assert "Omgången behåller de frågor som gällde när den öppnade." in strategist.text
    assert [each.number for each in world.rows(QuestionSet)] == [1, 2]
    visitor = begin(world, employer, asking).follow("Gå vidare")
    assert "Tar ni emot praktikanter?" in visitor.text
    assert "Något mer?" not in visitor.text
    with atomic(), world.inside():
        rounds.close_round(region=world.region, round_id=asking.id)
        assert rounds.open_round(region=world.region, round_id=asking.id).question_set_id == world.rows(QuestionSet)[0].id
        # The world's first round opened before there were questions, and gets none when it is opened again.
        rounds.close_round(region=world.region, round_id=world.round.id)
        assert rounds.open_round(region=world.region, round_id=world.round.id).question_set_id is None


# -- answering ----------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("A6")
def test_conditions_work_without_script_and_answers_are_shown_everywhere(world: World, employer: Visitors, strategist: Browser) -> None:
    build(world, PRACTICE, HOW_MANY, Question("", Kind.DATE, "När?"), Question("", Kind.SEVERAL, "Vilka?", options=YES_NO))
    asking = new_round(world)
    visitor = begin(world, employer, asking).follow("Gå vidare")
    assert visitor.url.endswith("/fragor")
    assert "Hur många?" not in visitor.text
    visitor.submit()
    assert visitor.status == 422
    assert "Välj ett av alternativen." in visitor.text
    visitor.submit(q1="o1", q3="24 november 2026", q4=["o1", "o2"])
    assert "Sparat. Ditt svar ger en fråga till." in visitor.text
    assert "Hur många?" in visitor.text
    visitor.submit(q2="två")
    assert "Skriv ett tal med siffror" in visitor.text
    visitor.submit(q2="2,5")
    assert visitor.url.endswith("/kontakt")
    visitor.submit(contact_email="hr@exempel.example", visibility="named_to_strategists")
    for words in ("Tar ni emot praktikanter? Ja", "Hur många? 2,5", "När? 2026-11-24", "Vilka? Ja, Nej"):
        assert words in visitor.text
    visitor.submit()
    assert "Hur många? 2,5" in visitor.text
    own = world.only(OwnAnswers)
    assert own.values == {"q1": "o1", "q2": 2.5, "q3": "2026-11-24", "q4": ["o1", "o2"]}
    assert (own.done, own.set_id) == (True, world.only(QuestionSet).id)
    page = f"/r/{world.region.slug}/employer-needs/omgangar/{asking.id}"
    strategist.get(f"{page}/svar/{world.response.id}")
    assert "Hur många? 2,5" in strategist.text
    strategist.get(f"{page}/egna-svar")
    assert "Hur många? 2,5" in strategist.text
    sheet = strategist.get(f"{page}/egna-svar.csv").response.get_data(as_text=True).splitlines()
    assert sheet[0].endswith("Referens;Organisation;Kommun;Skickat;Tar ni emot praktikanter?;Hur många?;När?;Vilka?")
    assert sheet[1].endswith(";Ja;2.5;2026-11-24;Ja, Nej")


def test_another_answer_takes_away_what_hung_on_the_first(world: World, employer: Visitors) -> None:
    build(world, PRACTICE, HOW_MANY)
    visitor = begin(world, employer, new_round(world)).follow("Gå vidare")
    visitor.submit(q1="o1")
    visitor.submit(q2="3")
    page = visitor.url.replace("/kontakt", "/fragor")
    assert world.only(OwnAnswers).values == {"q1": "o1", "q2": 3}
    visitor.get(page).submit(q1="o2", q2="3")
    assert world.only(OwnAnswers).values == {"q1": "o2"}
    assert visitor.url.endswith("/kontakt")


def test_a_draft_without_a_needed_answer_cannot_be_sent(world: World, employer: Visitors) -> None:
    build(world, PRACTICE)
    visitor = begin(world, employer, new_round(world))
    visitor.get(visitor.url.replace("/behov", "/kontakt")).submit(visibility="named_to_strategists")
    assert "Regionens frågor" in visitor.text
    assert "Det här saknas" in visitor.text
    visitor.follow("Regionens frågor").submit(q1="o2")
    assert "Det här saknas" not in visitor.text


def test_two_tabs_are_told(world: World, employer: Visitors) -> None:
    build(world, PRACTICE)
    visitor = begin(world, employer, new_round(world)).follow("Gå vidare")
    form = visitor.form(having="seen")
    first = {**dict(form.fields), "q1": "o1"}
    visitor.post(visitor.url, {**first, "submission_key": "a" * 24})
    visitor.post(visitor.url.replace("/kontakt", "/fragor"), {**first, "q1": "o2", "submission_key": "b" * 24})
    assert visitor.status == 409
    assert world.only(OwnAnswers).values == {"q1": "o1"}


# -- files --------------------------------------------------------------------------------------------------------------

FILE = Question("", Kind.FILE, "Bifoga er plan", required=True)


def attach(visitor: Browser, data: bytes, name: str) -> Browser:
    form = visitor.form(having="seen")
    return visitor.post(visitor.url, {**dict(form.fields), "q1": (io.BytesIO(data), name)}, content_type="multipart/form-data")


@pytest.mark.requirement("S25")
@pytest.mark.parametrize(
    ("data", "name", "message"),
    [
        (b"%PDF-" + b"x" * 2000, "plan.pdf", "Filen är för stor. "),
        (b"", "plan.pdf", "Välj en fil."),
        (b"<script>alert(1)</script>", "plan.html", "Filer av den typen tas inte emot."),
        (b"<script>alert(1)</script>", "plan.pdf", "Filen är inte av den typ som namnet säger."),
        (b"a\0b", "plan.txt", "Filen är inte av den typ som namnet säger."),
    ],
)
def test_a_file_that_is_not_taken_is_told_at_the_field(
    world: World, employer: Visitors, data: bytes, name: str, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MAX_BYTES", 2000)
    build(world, FILE)
    visitor = begin(world, employer, new_round(world)).follow("Gå vidare")
    attach(visitor, data, name)
    assert visitor.status == 422
    assert message in visitor.text or (not data and "Filen är tom." in visitor.text)
    assert world.rows(OwnFile) == []


@pytest.mark.requirement("S25")
def test_a_file_is_kept_replaced_and_given_only_to_the_region_s_staff(world: World, employer: Visitors, strategist: Browser) -> None:
    build(world, FILE)
    asking = new_round(world)
    visitor = begin(world, employer, asking).follow("Gå vidare")
    page = visitor.url
    attach(visitor, PDF, "..\\hemlig/pl<a>n.pdf")
    visitor.get(page)
    assert "Sparad fil: plan.pdf" in visitor.text
    attach(visitor, PDF + b" 2", "ny plan.pdf")
    visitor.submit(visibility="named_to_strategists", contact_email="hr@exempel.example")
    visitor.submit()
    assert "ny plan.pdf" in visitor.text
    old, kept = world.rows(OwnFile)
    assert (old.response_id, kept.filename) == (None, "ny plan.pdf")
    address = f"/r/{world.region.slug}/employer-needs/omgangar/{asking.id}/svar/{world.response.id}/fil/{kept.id}"
    answer = strategist.client.get(address)
    assert (answer.status_code, answer.data) == (200, PDF + b" 2")
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert visitor.client.get(address).status_code in (302, 401, 403, 404)
    assert storage.load(old.stored_name) == PDF
    with atomic(), world.inside():
        jobs.follow_rounds(world.region)
    assert storage.load(old.stored_name) is None
    assert storage.load(kept.stored_name) == PDF + b" 2"
    assert [each.id for each in world.rows(OwnFile)] == [kept.id]
    with atomic(), world.inside():
        world.response.visibility = "aggregate_only"
    assert strategist.client.get(address).status_code == 404


def test_too_many_questions_are_refused(world: World) -> None:
    survey_id = build(world, *[Question("", Kind.TEXT, f"Fråga {n}") for n in range(definition.MAX_QUESTIONS)], publish=False)
    with atomic(), world.inside(), pytest.raises(DomainError, match="högst 30 egna frågor"):
        service.put_question(region=world.region, survey_id=survey_id, seen=seen(survey_id), question=Question("", Kind.TEXT, "En till"))
