"""A draft on referral: answers behind the link and by members, reminders, and what closing it means."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from core.clock import today
from core.db import atomic, db
from core.errors import Conflict
from core.jobs.runner import drain
from core.mail.models import Mail
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory
from plugins.role_standards.referral import queries as referrals
from plugins.role_standards.referral.jobs import remind_referrals
from plugins.role_standards.referral.models import Stance
from plugins.role_standards.referral.service import close
from plugins.role_standards.standards import queries, service
from plugins.role_standards.standards.models import VersionStatus

from .made import a_draft, a_municipality, a_referral, an_answer, token_of

PLACES = ("2482", "2481", "2417")
BASE = "/r/norr/role-standards"


@pytest.fixture
def region(make: Factory) -> Region:
    return make.region("norr", plugins=["role_standards", "employer_needs"], municipalities=PLACES)


@pytest.fixture
def inside(make: Factory, region: Region) -> Callable[[], Any]:
    return lambda: make.inside(region, "role_standards")


def test_an_answer_behind_the_link_can_be_changed_until_the_last_day(app: Flask, region: Region, inside: Any) -> None:
    with atomic(), inside():
        _role, draft = a_draft(region)
        referral = a_referral(region, draft)
        link = f"{BASE}/answer/{token_of(referrals.consulted_of(referral)[0])}"
        number = referral.id
        assert draft.status is VersionStatus.REFERRAL
        with pytest.raises(Conflict):
            service.save_texts(region=region, standard=_role, version=draft, facts={"description": "", "tasks": ""})
    visitor = Browser(app).get(link)
    visitor.submit(stance="objects", answered_by="Nämnden")
    assert (visitor.status, "Skriv vad ni vill ändra, och varför." in visitor.text) == (422, True)
    visitor.submit(stance="supports", answered_by="Nämnden")
    visitor.get(link).submit(stance="with_changes", text="Fler krav.", answered_by="Nämnden")
    stale = Browser(app).get(link)
    Browser(app).get(link).submit(stance="supports", text="", answered_by="Nämnden")
    stale.submit(stance="objects", text="Helt emot.", answered_by="Någon annan")
    assert (stale.status, "Helt emot." in stale.text) == (409, True)
    with atomic(), inside():
        referral = referrals.own_referral(region, number)
        assert [row.stance for row in referrals.consulted_of(referral)] == [Stance.SUPPORTS, None]
        referral.answer_by = today() - timedelta(days=1)
    late = Browser(app).get(link)
    assert "Remissen tar inte emot fler svar" in late.text
    kept = stale.submit(stance="objects", text="Ett sent svar.", answered_by="Nämnden")
    assert (kept.status, "Ett sent svar." in kept.text, "Svaret skickades inte." in kept.text) == (409, True, True)
    with inside():
        assert [row.stance for row in referrals.consulted_of(referrals.own_referral(region, number))] == [Stance.SUPPORTS, None]


def test_another_link_and_another_regions_link_lead_nowhere(app: Flask, make: Factory, region: Region, inside: Any) -> None:
    make.region("soder", plugins=["role_standards"], municipalities=["1280"])
    with atomic(), inside():
        referral = a_referral(region, a_draft(region)[1])
        token = token_of(referrals.consulted_of(referral)[0])
    assert Browser(app).get(f"{BASE}/answer/{token}x").status == 404
    assert Browser(app).get(f"/r/soder/role-standards/answer/{token}").status == 404


def test_members_answer_for_their_own_organisation_only(app: Flask, make: Factory, region: Region, inside: Any) -> None:
    with atomic(), inside():
        own, other = a_municipality(region, "2482", "Egna kommunen"), a_municipality(region, "2481", "Andra kommunen")
        asked = (("Egna kommunen", ""), ("Andra kommunen", "andra@test.samkraft.example"))
        referral = a_referral(region, a_draft(region)[1], *asked)
        rows = {row.name: row.id for row in referrals.consulted_of(referral)}
        number = referral.id
    member = Browser(app).sign_in(make.user(region, "employer_representative", organisation=own))
    assert "Remiss av rollen" in member.get(f"{BASE}/referrals/mine").text
    assert member.get(f"{BASE}/referrals/{number}/answer/{rows['Andra kommunen']}").status == 404
    member.get(f"{BASE}/referrals/{number}/answer/{rows['Egna kommunen']}").submit(stance="supports", answered_by="Kommunen")
    with inside():
        found = {row.name: row.stance for row in referrals.consulted_of(referrals.own_referral(region, number))}
    assert found == {"Egna kommunen": Stance.SUPPORTS, "Andra kommunen": None}
    assert other.id != own.id


def test_reminders_go_once_to_those_who_are_silent(make: Factory, region: Region, inside: Any) -> None:
    with atomic(), inside():
        referral = a_referral(region, a_draft(region)[1], answer_by=today() + timedelta(days=3))
        an_answer(region, referral)
        for row in referrals.consulted_of(referral):
            assert row.asked_at is not None
            row.asked_at -= timedelta(days=10)
    for _again in range(2):
        with atomic(), inside():
            remind_referrals(region)
    drain()
    make.forget()
    with inside():
        sent = db.session.execute(select(Mail.subject).order_by(Mail.id)).scalars().all()
    assert sorted(sent) == ["Påminnelse: Remiss av rollen", "Remiss: Remiss av rollen", "Remiss: Remiss av rollen"]


def test_when_a_referral_is_closed_the_draft_can_be_agreed(region: Region, inside: Any) -> None:
    with atomic(), inside():
        role, draft = a_draft(region)
        referral = a_referral(region, draft)
        facts: dict[str, Any] = {"region": region, "standard": role, "version": draft, "agreed_on": today(), "decision": "§ 1"}
        with pytest.raises(Conflict):
            service.agree(**facts)
        close(region=region, referral_id=referral.id)
        service.agree(**facts)
        assert [each.title for each in queries.agreed(region)] == ["Barnskötare"]
