"""An invitation handed over or declined, and reminders by schedule."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from time_machine import travel

from core.db import atomic, utcnow
from core.errors import Conflict
from core.jobs.runner import drain
from core.testing.client import Browser
from plugins.employer_needs import jobs
from plugins.employer_needs.inviting import service
from plugins.employer_needs.inviting.models import Anchor, Delegation, RoundReminder
from plugins.employer_needs.models import Invitation
from plugins.employer_needs.services import rounds
from plugins.employer_needs.services.invitations import invitation_token

from .conftest import World, fill_all, fill_need
from .inviting import Visitors, actions, mails, page, url


def test_an_invitation_is_handed_over_with_its_draft(world: World, employer: Visitors) -> None:
    invitation = world.invite()
    old = world.link(invitation)
    visitor = employer()
    visitor.get(old).submit()
    visitor.submit()
    fill_need(visitor)
    visitor.get(old).follow("Lämna över till en kollega")
    visitor.submit(to_name="Kim Exempel", to_email="hr1@exempel.example")
    assert visitor.status == 422
    visitor.submit(to_name="Kim Exempel", to_email="KIM@exempel.example")
    assert "Du har lämnat över till en kollega" in visitor.text
    now = world.only(Invitation)
    assert (now.email, now.contact_name) == ("kim@exempel.example", "Kim Exempel")
    handed = world.only(Delegation)
    assert (handed.from_email, handed.to_email) == ("hr1@exempel.example", "kim@exempel.example")
    (to_colleague,), (to_giver,) = mails("delegated"), mails("handed_over")
    assert (to_colleague.recipient, to_giver.recipient) == ("kim@exempel.example", "hr1@exempel.example")
    link = re.search(r"/svara/[\w-]+", to_colleague.body)
    assert link is not None
    assert link[0] == f"/svara/{invitation_token(now.seed)}"
    assert link[0] not in to_giver.body
    colleague = employer()
    colleague.get(url(world, link[0]))
    assert "Du har ett påbörjat svar" in colleague.text
    assert colleague.submit().url.endswith("/behov")
    assert "Vårdbiträde" in colleague.text
    # The earlier link says what has happened, and can do nothing more.
    stale = employer()
    stale.get(old)
    assert (stale.status, "Du har lämnat över till en kollega" in stale.text) == (410, True)
    for rest in ("/lamna-over", "/avsta"):
        assert stale.get(old + rest).status == 404
    assert "invitation.delegated" in actions()


def test_an_invitation_is_not_handed_over_without_end(world: World) -> None:
    invitation = world.invite()
    with atomic(), world.inside():
        for number in range(service.MAX_DELEGATIONS):
            service.delegate(
                region=world.region, survey_round=world.round, invitation=invitation, to_name="N", to_email=f"n{number}@exempel.example"
            )
        with pytest.raises(Conflict):
            service.delegate(
                region=world.region, survey_round=world.round, invitation=invitation, to_name="N", to_email="x@exempel.example"
            )


def test_who_declines_is_reminded_no_more_and_may_still_answer(world: World, employer: Visitors) -> None:
    drain()
    link = world.link(world.invite())
    with atomic(), world.inside():
        jobs.send_invitations(world.region, round_id=world.round.id)
    (mail,) = mails("invitation")
    assert f"{link}/avsta" in mail.body
    visitor = employer()
    visitor.get(f"{link}/avsta")
    assert world.only(Invitation).declined_at is None
    visitor.submit()
    assert "Ni får inga påminnelser." in visitor.text
    assert world.only(Invitation).declined_at is not None
    jobs_remind(world)
    assert mails("reminder") == []
    fill_all(employer(), link).submit()
    assert world.only(Invitation).declined_at is None
    assert world.only(Invitation).answered_at is not None


def jobs_remind(world: World) -> None:
    with atomic(), world.inside():
        jobs.send_reminders(world.region, round_id=world.round.id, before=(utcnow() + timedelta(days=1)).isoformat())


def send_due(world: World, days: float) -> int:
    """The morning, some days from now: how many have been reminded in all."""
    with travel(utcnow() + timedelta(days=days), tick=False):
        with atomic(), world.inside():
            jobs.send_due_reminders(world.region)
        drain()
    return len(mails("reminder"))


@pytest.mark.requirement("R14")
def test_scheduled_reminders_go_once_each_to_those_who_wait(world: World, strategist: Browser, employer: Visitors) -> None:
    waits, answers, declines = (world.invite(f"Arbetsgivare {n}", number=n) for n in (1, 2, 3))
    drain()
    with atomic(), world.inside():
        jobs.send_invitations(world.region, round_id=world.round.id)
    fill_all(employer(), world.link(answers)).submit()
    employer().get(world.link(declines) + "/avsta").submit()
    strategist.get(page(world, "/paminnelser")).submit(having="days", days="7", anchor="after_opening")
    strategist.submit(having="days", days="3", anchor="before_closing")
    assert "7 dagar efter att omgången öppnar" in strategist.text
    strategist.submit(having="days", days="3", anchor="before_closing")
    assert "Det finns redan en påminnelse den dagen." in strategist.text
    strategist.submit(having="days", days="100", anchor="after_opening")
    assert "Dagen ligger utanför omgången." in strategist.text
    assert send_due(world, 6) == 0
    assert send_due(world, 7) == 1
    assert send_due(world, 7) == 1
    assert send_due(world, 8) == 1
    assert send_due(world, 27) == 2
    assert send_due(world, 28) == 2
    assert {mail.recipient for mail in mails("reminder")} == {waits.email}
    assert [each.started_at is not None for each in world.rows(RoundReminder)] == [True, True]


def test_days_that_were_missed_are_one_reminder_and_a_closed_round_sends_none(world: World) -> None:
    world.invite()
    drain()
    with atomic(), world.inside():
        jobs.send_invitations(world.region, round_id=world.round.id)
        for days in (5, 6, 7):
            service.add_reminder(region=world.region, round_id=world.round.id, anchor=Anchor.AFTER_OPENING, days=days)
        service.add_reminder(region=world.region, round_id=world.round.id, anchor=Anchor.BEFORE_CLOSING, days=1)
    assert send_due(world, 10) == 1
    with atomic(), world.inside():
        rounds.close_round(region=world.region, round_id=world.round.id)
    assert send_due(world, 29) == 1
    with atomic(), world.inside():
        sent, *_others, last = world.rows(RoundReminder)
        service.remove_reminder(region=world.region, round_id=world.round.id, reminder_id=last.id)
        with pytest.raises(Conflict):
            service.remove_reminder(region=world.region, round_id=world.round.id, reminder_id=sent.id)
