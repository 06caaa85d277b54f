"""On the phone, by the standing link, and in a copied round."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from core.audit.models import AuditEntry
from core.db import atomic, db
from core.errors import Conflict
from core.testing.client import Browser
from plugins.employer_needs import jobs
from plugins.employer_needs.inviting import service, standing
from plugins.employer_needs.inviting.models import Anchor, RoundReminder
from plugins.employer_needs.models import CompetenceNeed, Invitation, SurveyRound
from plugins.employer_needs.services import rounds
from plugins.employer_needs.values import NeedState, RoundStatus

from .conftest import World, fill_need
from .inviting import Visitors, actions, mails, page, url


def test_an_answer_on_the_phone_says_so_everywhere(world: World, strategist: Browser) -> None:
    invitation = world.invite()
    strategist.get(page(world, f"/ej-svarat/{invitation.id}"))
    strategist.submit(to=page(world, f"/ej-svarat/{invitation.id}/pa-telefon"))
    assert "Du fyller nu i svaret åt arbetsgivaren." in strategist.text
    strategist.submit(having="organisation_name")
    fill_need_signed_in(strategist)
    strategist.follow("Gå vidare").submit(having="visibility", contact_email="hr@exempel.example", visibility="named_to_strategists")
    assert "Svaret lämnas per telefon till" in strategist.text
    strategist.submit()
    assert "Svaret lämnades per telefon till" in strategist.text
    response = world.response
    assert (response.by_phone, response.entered_by_id is not None, response.invitation_id) == (True, True, invitation.id)
    (receipt,) = mails("receipt")
    assert receipt.recipient == "hr@exempel.example"
    assert "per telefon" in receipt.body
    sent = db.session.execute(select(AuditEntry).where(AuditEntry.action == "employer_needs.response.sent")).scalar_one()
    assert sent.actor_id == response.entered_by_id
    assert "response.by_phone" in actions()
    strategist.get(page(world, f"/svar/{response.id}"))
    assert "Per telefon till" in strategist.text


def fill_need_signed_in(visitor: Browser) -> None:
    visitor.follow("Lägg till ett behov")
    visitor.submit(having="title", title="vårdbiträde")
    visitor.submit(having="kind", kind="new_recruitment", headcount_0_1="2")
    visitor.submit(having="level", municipality_code="2417", level="upper_secondary")
    visitor.submit(having="shortage", shortage="4")
    visitor.submit(having="distance_acceptable", distance_acceptable="yes")


def test_the_standing_link_takes_answers_outside_rounds(world: World, strategist: Browser, employer: Visitors) -> None:
    visitor = employer()
    assert visitor.get(url(world, "/anmal-behov")).status == 410
    strategist.get(url(world, "/omgangar"))
    strategist.submit(to=url(world, "/fast-lank"))
    assert "Den fasta länken är öppen." in strategist.text
    assert "Tills vidare" in strategist.text
    visitor.get(url(world, "/anmal-behov"))
    assert "Du kan lämna behov när som helst." in visitor.text
    visitor.submit()
    visitor.submit(organisation_name="Exempelverken", municipality_code="2417")
    fill_need(visitor)
    visitor.follow("Gå vidare").submit(contact_email="hr@exempel.example", visibility="named_to_strategists")
    visitor.submit()
    assert "Tack, svaret är skickat" in visitor.text
    assert "stängt" not in visitor.text
    _ordinary, made = world.rows(SurveyRound)
    assert (made.standing, world.response.round_id, world.need.state) == (True, made.id, NeedState.PUBLISHED)
    # It is not the round that is open now, and neither closes nor is announced as closing.
    with world.inside():
        from plugins.employer_needs.queries.rounds import open_round

        found = open_round(world.region)
        assert found is not None
        assert found.id == world.round.id
    with atomic(), world.inside():
        jobs.follow_rounds(world.region)
        with pytest.raises(Conflict):
            standing.open_standing(region=world.region)
    assert [each.status for each in world.rows(SurveyRound)] == [RoundStatus.OPEN, RoundStatus.OPEN]
    strategist.get(url(world, f"/omgangar/{made.id}/andra")).submit(intro="Hör av er.")
    assert "Omgången är ändrad." in strategist.text


def test_an_employer_is_counted_once_by_the_standing_link_and_adds_to_what_it_said(world: World, employer: Visitors) -> None:
    with atomic(), world.inside():
        standing.open_standing(region=world.region)
    for title in ("vårdbiträde", "svetsare", "vårdbiträde"):
        visitor = employer()
        visitor.get(url(world, "/anmal-behov")).submit()
        visitor.submit(organisation_name="Exempelverken", municipality_code="2417")
        fill_need(visitor, title=title)
        visitor.follow("Gå vidare").submit(contact_email="hr@exempel.example", visibility="named_to_strategists")
        visitor.submit()
    assert [need.state for need in world.rows(CompetenceNeed)] == [NeedState.REPLACED, NeedState.PUBLISHED, NeedState.PUBLISHED]


def test_a_copied_round_has_texts_reminders_and_the_same_employers_with_new_links(world: World, strategist: Browser) -> None:
    invitation = world.invite()
    with atomic(), world.inside():
        service.add_reminder(region=world.region, round_id=world.round.id, anchor=Anchor.AFTER_OPENING, days=7)
        rounds.own_round(world.region, world.round.id).letter = "Kära arbetsgivare"
    strategist.get(page(world, "/kopiera")).submit(title="Våren", with_invitations="y")
    assert "Här är kopian." in strategist.text
    copied = world.rows(SurveyRound)[1]
    assert (copied.title, copied.letter, copied.status, copied.survey_id) == (
        "Våren",
        "Kära arbetsgivare",
        RoundStatus.DRAFT,
        world.round.survey_id,
    )
    assert [(each.round_id, each.days, each.started_at) for each in world.rows(RoundReminder)][1] == (copied.id, 7, None)
    old, new = world.rows(Invitation)
    assert (new.round_id, new.email, new.identity, new.sent_at) == (copied.id, invitation.email, old.identity, None)
    assert new.token_hash != old.token_hash
