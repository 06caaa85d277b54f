"""What the plugin puts on the region's other pages, its duties towards people, and its demo data."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from random import Random
from time import process_time

from flask import current_app
from sqlalchemy import func, select

from core.audit.models import AuditEntry
from core.clock import today
from core.db import atomic, db
from core.events import Event
from core.jobs.models import Outbox
from core.plugins import hooks
from core.plugins.registry import registry
from core.regions.queries import municipalities
from core.testing.client import Browser
from core.users.service import ensure_user
from plugins.employer_needs import demo, stewardship
from plugins.employer_needs.answering.models import ResponseVersion
from plugins.employer_needs.commitments.models import Letter
from plugins.employer_needs.dashboards import publishing
from plugins.employer_needs.dashboards.models import Publication
from plugins.employer_needs.models import CompetenceNeed, Invitation, InvitationImport, Response, SurveyRound
from plugins.employer_needs.services import answers, invitations, rounds
from plugins.employer_needs.values import NeedState, ResponseStatus, RoundStatus, Visibility

from .conftest import World
from .test_overview import answer


def test_task_card_only_while_anybody_may_answer(world: World, browser: Browser) -> None:
    start = f"/r/{world.region.slug}/"
    browser.get(start).follow("Berätta vad ni behöver")
    assert browser.url.endswith("/employer-needs/svara")
    with atomic(), world.inside():
        rounds.close_round(region=world.region, round_id=world.round.id)
    assert "Berätta vad ni behöver" not in browser.get(start).text


def test_board_says_what_closes_soon_and_how_it_goes(world: World, strategist: Browser) -> None:
    answer(world)
    start = f"/r/{world.region.slug}/"
    assert "stänger" not in strategist.get(start).text
    with atomic(), world.inside():
        world.round.closes_on = today() + timedelta(days=3)
    strategist.get(start)
    assert "Hösten stänger" in strategist.text
    assert "1 av 1 inbjudna har svarat." in strategist.text
    assert "Personer som behövs 2" in strategist.text


def test_search_and_refs_show_what_the_user_may_see(world: World, strategist: Browser, employer: Callable[[], Browser]) -> None:
    _response, need = answer(world, title="Lodsare i tunnel")
    _other, hidden = answer(world, 2, title="Lodsare i smyg", visibility=Visibility.AGGREGATE_ONLY)
    strategist.get(f"/r/{world.region.slug}/search?q=lodsare")
    assert "Lodsare i tunnel" in strategist.text
    assert "Lodsare i smyg" not in strategist.text
    assert "Hösten" in strategist.get(f"/r/{world.region.slug}/search?q=hösten").text
    assert "Lodsare" not in employer().get(f"/r/{world.region.slug}/search?q=tunnel").text
    reader = world.make.user(world.region, "strategist")
    nobody = world.make.user(world.region, "supervisor")
    with current_app.test_request_context(f"/r/{world.region.slug}/"), world.inside():
        facade = hooks.for_region(world.region)
        link = facade.resolve_ref(user=reader, ref=f"employer_needs:need:{need.id}")
        assert link is not None
        assert link.title == "Lodsare i tunnel i Norsjö"
        assert facade.resolve_ref(user=reader, ref=f"employer_needs:round:{world.round.id}") is not None
        for ref in (f"need:{hidden.id}", "need:0", "need:x", "need:", "other:1", "", "need:" + "9" * 40):
            assert facade.resolve_ref(user=reader, ref=f"employer_needs:{ref}") is None
        assert facade.resolve_ref(user=nobody, ref=f"employer_needs:need:{need.id}") is None


def test_checks_say_what_to_do(world: World) -> None:
    with world.inside():
        assert [check.ok for _plugin, check in hooks.for_region(world.region).region_checks()] == [True, False]
    with atomic(), world.inside():
        rounds.close_round(region=world.region, round_id=world.round.id)
        assert [check.ok for _plugin, check in hooks.for_region(world.region).region_checks()] == [False, False]


def test_report_puts_small_groups_together(world: World) -> None:
    for number in range(1, 5):
        answer(world, number)
    for number in range(5, 8):
        answer(world, number, occupation_group="7111", group_label="Träarbetare, snickare m.fl.", headcount_0_1=1)
    answer(world, 8, occupation_group="7212", group_label="Svetsare och gasskärare", headcount_0_1=9)
    with world.inside():
        (section,) = hooks.for_region(world.region).report_sections(period=today().year)
        assert len(section.tables) == 1  # nothing is told before it is published
    with atomic(), world.inside():
        rounds.close_round(region=world.region, round_id=world.round.id)
        publishing.store(region=world.region, round_id=world.round.id)
    with world.inside():
        (section,) = hooks.for_region(world.region).report_sections(period=today().year)
        assert hooks.for_region(world.region).report_sections(period=1999) == []
    _caption, _header, rows = section.tables[1]
    # Svetsare alone would be given away by the sum, so the smallest open group is put together with it.
    assert [list(row) for row in rows] == [["Vårdbiträden", 4, 8], ["Övriga yrkesgrupper", 4, 12]]
    assert list(section.tables[0][2][0])[:4] == ["Hösten", 8, 8, 8]


def test_log_entries_are_told_in_words(world: World) -> None:
    response, _need = answer(world)
    entries = db.session.execute(select(AuditEntry).where(AuditEntry.action.startswith("employer_needs")).order_by(AuditEntry.id)).scalars()
    told = [hooks.stewardship().describe_log_entry(entry=entry) for entry in entries]
    assert told == ["Skapade omgången Hösten", "Öppnade omgången Hösten", f"Svaret {response.reference} kom in (antal behov: 1)"]


def test_person_gets_and_loses_what_is_kept(world: World) -> None:
    address = "person1@exempel.example"
    response, _need = answer(world)
    invitation = world.only(Invitation)
    with atomic(), world.inside():
        invitation.email = address
        user = ensure_user(email=address)
        row = {"row": 2, "organisation": "Demo", "orgnr": None, "email": address, "municipality_code": None, "identity": "x"}
        other = {**row, "email": "annan@exempel.example", "identity": "y"}
        bad = [{"row": 3, "faults": [], "cells": ["Demo", address.upper()]}, {"row": 4, "faults": [], "cells": ["Demo"]}]
        db.session.add(
            InvitationImport(region_id=world.region.id, round_id=world.round.id, created_by_id=user.id, good=[row, other], bad=bad)
        )
    kept = {dataset.name: len(dataset.rows) for dataset in stewardship.export(user, None)}
    assert kept == {
        "employer_needs.files_read": 1,
        "employer_needs.files_listed_in": 1,
    }
    with atomic():
        stewardship.erase(user)
    assert [len(dataset.rows) for dataset in stewardship.export(user, None)] == [0, 0]
    assert world.response.contact_name == ""
    assert world.response.organisation_name == "Demo 1 AB"
    found = world.only(InvitationImport)
    assert [each["email"] for each in found.good] == ["annan@exempel.example"]
    assert [each["row"] for each in found.bad] == [4]
    blocked = hooks.stewardship().deletion_blockers(subject=f"core:organisation:{response.organisation_id}")
    assert [str(blocker.reason) for blocker in blocked] == [
        "Organisationen har lämnat 1 svar om kompetensbehov. Svar är allmänna handlingar."
    ]
    for subject in ("core:organisation:0", "core:organisation:x", "core:user:1"):
        assert hooks.stewardship().deletion_blockers(subject=subject) == []


def test_demo_fills_every_screen_once_and_fast(world: World) -> None:
    region = world.make.region("demolandet", plugins=["employer_needs"], settings={"employer_needs": {"open_answers": True}})
    made = World(world.make, region, world.round)
    started = process_time()
    for _ in range(2):
        with atomic(), made.inside():
            demo.seed(region, Random(7))
    assert process_time() - started < 20
    past, now, *others = made.rows(SurveyRound)
    (standing,) = (each for each in others if each.standing)
    older = [each for each in others if not each.standing]
    assert standing.status == RoundStatus.OPEN
    assert (past.status, now.status) == (RoundStatus.CLOSED, RoundStatus.OPEN)
    assert [each.round_id for each in made.rows(Publication)] == [each.id for each in older]
    in_round = [invitation for invitation in made.rows(Invitation) if invitation.round_id == now.id]
    assert len(in_round) == 60
    assert sum(invitation.answered_at is not None for invitation in in_round) == 40
    responses = made.rows(Response)
    assert sum(response.status == ResponseStatus.DRAFT for response in responses) == 1
    needs = made.rows(CompetenceNeed)
    living = [need for need in needs if need.state == NeedState.PUBLISHED]
    assert len({need.occupation_group for need in living}) >= 12
    versions = [version for version in made.rows(ResponseVersion) if version.number > 1]
    changed = sum(len(version.content["needs"]) for version in versions)
    assert len(versions) == 1
    letters = made.rows(Letter)
    assert (len(letters), sum(letter.withdrawn_at is not None for letter in letters)) == (8, 1)
    published = (
        select(func.count()).select_from(Outbox).where(Outbox.name == "employer_needs.need_published.v1", Outbox.region_id == region.id)
    )
    assert db.session.execute(published).scalar_one() == sum(need.revision for need in living) == len(living) + changed


def test_demo_is_the_same_for_the_same_seed(world: World) -> None:
    with world.inside():
        places = list(municipalities(world.region))
        once, again, other = (demo._employers(places, Random(seed)) for seed in (7, 7, 8))
    assert once == again
    assert once != other
    assert len({employer["identity"] for employer in once}) == len(once) == 60
    assert {employer["municipality_code"] for employer in once} == {place.code for place in places}


def test_every_event_of_the_plugin_is_registered(context: None) -> None:
    assert {name for name, event in registry().events.items() if name.startswith("employer_needs.") and issubclass(event, Event)} == {
        "employer_needs.need_published.v1",
        "employer_needs.need_withdrawn.v1",
        "employer_needs.commitment_made.v1",
        "employer_needs.commitment_withdrawn.v1",
    }


def test_typeahead_answers_anybody_and_forgives(world: World, browser: Browser) -> None:
    base = f"/r/{world.region.slug}/employer-needs"
    found = browser.client.get(f"{base}/yrken?q=underskoterska").get_json()["items"]
    assert found
    assert set(found[0]) == {"value", "label", "why"}
    assert browser.client.get(f"{base}/yrken?q=").get_json() == {"items": []}
    assert browser.client.get(f"{base}/yrken?q={'x' * 3000}").status_code == 200
    assert browser.client.get(f"{base}/kompetenser?q=truck").get_json() == {"items": []}


def test_draft_that_was_begun_is_seen_in_the_round(world: World, strategist: Browser) -> None:
    invitation = world.invite()
    with atomic(), world.inside():
        answers.begin(region=world.region, survey_round=world.round, invitation=invitation)
        assert invitations.already_invited(world.round, [invitation.identity]) == {invitation.identity}
    strategist.get(f"/r/{world.region.slug}/employer-needs/omgangar/{world.round.id}")
    assert "Påbörjade svar 1" in strategist.text
