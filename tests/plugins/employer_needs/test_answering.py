"""The employer's way, from the mailed link to the receipt, as a browser without JavaScript walks it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from sqlalchemy import select

from core.db import atomic, db
from core.jobs.models import Outbox
from core.mail.models import Mail
from core.organisations.models import Organisation
from core.testing.client import Browser
from core.testing.factories import check_digit
from plugins.employer_needs.models import CompetenceNeed, Invitation, Response, StatusEntry
from plugins.employer_needs.services import rounds
from plugins.employer_needs.values import NeedState, ResponseStatus

from .conftest import World, fill_all, fill_need

Visitors = Callable[[], Browser]


def events() -> list[Outbox]:
    return list(db.session.execute(select(Outbox).where(Outbox.kind == "event").order_by(Outbox.id)).scalars())


def mails(kind: str) -> list[Mail]:
    return list(db.session.execute(select(Mail).where(Mail.kind == f"employer_needs.{kind}").order_by(Mail.id)).scalars())


@pytest.mark.requirement("A5")
def test_whole_way(world: World, employer: Visitors) -> None:
    visitor = employer()
    visitor.get(world.link(world.invite()))
    assert "Vilken kompetens behöver Exempelverken AB?" in visitor.text
    assert "allmän handling" in visitor.text
    visitor.submit()
    assert visitor.url.endswith("/organisation")
    assert 'value="Exempelverken AB"' in visitor.page
    visitor.submit()
    assert "Inga behov än" in visitor.text
    fill_need(visitor)
    assert "Klar" in visitor.text
    assert "Pågår" not in visitor.text
    visitor.follow("Gå vidare")
    visitor.submit(contact_email="hr@exempel.example", visibility="named_to_strategists")
    assert "Kontrollera ditt svar" in visitor.text
    visitor.submit()
    response, need = world.response, world.need
    assert visitor.url.endswith("/kvitto")
    assert response.reference in visitor.text
    assert response.status == ResponseStatus.SENT
    assert (need.state, need.occupation_group, need.headcount) == (NeedState.PUBLISHED, "5330", 2)
    assert need.skills == [{"label": "Demensvård", "id": None}]
    assert [entry.code for entry in world.rows(StatusEntry)] == ["received"]
    assert world.only(Invitation).answered_at == response.sent_at
    (event,) = events()
    assert event.name == "employer_needs.need_published.v1"
    told = {"need_id": need.id, "organisation_id": response.organisation_id, "organisation_name": "Exempelverken AB"}
    assert {key: event.payload[key] for key in told} == told
    (receipt,) = mails("receipt")
    assert receipt.recipient == "hr@exempel.example"
    assert response.reference in receipt.body


def test_a_look_at_the_link_changes_nothing(world: World, employer: Visitors) -> None:
    link = world.link(world.invite())
    for _ in range(3):
        employer().get(link)
        employer().client.head(link)
    assert world.rows(Response) == []
    assert world.only(Invitation).opened_at is None


@pytest.mark.requirement("R11")
def test_draft_is_resumed_on_another_device(world: World, employer: Visitors) -> None:
    link = world.link(world.invite())
    first = employer().get(link).submit().submit()
    first.follow("Lägg till ett behov").submit(title="svetsare")
    first.submit(kind="replacement", headcount_1_3="1 200")
    second = employer().get(link)
    assert "Du har ett påbörjat svar" in second.text
    second.submit()
    assert "Svetsare" in second.text
    assert "Pågår" in second.text
    second.follow("Svetsare")
    assert "Var, och med vilken utbildning?" in second.text
    assert world.need.headcount_1_3 == 1200
    assert len(world.rows(Response)) == 1


def test_ambiguous_title_leads_to_a_choice(world: World, employer: Visitors) -> None:
    visitor = employer().get(world.link(world.invite())).submit().submit()
    visitor.follow("Lägg till ett behov").submit(title="undersköterska")
    assert "Vad menar du med ”undersköterska”?" in visitor.text
    chosen = [re.findall(r'value="([^"]+)"', found)[0] for found in re.findall(r'<input[^>]*name="choice"[^>]*>', visitor.page)]
    assert len(chosen) > 2
    visitor.submit(choice=chosen[0])
    assert "Varför och hur många?" in visitor.text
    need = world.need
    assert (need.local_title, need.occupation_id, need.occupation_group) == ("undersköterska", chosen[0], "5321")
    assert need.taxonomy_version == "demo"


def test_unknown_title_keeps_its_words_and_needs_a_group(world: World, employer: Visitors) -> None:
    visitor = employer().get(world.link(world.invite())).submit().submit()
    visitor.follow("Lägg till ett behov").submit(title="Qwzx-operatör på Zyxwv")
    visitor.submit(choice="own") if "Inget av dem" in visitor.text else visitor.submit()
    assert visitor.status == 422
    assert "Välj den yrkesgrupp som ligger närmast." in visitor.text
    visitor.submit(group="7223")
    need = world.need
    assert (need.local_title, need.occupation_id, need.occupation_group) == ("Qwzx-operatör på Zyxwv", None, "7223")


def test_picked_suggestion_decides_unless_the_text_was_changed(world: World, employer: Visitors) -> None:
    visitor = employer().get(world.link(world.invite())).submit().submit()
    visitor.follow("Lägg till ett behov").submit(title="Installationselektriker", title_id="group:7412")
    assert world.need.occupation_group == "7411"


@pytest.mark.requirement("R11")
def test_save_and_go_on_later_keeps_half_a_page(world: World, employer: Visitors) -> None:
    visitor = employer().get(world.link(world.invite())).submit().submit()
    visitor.follow("Lägg till ett behov").submit(title="svetsare")
    visitor.submit(kind="upskilling", button=("action", "later"))
    assert "Fortsätt senare" in visitor.text
    assert world.link(world.only(Invitation)) in visitor.text
    assert (world.need.kind, world.need.headcount) == ("upskilling", 0)
    visitor.submit(email="mig@exempel.example")
    (mail,) = mails("resume")
    assert mail.recipient == "mig@exempel.example"
    assert world.link(world.only(Invitation)) in mail.body


def test_more_rooms_for_skills_loses_nothing(world: World, employer: Visitors) -> None:
    visitor = employer().get(world.link(world.invite())).submit().submit()
    visitor.follow("Lägg till ett behov").submit(title="svetsare")
    visitor.submit(kind="upskilling", headcount_0_1="1").submit(municipality_code="2417", level="none")
    visitor.submit(skill_0="TIG", skill_1="tig", skill_2="MIG", button=("action", "more"))
    assert [skill["label"] for skill in world.need.skills] == ["TIG", "MIG"]
    visitor.submit(skill_5="Ritningsläsning", shortage="5")
    assert [skill["label"] for skill in world.need.skills] == ["TIG", "MIG", "Ritningsläsning"]
    assert world.need.shortage == 5


@pytest.mark.requirement("A5")
def test_change_links_lead_back_to_the_check_page(world: World, employer: Visitors) -> None:
    visitor = fill_all(employer(), world.link(world.invite()))
    visitor.follow("Hur många")
    visitor.submit(headcount_0_1="7")
    assert "Kontrollera ditt svar" in visitor.text
    assert world.need.headcount_0_1 == 7
    visitor.follow("Yrke med egna ord")
    visitor.submit(title="undersköterska")
    assert "Vad menar du med" in visitor.text
    visitor.submit(choice="group:5323") if 'value="group:5323"' in visitor.page else visitor.submit(choice="own", group="5323")
    assert "Kontrollera ditt svar" in visitor.text
    assert world.need.occupation_group == "5323"


def test_incomplete_answer_is_not_sent_and_says_what_is_missing(world: World, employer: Visitors) -> None:
    visitor = employer().get(world.link(world.invite())).submit().submit()
    visitor.follow("Lägg till ett behov").submit(title="svetsare")
    reference = world.response.reference
    visitor.get(f"/r/{world.region.slug}/employer-needs/svar/{reference}/kontrollera")
    assert "Det här saknas" in visitor.text
    assert "Svetsare: Varför och hur många" in visitor.text
    visitor.get(f"/r/{world.region.slug}/employer-needs/svar/{reference}/fortsatt-senare")
    visitor.post(f"/r/{world.region.slug}/employer-needs/svar/{reference}/kontrollera", dict(visitor.form().fields))
    assert visitor.status == 422
    assert world.response.status == ResponseStatus.DRAFT
    assert events() == []


def test_need_can_be_removed_from_a_draft(world: World, employer: Visitors) -> None:
    visitor = employer().get(world.link(world.invite())).submit().submit()
    visitor.follow("Lägg till ett behov").submit(title="svetsare")
    visitor.get(f"/r/{world.region.slug}/employer-needs/svar/{world.response.reference}/behov").follow("Ta bort").submit()
    assert world.rows(CompetenceNeed) == []
    assert "Inga behov än" in visitor.text


def test_standing_link(world: World, employer: Visitors) -> None:
    visitor = employer().get(f"/r/{world.region.slug}/employer-needs/svara").submit()
    number = check_digit("556677001")
    visitor.submit(orgnr=f"16{number[:6]} - {number[6:]}")
    assert "Skriv organisationens namn." in visitor.text
    visitor.submit(organisation_name="Helt Ny Demo AB", municipality_code="0")
    assert (world.response.orgnr, world.response.municipality_code, world.response.organisation_confirmed) == (number, None, True)
    fill_need(visitor)
    visitor.follow("Gå vidare").submit(visibility="aggregate_only").submit()
    assert world.response.status == ResponseStatus.SENT
    assert mails("receipt") == []
    assert events()[0].payload["organisation_name"] == ""
    organisation = db.session.execute(select(Organisation).where(Organisation.orgnr == number)).scalar_one()
    assert events()[0].payload["organisation_id"] == organisation.id


def test_known_number_proposes_name_and_municipality(world: World, employer: Visitors) -> None:
    known = world.make.organisation(world.region, "Bekanta Demo AB", municipality="2417")
    visitor = employer().get(f"/r/{world.region.slug}/employer-needs/svara").submit()
    visitor.submit(orgnr=known.orgnr)
    assert "Vi hittade Bekanta Demo AB" in visitor.text
    visitor.submit()
    assert (world.response.organisation_name, world.response.municipality_code) == ("Bekanta Demo AB", "2417")


def test_standing_link_is_off_unless_chosen(make: object, employer: Visitors) -> None:
    from .conftest import open_world

    shut = open_world(make, open_answers=False)  # type: ignore[arg-type]
    visitor = employer().get(f"/r/{shut.region.slug}/employer-needs/svara")
    assert visitor.status == 410
    assert "Just nu frågar vi inte om kompetensbehov" in visitor.text


def test_answered_link_shows_the_receipts_way(world: World, employer: Visitors) -> None:
    link = world.link(world.invite())
    fill_all(employer(), link).submit()
    other = employer().get(link)
    assert "Du har redan svarat" in other.text
    assert world.response.reference in other.text
    other.follow("Se svaret")
    assert "Vad händer med era behov?" in other.text
    assert "Vi har tagit emot behovet." in other.text


def test_same_employer_answering_a_later_round_replaces_the_older_needs(world: World, employer: Visitors) -> None:
    fill_all(employer(), world.link(world.invite())).submit()
    first = world.need
    with atomic(), world.inside():
        later = rounds.create_round(region=world.region, title="Nästa", opens_on=world.round.opens_on, closes_on=world.round.closes_on)
        rounds.open_round(region=world.region, round_id=later.id)
    visitor = employer().get(world.link(world.invite(survey_round=later))).submit().submit()
    visitor.follow("Börja om utan det förra svaret")
    fill_need(visitor, headcount="5").follow("Gå vidare").submit()
    states = {need.id: need.state for need in world.rows(CompetenceNeed)}
    assert states[first.id] == NeedState.REPLACED
    assert sorted(states.values()) == [NeedState.PUBLISHED, NeedState.REPLACED]
    assert [event.name for event in events()] == [
        "employer_needs.need_published.v1",
        "employer_needs.need_withdrawn.v1",
        "employer_needs.need_published.v1",
    ]


def test_need_is_withdrawn_by_its_employer(world: World, employer: Visitors) -> None:
    link = world.link(world.invite())
    fill_all(employer(), link).submit()
    visitor = employer().get(link).follow("Se svaret").follow("inte längre aktuellt")
    visitor.submit()
    assert world.need.state == NeedState.WITHDRAWN
    assert "Tillbakadraget" in visitor.text
    assert events()[-1].name == "employer_needs.need_withdrawn.v1"
    assert events()[-1].payload == {"need_id": world.need.id, "revision": 2}
