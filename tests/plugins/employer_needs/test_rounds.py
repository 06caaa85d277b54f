"""Rounds: dates, opening and closing, who may, and what another region sees."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.audit.models import AuditEntry
from core.clock import today
from core.db import atomic, db
from core.errors import Conflict, DomainError, NotFound
from core.testing.client import Browser
from plugins.employer_needs import jobs
from plugins.employer_needs.models import Invitation, SurveyRound
from plugins.employer_needs.services import rounds
from plugins.employer_needs.values import RoundStatus

from .conftest import World, open_world


def url(world: World, rest: str = "") -> str:
    return f"/r/{world.region.slug}/employer-needs/omgangar{rest}"


def test_strategist_makes_opens_and_closes_a_round(world: World, strategist: Browser) -> None:
    strategist.get(url(world, "/ny"))
    strategist.submit(title="Våren", opens_on=today().strftime("%d/%m %Y"), closes_on=(today() + timedelta(days=9)).isoformat())
    assert "Omgången är skapad." in strategist.text
    made = world.rows(SurveyRound)[1]
    assert (made.title, made.status, made.opens_on) == ("Våren", RoundStatus.DRAFT, today())
    form = next(form for form in strategist.forms if form.action.endswith("/oppna"))
    strategist.post(form.action, dict(form.fields))
    assert "Omgången är öppen." in strategist.text
    strategist.follow("Stäng omgången").submit()
    assert "Omgången är stängd." in strategist.text
    assert world.rows(SurveyRound)[1].status == RoundStatus.CLOSED
    entries = db.session.execute(
        select(AuditEntry.action).where(AuditEntry.subject == f"employer_needs:round:{made.id}").order_by(AuditEntry.id)
    ).scalars()
    assert list(entries) == ["employer_needs.round.created", "employer_needs.round.opened", "employer_needs.round.closed"]


@pytest.mark.parametrize(
    ("opens", "closes", "message"),
    [
        ("2020-01-01", "2099-01-01", "Startdatumet har redan passerat."),
        ("2099-01-02", "2099-01-01", "Slutdatumet ligger före startdatumet."),
        ("2099-02-30", "2099-03-01", "Kontrollera att dagen finns."),
        ("", "2099-01-01", "Skriv vilken dag omgången ska börja."),
    ],
)
def test_wrong_dates_are_told_at_the_field_and_kept(world: World, strategist: Browser, opens: str, closes: str, message: str) -> None:
    strategist.get(url(world, "/ny")).submit(title="Våren", opens_on=opens, closes_on=closes, letter="Kära arbetsgivare")
    assert strategist.status == 422
    assert message in strategist.text
    assert f'value="{opens}"' in strategist.page
    assert "Kära arbetsgivare" in strategist.page
    assert len(world.rows(SurveyRound)) == 1


def test_days_that_have_passed_may_stay_but_not_be_set(world: World) -> None:
    with atomic(), world.inside():
        world.round.opens_on = today() - timedelta(days=5)
        db.session.flush()
        same = {"region": world.region, "round_id": world.round.id, "intro": "", "letter": ""}
        changed = rounds.change_round(**same, title="Nytt namn", opens_on=world.round.opens_on, closes_on=today() + timedelta(days=1))
        assert changed.title == "Nytt namn"
        with pytest.raises(DomainError, match="Startdatumet"):
            rounds.change_round(**same, title="x", opens_on=today() - timedelta(days=4), closes_on=today())
        with pytest.raises(DomainError, match="Slutdatumet har redan passerat"):
            rounds.change_round(**same, title="x", opens_on=world.round.opens_on, closes_on=today() - timedelta(days=1))


def test_two_strategists_meet_on_a_merge_page(world: World, strategist: Browser) -> None:
    strategist.get(url(world, f"/{world.round.id}/andra"))
    with atomic(), world.inside():
        rounds.change_round(
            region=world.region,
            round_id=world.round.id,
            title="Den andras namn",
            opens_on=world.round.opens_on,
            closes_on=world.round.closes_on,
            intro="",
            letter="",
        )
    strategist.submit(title="Mitt namn", letter="Mitt brev")
    assert strategist.status == 409
    assert "Namn på omgången Mitt namn Den andras namn" in strategist.text
    assert "Mitt brev" in strategist.page
    strategist.submit()
    assert world.only(SurveyRound).title == "Mitt namn"


def test_opening_and_closing_refuse_what_makes_no_sense(world: World) -> None:
    with atomic(), world.inside():
        with pytest.raises(Conflict, match="redan öppen"):
            rounds.open_round(region=world.region, round_id=world.round.id)
        rounds.close_round(region=world.region, round_id=world.round.id)
        with pytest.raises(Conflict, match="inte öppen"):
            rounds.close_round(region=world.region, round_id=world.round.id)
        world.round.opens_on = world.round.closes_on = today() - timedelta(days=1)
        with pytest.raises(DomainError, match="sista dag har passerat"):
            rounds.open_round(region=world.region, round_id=world.round.id)


def test_round_opened_early_begins_today(world: World) -> None:
    with atomic(), world.inside():
        later = rounds.create_round(
            region=world.region, title="Snart", opens_on=today() + timedelta(days=3), closes_on=today() + timedelta(days=9)
        )
        rounds.open_round(region=world.region, round_id=later.id)
    assert later.opens_on == today()
    assert rounds.takes_answers(later)


def test_night_job_closes_what_is_over_and_can_run_again(world: World) -> None:
    with atomic(), world.inside():
        world.round.opens_on = world.round.closes_on = today() - timedelta(days=1)
    for _ in range(2):
        with atomic(), world.inside():
            jobs.follow_rounds(world.region)
    assert world.only(SurveyRound).status == RoundStatus.CLOSED
    closed = select(AuditEntry).where(AuditEntry.action == "employer_needs.round.closed")
    assert len(db.session.execute(closed).scalars().all()) == 1


def test_another_regions_round_is_not_found(world: World, strategist: Browser) -> None:
    other = open_world(world.make)
    for rest in ("", "/andra", "/stang", "/bjud-in", "/ej-svarat", "/svar"):
        assert strategist.get(url(world, f"/{other.round.id}{rest}")).status == 404
    strategist.get(url(world, f"/{world.round.id}/stang"))
    fields = dict(strategist.form().fields)
    for rest in ("/oppna", "/stang", "/pamin"):
        assert strategist.post(url(world, f"/{other.round.id}{rest}"), fields).status == 404
    assert other.rows(SurveyRound)[0].status == RoundStatus.OPEN


def test_collaboration_reads_and_never_writes(world: World, browser: Browser) -> None:
    make = world.make
    together = make.region("tillsammans", plugins=["employer_needs"], municipalities=())
    make.share(world.region, together, "employer_needs")
    world.invite()
    visitor = browser.sign_in(make.user(together, "strategist"))
    visitor.get(f"/r/tillsammans/employer-needs/omgangar/{world.round.id}")
    assert visitor.status == 200
    assert "Hösten" in visitor.text
    assert "Stäng omgången" not in visitor.text
    assert visitor.get(f"/r/tillsammans/employer-needs/omgangar/{world.round.id}/andra").status == 404
    assert visitor.get(world.link(world.only(Invitation)).replace(f"/r/{world.region.slug}/", "/r/tillsammans/")).status == 404
    with atomic(), make.inside(together, "employer_needs"), pytest.raises(NotFound):
        rounds.close_round(region=together, round_id=world.round.id)


@pytest.mark.parametrize(("role", "reads"), [("education_coordinator", True), ("guidance_counsellor", False)])
def test_who_may_look_and_who_may_change(world: World, browser: Browser, role: str, reads: bool) -> None:
    visitor = browser.sign_in(world.make.user(world.region, role))
    assert visitor.get(url(world)).status == (200 if reads else 403)
    assert visitor.get(url(world, "/ny")).status == 403
    assert visitor.get(f"/r/{world.region.slug}/employer-needs/").status == (200 if reads else 403)


def test_anonymous_is_sent_to_sign_in(world: World, browser: Browser) -> None:
    assert browser.get(url(world)).url == "/sign-in"


def test_response_rate_by_municipality(world: World, strategist: Browser) -> None:
    first = world.invite()
    world.invite("Andra Demo AB", number=2)
    world.invite("Tredje Demo AB", number=3, municipality=None)
    with atomic(), world.inside():
        first.answered_at = first.created_at
    strategist.get(url(world, f"/{world.round.id}"))
    assert "1 av 3 inbjudna" in strategist.text
    assert "Norsjö 2 1 50 %" in strategist.text.replace("\u00a0", " ")
    assert "Utan kommun 1 0 0 %" in strategist.text.replace("\u00a0", " ")
    strategist.follow("Har inte svarat")
    assert "Andra Demo AB" in strategist.text
    assert "Exempelverken AB" not in strategist.text
