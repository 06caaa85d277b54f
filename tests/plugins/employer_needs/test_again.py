"""A returning employer corrects last year's answer, and a sent answer is changed until the round closes: nothing doubled, nothing lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from core.db import atomic, db
from core.jobs.models import Outbox
from core.testing.client import Browser
from plugins.employer_needs.answering.models import ResponseVersion
from plugins.employer_needs.models import CompetenceNeed, Response, StatusEntry, SurveyRound
from plugins.employer_needs.services import rounds, sending
from plugins.employer_needs.services.answers import response_token
from plugins.employer_needs.values import NeedState, ResponseStatus

from .conftest import World, fill_all, fill_need
from .test_overview import answer

Visitors = Callable[[], Browser]


def told(name: str = "need_published") -> list[dict[str, Any]]:
    statement = select(Outbox).where(Outbox.name == f"employer_needs.{name}.v1").order_by(Outbox.id)
    return [row.payload for row in db.session.execute(statement).scalars()]


def next_round(world: World) -> SurveyRound:
    with atomic(), world.inside():
        rounds.close_round(region=world.region, round_id=world.round.id)
        later = rounds.create_round(region=world.region, title="Nästa", opens_on=world.round.opens_on, closes_on=world.round.closes_on)
        rounds.open_round(region=world.region, round_id=later.id)
    return later


def last_year(world: World) -> tuple[CompetenceNeed, CompetenceNeed, CompetenceNeed]:
    """One employer's answer with three needs."""
    response, first = answer(world, 1, title="Vårdbiträde")
    with atomic(), world.inside():
        others = []
        for place, (title, group) in enumerate([("Svetsare", "7212"), ("Kock", "5120")], 1):
            need = CompetenceNeed(
                region_id=world.region.id,
                response_id=response.id,
                position=place,
                state=NeedState.PUBLISHED,
                local_title=title,
                occupation_group=group,
                group_label=title,
                kind="replacement",
                headcount_1_3=3,
                municipality_code="2417",
                level="none",
                shortage=5,
                distance_acceptable=True,
                visibility="named_to_strategists",
                skills=[{"label": "Ritningar", "id": None, "importance": 3, "at_hire": False}],
                licences=["Körkort B"],
            )
            db.session.add(need)
            db.session.flush()
            others.append(need)
        sending.tell(world.region, response, others)
    return first, others[0], others[1]


def returning(world: World, visitor: Browser) -> Browser:
    """To the page with last year's needs."""
    link = world.link(world.invite("Demo 1 AB", number=1, survey_round=next_round(world)))
    return visitor.get(link).submit().submit()


def test_last_year_is_unchanged_changed_or_gone(world: World, employer: Visitors) -> None:
    first, second, third = last_year(world)
    visitor = returning(world, employer())
    assert visitor.url.endswith("/forra-svaret")
    assert "Det här svarade ni i Hösten" in visitor.text
    assert "3 om 1–3 år. Norsjö. Ingen särskild utbildning." in visitor.text
    visitor.submit({f"need_{first.id}": "unchanged", f"need_{second.id}": "changed", f"need_{third.id}": "gone"})
    assert visitor.url.endswith("/allt")
    assert 'value="3"' in visitor.page
    visitor.submit(headcount_1_3="9")
    assert "Kontrollera ditt svar" in visitor.text
    assert "Finns inte längre" in visitor.text
    visitor.submit()
    assert visitor.url.endswith("/kvitto")
    rows = {need.id: need for need in world.rows(CompetenceNeed)}
    assert [rows[need.id].state for need in (first, second, third)] == [NeedState.REPLACED, NeedState.REPLACED, NeedState.WITHDRAWN]
    fresh = [need for need in rows.values() if need.state == NeedState.PUBLISHED]
    assert [(need.previous_id, need.headcount_1_3) for need in fresh] == [(first.id, 0), (second.id, 9)]
    assert fresh[1].skills == second.skills
    assert fresh[1].licences == ["Körkort B"]
    assert {each["need_id"] for each in told("need_withdrawn")} == {first.id, second.id, third.id}


def test_everything_is_gone_is_an_answer(world: World, employer: Visitors) -> None:
    needs = last_year(world)
    visitor = returning(world, employer())
    visitor.submit({f"need_{need.id}": "gone" for need in needs})
    visitor.submit()
    assert visitor.url.endswith("/kvitto")
    assert {need.state for need in world.rows(CompetenceNeed)} == {NeedState.WITHDRAWN}


def test_what_is_not_said_is_asked_for_and_nothing_is_lost(world: World, employer: Visitors) -> None:
    first, second, third = last_year(world)
    visitor = returning(world, employer())
    visitor.submit({f"need_{first.id}": "unchanged", f"need_{second.id}": "changed"})
    assert visitor.status == 422
    assert "Välj vad som gäller för Kock nu." in visitor.text
    assert dict(visitor.form(having="seen").fields)[f"need_{second.id}"] == "changed"
    visitor.submit({f"need_{third.id}": "gone"})
    assert visitor.url.endswith("/allt")


def test_one_may_change_ones_mind(world: World, employer: Visitors) -> None:
    first, second, third = last_year(world)
    visitor = returning(world, employer())
    visitor.submit({f"need_{need.id}": "unchanged" for need in (first, second, third)})
    page = visitor.url.replace("/kontrollera", "/forra-svaret")
    visitor.get(page).submit({f"need_{first.id}": "gone", f"need_{second.id}": "changed"})
    visitor.submit(headcount_1_3="4")
    visitor.get(page).submit()
    assert "Kontrollera ditt svar" in visitor.text
    drafts = [need for need in world.rows(CompetenceNeed) if need.state == NeedState.DRAFT]
    assert [(need.previous_id, need.headcount_1_3) for need in drafts] == [(second.id, 4), (third.id, 3)]


def test_a_typed_number_shows_nobody_elses_answer(world: World, employer: Visitors) -> None:
    last_year(world)
    number = next(row.orgnr for row in world.rows(Response))
    next_round(world)
    visitor = employer().get(f"/r/{world.region.slug}/employer-needs/svara").submit()
    visitor.submit(orgnr=number, organisation_name="Demo 1 AB", municipality_code="2417")
    assert "Inga behov än" in visitor.text
    assert "Svetsare" not in visitor.text
    visitor.get(visitor.url.replace("/behov", "/forra-svaret"))
    assert visitor.url.endswith("/behov")


def test_another_address_of_the_same_employer_that_is_asked_itself_keeps_its_answer(world: World, employer: Visitors) -> None:
    last_year(world)
    later = next_round(world)
    world.invite("Demo 1 AB", number=1, survey_round=later)
    with atomic(), world.inside():
        from plugins.employer_needs.services import invitations

        orgnr = next(row.orgnr for row in world.rows(Response))
        row = {"organisation": "Demo 1 AB", "orgnr": orgnr, "email": "annan@exempel.example", "municipality_code": "2417", "identity": "x"}
        invitations.invite(region=world.region, survey_round=later, rows=[row])
    from plugins.employer_needs.models import Invitation

    other = next(each for each in world.rows(Invitation) if each.email == "annan@exempel.example")
    visitor = employer().get(world.link(other)).submit().submit()
    assert "Inga behov än" in visitor.text


def test_the_earlier_answers_link_answers_the_next_round(world: World, employer: Visitors) -> None:
    first, second, third = last_year(world)
    response = world.only(Response)
    later = next_round(world)
    visitor = employer().get(f"/r/{world.region.slug}/employer-needs/svar/{response.reference}?nyckel={response_token(response.seed)}")
    visitor.follow("Svara i Nästa").submit()
    visitor.submit()
    visitor.submit({f"need_{need.id}": "unchanged" for need in (first, second, third)}).submit()
    assert visitor.url.endswith("/kvitto")
    assert [row.round_id for row in world.rows(Response)] == [world.round.id, later.id]


def change(world: World, employer: Visitors) -> Browser:
    """From the mailed link of a sent answer to the check page of its changes."""
    return employer().get(world.link(world.invite())).follow("Ändra svaret").submit()


def test_a_sent_answer_is_changed_with_the_same_needs(world: World, employer: Visitors) -> None:
    fill_all(employer(), world.link(world.invite())).submit()
    sent, need = world.response, world.need
    visitor = change(world, employer)
    assert "Det förra sparas också" in visitor.text
    visitor.follow("Hur många").submit(headcount_0_1="7")
    db.session.expire_all()
    with world.inside():
        assert db.session.execute(select(CompetenceNeed.headcount_0_1).where(CompetenceNeed.id == need.id)).scalar_one() == 2
    visitor.follow("Lägg till ett behov till").submit(title="svetsare")
    visitor.submit(kind="replacement", headcount_1_3="1").submit(level="none").submit(shortage="3").submit(distance_acceptable="no")
    visitor.follow("Gå vidare").submit()
    assert visitor.url.endswith(f"/svar/{sent.reference}/kvitto")
    assert "Det här är version 2" in visitor.text
    (response,) = world.rows(Response)
    changed, added = world.rows(CompetenceNeed)
    assert (changed.id, changed.headcount_0_1, changed.revision, changed.state) == (need.id, 7, 2, NeedState.PUBLISHED)
    assert (added.response_id, added.state, added.revision) == (response.id, NeedState.PUBLISHED, 1)
    assert [(each["need_id"], each["revision"], each["headcount_0_1"]) for each in told()] == [
        (need.id, 1, 2),
        (need.id, 2, 7),
        (added.id, 1, 0),
    ]
    assert [version.number for version in world.rows(ResponseVersion)] == [1, 2]
    assert [entry.code for entry in world.rows(StatusEntry) if entry.need_id == need.id] == ["received"]


def test_the_staff_sees_what_was_changed(world: World, employer: Visitors, strategist: Browser) -> None:
    fill_all(employer(), world.link(world.invite())).submit()
    visitor = change(world, employer)
    visitor.follow("Hur många").submit(headcount_0_1="7")
    visitor.submit()
    response = world.response
    strategist.get(f"/r/{world.region.slug}/employer-needs/omgangar/{world.round.id}/svar/{response.id}")
    assert "Version 2" in strategist.text
    assert "Vårdbiträde: Hur många 2 inom 1 år 7 inom 1 år" in strategist.text


def test_a_need_that_is_taken_out_is_withdrawn(world: World, employer: Visitors) -> None:
    visitor = employer()
    visitor.get(world.link(world.invite())).submit()
    visitor.submit()
    fill_need(visitor)
    fill_need(visitor, title="svetsare")
    visitor.follow("Gå vidare").submit(contact_email="hr@exempel.example", visibility="named_in_dossiers").submit()
    again = change(world, employer)
    again.follow("Ta bort").submit()
    again.submit()
    first, second = world.rows(CompetenceNeed)
    assert (first.state, second.state) == (NeedState.WITHDRAWN, NeedState.PUBLISHED)
    assert told("need_withdrawn") == [{"need_id": first.id, "revision": 2}]
    assert told()[-1]["visibility"] == "named_in_dossiers"


def test_changes_are_thrown_away_and_the_answer_stands(world: World, employer: Visitors) -> None:
    fill_all(employer(), world.link(world.invite())).submit()
    visitor = change(world, employer)
    visitor.follow("Hur många").submit(headcount_0_1="7")
    visitor.follow("Kasta ändringarna").submit()
    assert "Vad händer med era behov?" in visitor.text
    assert (world.need.headcount_0_1, world.need.revision) == (2, 1)
    assert len(world.rows(Response)) == 1


def test_changes_are_resumed_and_there_is_one_draft(world: World, employer: Visitors) -> None:
    fill_all(employer(), world.link(world.invite())).submit()
    change(world, employer).follow("Hur många").submit(headcount_0_1="7")
    visitor = employer().get(world.link(world.invite()))
    visitor.follow("Fortsätt ändra svaret").submit()
    assert "7 inom 1 år" in visitor.text
    assert [row.status for row in world.rows(Response)] == [ResponseStatus.SENT, ResponseStatus.DRAFT]


def test_a_need_withdrawn_while_it_is_changed_stays_withdrawn(world: World, employer: Visitors) -> None:
    visitor = employer()
    visitor.get(world.link(world.invite())).submit()
    visitor.submit()
    fill_need(visitor)
    fill_need(visitor, title="svetsare")
    visitor.follow("Gå vidare").submit(visibility="named_to_strategists").submit()
    again = change(world, employer)
    employer().get(world.link(world.invite())).follow("Se svaret").follow("inte längre aktuellt").submit()
    again.get(again.url).submit()
    states = [need.state for need in world.rows(CompetenceNeed)]
    assert states == [NeedState.WITHDRAWN, NeedState.PUBLISHED]


def test_after_the_round_nothing_is_changed_and_the_page_says_so(world: World, employer: Visitors) -> None:
    fill_all(employer(), world.link(world.invite())).submit()
    visitor = change(world, employer)
    visitor.follow("Hur många")
    with atomic(), world.inside():
        rounds.close_round(region=world.region, round_id=world.round.id)
    visitor.submit(headcount_0_1="7")
    assert visitor.status == 410
    assert "Omgången har stängt" in visitor.text
    response = next(row for row in world.rows(Response) if row.revises_id is None)
    key = response_token(response.seed)
    visitor = employer().get(f"/r/{world.region.slug}/employer-needs/svar/{response.reference}/andra?nyckel={key}")
    assert "Svaret kan inte längre ändras här" in visitor.text


@pytest.mark.requirement("R9")
def test_changes_pressed_twice_are_sent_once(world: World, employer: Visitors) -> None:
    fill_all(employer(), world.link(world.invite())).submit()
    visitor = change(world, employer)
    visitor.follow("Hur många").submit(headcount_0_1="7")
    visitor.submit().repeat()
    assert visitor.url.endswith("/kvitto")
    assert [each["revision"] for each in told()] == [1, 2]
