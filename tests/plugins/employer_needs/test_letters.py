"""Letters of intent: promised, signed word for word, used by others, withdrawn at any time, and never changed."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from core.audit.models import AuditEntry
from core.clock import today
from core.db import atomic, db
from core.jobs.models import Outbox
from core.mail.models import Mail
from core.notices.models import Notice
from core.plugins import hooks
from core.records.people import protect
from core.testing.client import Browser
from plugins.employer_needs import disclosure, subscriptions
from plugins.employer_needs.commitments import following, service
from plugins.employer_needs.commitments.models import Commitment, CommitmentKind, Letter
from plugins.employer_needs.events import PlacementCompleted
from plugins.employer_needs.models import CompetenceNeed, Response, StatusEntry
from plugins.employer_needs.services.answers import response_token
from plugins.employer_needs.values import Visibility
from tests.core.documents.pdf_reader import Pdf

from .conftest import World, open_world
from .test_again import told
from .test_overview import answer

Visitors = Callable[[], Browser]
SIGNER = {"person_name": "Kim Chef", "person_title": "Verksamhetschef", "person_email": "kim@exempel.example"}


def base(world: World) -> str:
    return f"/r/{world.region.slug}/employer-needs"


def at_letters(world: World, visitor: Browser) -> Browser:
    """By the answer's link to the page of promises."""
    response = world.response
    visitor.get(f"{base(world)}/svar/{response.reference}?nyckel={response_token(response.seed)}")
    return visitor.follow("Lova något")


def signed(world: World, visitor: Browser) -> Browser:
    """Two hires and three placements, signed."""
    at_letters(world, visitor).follow("Ange åtaganden")
    visitor.submit(hire="2", placements="3", placements_period="per år", steering_group="y")
    visitor.follow("Läs och underteckna")
    return visitor.submit({**SIGNER, "agreed": "y"})


def letter_of(world: World, response: Response, need: CompetenceNeed, **person: str) -> Letter:
    """A signed letter, made by the services."""
    with atomic(), world.inside():
        letter = service.begin(region=world.region, response=response)
        service.promise(letter, need, {CommitmentKind.HIRE: (2, "inom ett år")})
        named = {"name": "Kim Chef", "title": "Chef", "email": "kim@exempel.example", "phone": "", **person}
        service.sign(region=world.region, letter=letter, **named)  # type: ignore[arg-type]
    return letter


def test_promises_are_signed_once_and_told(world: World, employer: Visitors) -> None:
    _response, need = answer(world)
    visitor = signed(world, employer())
    assert "Tack. Avsiktsförklaringen är undertecknad" in visitor.text
    assert "Anställa: 2 personer inom ett år" in visitor.text
    letter = world.only(Letter)
    assert "Praktikplatser: 3 platser per år" in letter.signed_text
    assert "Demo 1 AB (organisationsnummer" in letter.signed_text
    assert "Kim" not in letter.signed_text
    made = told("commitment_made")
    assert [(each["kind"], each["amount"], each["period"], each["need_ids"]) for each in made] == [
        ("hire", 2, "inom ett år", [need.id]),
        ("placements", 3, "per år", [need.id]),
        ("steering_group", 1, "", [need.id]),
    ]
    assert "kim" not in str(made).lower()
    assert made[0]["letter_ref"] == f"employer_needs:letter:{letter.id}"
    (mail,) = db.session.execute(select(Mail).where(Mail.kind == "employer_needs.letter")).scalars().all()
    assert (mail.recipient, letter.signed_text in mail.body) == ("kim@exempel.example", True)


def test_nothing_is_signed_without_name_tick_and_promise(world: World, employer: Visitors) -> None:
    answer(world)
    visitor = at_letters(world, employer()).follow("Ange åtaganden")
    visitor.submit()
    assert visitor.status == 422
    assert "Fyll i minst ett åtagande" in visitor.text
    visitor.submit(hire="20 000")
    assert "högst 10 000" in visitor.text
    visitor.submit(hire="2").follow("Läs och underteckna")
    visitor.submit(person_title="Chef", person_name="", person_email="fel")
    assert "Skriv ditt namn." in visitor.text
    assert "Kryssa i rutan" in visitor.text
    assert 'value="Chef"' in visitor.page
    visitor.submit(person_name="Kim", agreed="y")
    assert "Skriv en e-postadress på formen" in visitor.text
    assert world.only(Letter).signed_at is None
    assert told("commitment_made") == []


def test_who_is_shown_only_in_sums_signs_no_letter(world: World, employer: Visitors) -> None:
    _response, need = answer(world, visibility=Visibility.AGGREGATE_ONLY)
    visitor = at_letters(world, employer())
    assert "En avsiktsförklaring visar vilka ni är" in visitor.text
    visitor.get(f"{base(world)}/svar/{world.response.reference}/avsikt/{need.id}")
    assert visitor.status in (404, 409)
    assert world.rows(Letter) == []


def test_it_is_withdrawn_by_its_own_link_and_stays_on_record(world: World, employer: Visitors) -> None:
    reader = world.make.user(world.region, "strategist")
    answer(world)
    visitor = signed(world, employer())
    text = world.only(Letter).signed_text
    other = employer().get(visitor.url)
    other.follow("Dra tillbaka").submit(reason="Vi anställer inte längre.")
    assert "Återkallad" in other.text
    assert text.split("\n")[0] in other.text
    letter = world.only(Letter)
    assert (letter.signed_text, letter.withdrawn_reason) == (text, "Vi anställer inte längre.")
    gone = told("commitment_withdrawn")
    assert [(each["commitment_id"], each["revision"]) for each in gone] == [(each.id, 2) for each in world.rows(Commitment)]
    notices = db.session.execute(select(Notice).where(Notice.kind == "employer_needs.letter_withdrawn")).scalars().all()
    assert [(each.user_id, each.title) for each in notices] == [(reader.id, "Demo 1 AB har återkallat sin avsiktsförklaring")]
    other.get(f"{visitor.url}/dra-tillbaka").submit()
    assert other.status == 409
    assert "redan återkallad" in other.text
    assert len(told("commitment_withdrawn")) == 3


def test_staff_enters_one_signed_on_paper_and_takes_it_back_with_a_reason(world: World, strategist: Browser) -> None:
    _response, need = answer(world)
    strategist.get(f"{base(world)}/behov/{need.id}").follow("Lägg in en avsiktsförklaring")
    strategist.submit({**SIGNER, "hire": "4", "signed_on": (today() + timedelta(days=2)).isoformat(), "agreed": "y"})
    assert strategist.status == 422
    assert "Dagen har inte varit än" in strategist.text
    assert 'value="4"' in strategist.page
    strategist.submit(signed_on="2026-11-01")
    assert "På papper, inlagd av regionen" in strategist.text
    letter = world.only(Letter)
    assert (letter.entered_by_id is not None, letter.signed_at is not None) == (True, True)
    strategist.follow("Dra tillbaka för arbetsgivarens räkning").submit()
    assert "Skriv varför avsiktsförklaringen återkallas." in strategist.text
    strategist.submit(reason="Arbetsgivaren ringde.")
    assert "Återkallad" in strategist.text
    strategist.get(f"{base(world)}/avsiktsforklaringar?lage=valid")
    assert "Inga avsiktsförklaringar här" in strategist.text
    strategist.get(f"{base(world)}/avsiktsforklaringar?q=demo")
    assert "Anställa: 4 personer inom ett år" in strategist.text
    actions = select(AuditEntry.action).where(AuditEntry.action.startswith("employer_needs.letter.")).order_by(AuditEntry.id)
    assert db.session.execute(actions).scalars().all() == ["employer_needs.letter.entered", "employer_needs.letter.withdrawn"]


def test_others_ask_by_ref_and_get_what_the_user_may_see(world: World) -> None:
    response, need = answer(world)
    letter = letter_of(world, response, need)
    other = open_world(world.make)
    may, may_not = world.make.user(world.region, "strategist"), world.make.user(world.region, "supervisor")
    refs = [following.ref(letter), "employer_needs:letter:999999", "employer_needs:need:1", "x"]
    with world.inside():
        (found,) = hooks.for_region(world.region).letters_of_intent(user=may, refs=refs)
        assert hooks.for_region(world.region).letters_of_intent(user=may_not, refs=refs) == []
        assert hooks.for_region(world.region).letters_of_intent(user=None, refs=refs) == []
    with other.inside():
        assert hooks.for_region(other.region).letters_of_intent(user=other.make.user(other.region, "strategist"), refs=refs) == []
    assert (found.person_name, found.commitments, found.orgnr) == ("Kim Chef", (("hire", 2, "inom ett år"),), response.orgnr)
    with atomic(), world.inside():
        protect(email="kim@exempel.example", region=world.region)
        (found,) = hooks.for_region(world.region).letters_of_intent(user=may, refs=refs)
    assert (found.person_name, found.person_title, found.person_email, found.organisation_name) == ("", "", "", "Demo 1 AB")


def test_a_letter_is_of_its_region(world: World, strategist: Browser, employer: Visitors) -> None:
    other = open_world(world.make)
    response, need = answer(other)
    letter = letter_of(other, response, need)
    for rest in (f"avsiktsforklaringar/{letter.id}", f"avsiktsforklaringar/{letter.id}/dra-tillbaka", f"behov/{need.id}/avsiktsforklaring"):
        assert strategist.get(f"{base(world)}/{rest}").status == 404
    token = service.token_of(letter)
    assert employer().get(f"{base(world)}/avsikt/{token}").status == 404
    assert employer().get(f"{base(other)}/avsikt/{token}").status == 200
    assert employer().get(f"{base(other)}/avsikt/{'x' * 43}").status == 404


def test_a_commitment_follows_its_need_into_the_next_round(world: World, employer: Visitors) -> None:
    from .test_again import next_round

    response, need = answer(world)
    letter_of(world, response, need)
    visitor = employer().get(world.link(world.invite("Demo 1 AB", number=1, survey_round=next_round(world)))).submit().submit()
    visitor.submit({f"need_{need.id}": "unchanged"}).submit()
    fresh = world.rows(CompetenceNeed)[-1]
    assert world.only(Commitment).need_ids == [need.id, fresh.id]
    assert [(each["need_ids"], each["revision"]) for each in told("commitment_made")] == [([need.id], 1), ([need.id, fresh.id], 2)]


def test_a_completed_placement_is_told_to_the_need_that_it_was_promised_for(world: World) -> None:
    response, need = answer(world)
    letter_of(world, response, need)
    commitment = world.only(Commitment)
    with atomic(), world.inside():
        subscriptions.tell_of_placement(
            world.region, PlacementCompleted(placement_id=7, commitment_ref=f"employer_needs:commitment:{commitment.id}")
        )
    assert [(entry.need_id, entry.facts) for entry in world.rows(StatusEntry) if entry.code == "placed"] == [(need.id, {"placements": [7]})]


def test_a_signed_letter_is_disclosed_word_for_word(world: World) -> None:
    response, need = answer(world)
    letter = letter_of(world, response, need)
    with world.inside():
        assert [each.ref for each in disclosure.find(world.region, letter.reference, 5)] == [following.ref(letter)]
        record = disclosure.whole(world.region, following.ref(letter))
    assert record is not None
    shown: dict[str, Any] = {field.name: field.value for field in record.fields}
    assert (shown["text"], shown["person_name"]) == (letter.signed_text, "Kim Chef")


def test_replay_tells_of_what_holds(world: World) -> None:
    (first, need), (second, other) = answer(world, 1), answer(world, 2)
    kept, gone = letter_of(world, first, need), letter_of(world, second, other)
    with atomic(), world.inside():
        service.withdraw(region=world.region, letter=gone, reason="")
        service.replay(region=world.region)
    assert [each["letter_ref"] for each in told("commitment_made")][2:] == [following.ref(kept)]


@pytest.mark.parametrize("path", ["kvitto.pdf", "letter"])
def test_pdf_is_tagged_and_says_what_was_signed(world: World, employer: Visitors, path: str) -> None:
    answer(world, title="Vårdbiträde på natten")
    visitor = signed(world, employer())
    address = f"{base(world)}/svar/{world.response.reference}/kvitto.pdf?nyckel={response_token(world.response.seed)}"
    address = address if path == "kvitto.pdf" else f"{visitor.url}/avsiktsforklaring.pdf"
    found = employer().get(address).response
    assert found is not None
    assert found.mimetype == "application/pdf"
    pdf = Pdf(found.get_data())
    assert pdf.tags()["Title"] == 1
    assert pdf.tags()["H1"] >= 1
    assert ("Vårdbiträde på natten" if path == "kvitto.pdf" else "Anställa: 2 personer inom ett år") in " ".join(pdf.words().split())


def test_outbox_holds_no_person(world: World, employer: Visitors) -> None:
    answer(world)
    signed(world, employer())
    events = db.session.execute(select(Outbox).where(Outbox.kind == "event")).scalars().all()
    assert not re.search("kim|verksamhetschef", str([row.payload for row in events]).lower())
