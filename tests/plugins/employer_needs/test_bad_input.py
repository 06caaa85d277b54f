"""Wrong input: each kind gets its own clear answer, and nothing that was typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from core.clock import today
from core.db import atomic, db
from core.jobs.models import Outbox
from core.mail.models import Mail
from core.testing.client import Browser
from core.testing.factories import check_digit
from plugins.employer_needs.models import CompetenceNeed, Response, StatusEntry
from plugins.employer_needs.services import rounds
from plugins.employer_needs.services.answers import response_token
from plugins.employer_needs.values import ResponseStatus

from .conftest import World, fill_all, open_world

Visitors = Callable[[], Browser]


def page(world: World, rest: str) -> str:
    return f"/r/{world.region.slug}/employer-needs/{rest}"


def begun(world: World, visitor: Browser) -> Browser:
    return visitor.get(world.link(world.invite())).submit()


def need_page(world: World, step: str) -> str:
    return page(world, f"svar/{world.response.reference}/behov/{world.need.id}/{step}")


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("123", "ska ha tio siffror. Du skrev 3."),
        ("55599x0001", "får bara innehålla siffror"),
        ("8001011234", "ser ut som ett personnummer"),
        ("5560360794", "kontrollsiffran är fel"),
    ],
)
@pytest.mark.requirement("S52")
def test_wrong_organisation_number(world: World, employer: Visitors, typed: str, message: str) -> None:
    visitor = begun(world, employer())
    visitor.submit(orgnr=typed, organisation_name="Kvar står namnet", municipality_code="2417")
    assert visitor.status == 422
    assert message in visitor.text
    assert "<title>Fel:" in visitor.page
    assert f'value="{typed}"' in visitor.page
    assert 'value="Kvar står namnet"' in visitor.page
    assert world.response.organisation_confirmed is False


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("-1", "kan inte vara mindre än 0"),
        ("tre", "Skriv antalet med siffror"),
        ("2,5", "Skriv ett helt antal"),
        ("10 001", "får vara högst 10 000"),
        ("9" * 40, "Skriv antalet med siffror"),
        ("", "på minst ett ställe"),
        ("0", "på minst ett ställe"),
    ],
)
def test_wrong_headcount(world: World, employer: Visitors, typed: str, message: str) -> None:
    visitor = begun(world, employer()).submit().follow("Lägg till ett behov").submit(title="svetsare")
    visitor.submit(kind="replacement", headcount_0_1=typed)
    assert visitor.status == 422
    assert message in visitor.text
    assert f'value="{typed}"' in visitor.page
    assert world.need.kind is None


def test_choices_that_do_not_exist(world: World, employer: Visitors) -> None:
    visitor = begun(world, employer()).submit().follow("Lägg till ett behov").submit(title="svetsare")
    visitor.submit(kind="hiring", headcount_0_1="1")
    assert "Välj ett av alternativen." in visitor.text
    visitor.submit(kind="replacement", headcount_0_1="1")
    visitor.submit(municipality_code="0180", level="none")
    assert visitor.status == 422
    assert (world.need.municipality_code, world.need.level) == ("2417", None)


def test_text_of_a_hundred_thousand_characters_comes_back_whole(world: World, employer: Visitors) -> None:
    visitor = begun(world, employer()).submit().follow("Lägg till ett behov").submit(title="svetsare")
    visitor.get(need_page(world, "villkor"))
    text = "Mycket att säga. " * 6_000
    visitor.submit(distance_acceptable="no", note=text)
    assert visitor.status == 422
    assert "tecken lång och får vara högst 2000" in visitor.text
    assert text.strip() in visitor.page
    visitor.get(page(world, f"svar/{world.response.reference}/behov/nytt"))
    visitor.submit(title="x" * 100_000)
    assert visitor.status == 422
    assert "x" * 100_000 in visitor.page
    assert len(world.rows(CompetenceNeed)) == 1


def test_control_characters_are_taken_out(world: World, employer: Visitors) -> None:
    visitor = begun(world, employer()).submit().follow("Lägg till ett behov").submit(title="svet\x0bsare\u0007")
    assert visitor.status == 200
    assert world.need.local_title == "svet sare"


def test_wrong_mail_address(world: World, employer: Visitors) -> None:
    visitor = fill_all(employer(), world.link(world.invite()))
    visitor.follow("E-postadress")
    visitor.submit(contact_email="inte en adress", contact_name="Demo")
    assert visitor.status == 422
    assert "Skriv en e-postadress på formen" in visitor.text
    assert 'value="inte en adress"' in visitor.page
    assert 'value="Demo"' in visitor.page


def test_same_form_posted_twice_acts_once(world: World, employer: Visitors) -> None:
    visitor = begun(world, employer()).submit().follow("Lägg till ett behov").submit(title="svetsare")
    first = visitor.url
    visitor.repeat()
    assert visitor.url == first
    assert len(world.rows(CompetenceNeed)) == 1


def test_send_pressed_twice_sends_once(world: World, employer: Visitors) -> None:
    visitor = fill_all(employer(), world.link(world.invite())).submit()
    visitor.repeat()
    assert visitor.url.endswith("/kvitto")
    published = select(Outbox).where(Outbox.name == "employer_needs.need_published.v1")
    assert len(db.session.execute(published).scalars().all()) == 1
    assert len(db.session.execute(select(Mail).where(Mail.kind == "employer_needs.receipt")).scalars().all()) == 1
    assert len(world.rows(StatusEntry)) == 1


def test_link_posted_twice_makes_one_draft(world: World, employer: Visitors) -> None:
    link = world.link(world.invite())
    first, second = employer().get(link), employer().get(link)
    first.submit()
    second.submit()
    assert len(world.rows(Response)) == 1


@pytest.mark.requirement("R10")
def test_two_tabs_that_say_different_things_meet_on_a_merge_page(world: World, employer: Visitors) -> None:
    visitor = begun(world, employer()).submit().follow("Lägg till ett behov").submit(title="svetsare")
    other = employer().get(world.link(world.invite())).submit()
    address = need_page(world, "antal")
    visitor.get(address)
    other.get(address)
    other.submit(kind="replacement", headcount_0_1="3")
    visitor.submit(kind="replacement", headcount_0_1="8", headcount_1_3="1")
    assert visitor.status == 409
    assert "Sidan har ändrats någon annanstans" in visitor.text
    assert "Inom 1 år 8 3" in visitor.text
    assert 'value="8"' in visitor.page
    assert world.need.headcount_0_1 == 3
    visitor.submit()
    assert (world.need.headcount_0_1, world.need.headcount_1_3) == (8, 1)


def test_two_tabs_that_say_the_same_do_not_quarrel(world: World, employer: Visitors) -> None:
    visitor = begun(world, employer()).submit().follow("Lägg till ett behov").submit(title="svetsare")
    other = employer().get(world.link(world.invite())).submit()
    address = need_page(world, "antal")
    visitor.get(address)
    other.get(address)
    other.submit(kind="replacement", headcount_0_1="3")
    visitor.submit(kind="replacement", headcount_0_1="3")
    assert visitor.status == 200
    assert visitor.url.endswith("/plats")


def test_page_of_a_sent_answer_gives_back_what_was_typed(world: World, employer: Visitors) -> None:
    visitor = fill_all(employer(), world.link(world.invite()))
    late = employer().get(world.link(world.invite())).submit()
    late.get(need_page(world, "villkor"))
    visitor.submit()
    late.submit(note="Skrivet för sent")
    assert late.status == 409
    assert "Svaret är redan skickat" in late.text
    assert "Skrivet för sent" in late.text
    assert world.need.note == "Gärna på våren."


def test_round_that_closes_under_ones_hands(world: World, employer: Visitors) -> None:
    visitor = fill_all(employer(), world.link(world.invite()))
    visitor.get(need_page(world, "villkor"))
    with atomic(), world.inside():
        rounds.close_round(region=world.region, round_id=world.round.id)
    visitor.submit(note="Hann inte")
    assert visitor.status == 410
    assert "Omgången har stängt" in visitor.text
    assert "Hann inte" in visitor.text
    assert world.response.status == ResponseStatus.DRAFT
    visitor.get(world.link(world.invite()))
    assert visitor.status == 410
    assert "Sista dagen att svara i Hösten" in visitor.text


def test_round_past_its_last_day_takes_no_answers_even_before_it_is_closed(world: World, employer: Visitors) -> None:
    link = world.link(world.invite())
    with atomic(), world.inside():
        world.round.opens_on = world.round.closes_on = today() - timedelta(days=1)
    assert employer().get(link).status == 410


def test_round_that_is_not_open_yet(world: World, employer: Visitors) -> None:
    with atomic(), world.inside():
        later = rounds.create_round(
            region=world.region, title="Vintern", opens_on=today() + timedelta(days=3), closes_on=today() + timedelta(days=9)
        )
    visitor = employer().get(world.link(world.invite(survey_round=later)))
    assert visitor.status == 410
    assert "Det går inte att svara än" in visitor.text


@pytest.mark.parametrize("token", ["x", "A" * 43, "B" * 5_000, "%7F"])
def test_unknown_link(world: World, employer: Visitors, token: str) -> None:
    visitor = employer().get(page(world, f"svara/{token}"))
    assert visitor.status == 404
    assert "Länken fungerar inte" in visitor.text


def test_link_of_another_region_is_unknown_here(world: World, employer: Visitors) -> None:
    other = open_world(world.make)
    link = other.link(other.invite("Grannlänets Demo AB"))
    visitor = employer().get(link.replace(f"/r/{other.region.slug}/", f"/r/{world.region.slug}/"))
    assert visitor.status == 404
    assert "Grannlänets Demo AB" not in visitor.text
    assert employer().get(link).status == 200


def test_answer_is_seen_only_with_its_link(world: World, employer: Visitors) -> None:
    fill_all(employer(), world.link(world.invite())).submit()
    reference, key = world.response.reference, response_token(world.response.seed)
    other = open_world(world.make)
    for rest in ("", "/kvitto", "/organisation", "/behov", f"/behov/{world.need.id}/antal", "/kontrollera", "/kontakt", "/fortsatt-senare"):
        assert employer().get(page(world, f"svar/{reference}{rest}")).status == 404
    assert employer().get(page(world, f"svar/{reference}?nyckel=fel")).status == 404
    assert employer().get(page(world, f"svar/{reference}?nyckel={key}")).status == 200
    assert employer().get(page(world, f"svar/{reference.lower().replace('-', '')}?nyckel={key}")).status == 200
    assert employer().get(page(other, f"svar/{reference}?nyckel={key}")).status == 404
    assert employer().get(page(world, "svar/BH-2222-2222")).status == 404
    assert employer().get(page(world, "svar/nonsens")).status == 404


def test_need_of_another_answer_is_not_found(world: World, employer: Visitors) -> None:
    mine = begun(world, employer()).submit().follow("Lägg till ett behov").submit(title="svetsare")
    own = world.need
    theirs = employer().get(world.link(world.invite("Andra Demo AB", number=2))).submit()
    reference = next(row.reference for row in world.rows(Response) if row.id != own.response_id)
    for step in ("yrke", "valj-yrke", "antal", "ta-bort", "dra-tillbaka"):
        assert theirs.get(page(world, f"svar/{reference}/behov/{own.id}/{step}")).status == 404
    assert mine.get(need_page_of(world, own, "antal")).status == 200
    assert mine.get(need_page_of(world, own, "hemligt")).status == 404


def need_page_of(world: World, need: CompetenceNeed, step: str) -> str:
    reference = next(row.reference for row in world.rows(Response) if row.id == need.response_id)
    return page(world, f"svar/{reference}/behov/{need.id}/{step}")


def test_fifty_needs_are_enough(world: World, employer: Visitors, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plugins.employer_needs.services.answers.MAX_NEEDS", 1)
    visitor = begun(world, employer()).submit().follow("Lägg till ett behov").submit(title="svetsare")
    visitor.get(page(world, f"svar/{world.response.reference}/behov/nytt")).submit(title="snickare")
    assert visitor.status == 422
    assert "högst 1 behov" in visitor.text
    assert "snickare" in visitor.text


def test_valid_number_with_spaces_is_taken(world: World, employer: Visitors) -> None:
    visitor = begun(world, employer())
    number = check_digit("556677123")
    visitor.submit(orgnr=f" {number[:6]} {number[6:]} ", organisation_name="  Demo   AB ", municipality_code="2417")
    assert (world.response.orgnr, world.response.organisation_name) == (number, "Demo AB")
