"""Disclosure of answers: found by whoever may, masked where it must be, decided once, and the copy gives nothing away."""

from __future__ import annotations

import itertools

import pytest
from sqlalchemy import select

from core.audit.models import AuditEntry
from core.db import atomic, db
from core.records.models import DisclosureRecord, SecrecyMark
from core.testing.client import Browser
from core.testing.factories import Factory
from plugins.employer_needs.models import CompetenceNeed, Invitation, Response
from plugins.employer_needs.values import ResponseStatus, Visibility
from tests.plugins.employer_needs.conftest import World, open_world

KEYS = itertools.count(1)
SECRET = ("Hemliga Verkstan AB", "Fantomsvetsare", "Vi lägger ned i vår")


def answer(world: World, name: str = "Öppna Bolaget AB", *, number: int = 1, hidden: bool = False, sent: bool = True) -> Response:
    """A sent answer with one need."""
    invitation = world.invite(name, number=number)
    with atomic(), world.inside():
        from core.db import utcnow

        response = Response(
            region_id=world.region.id,
            round_id=world.round.id,
            invitation_id=invitation.id,
            reference=f"NORD-{number}",
            seed=f"{number}",
            token_hash=f"hash{number}-{world.region.id}",
            status=ResponseStatus.SENT if sent else ResponseStatus.DRAFT,
            schema_version=1,
            organisation_name=name,
            contact_name="Kim Kontakt",
            contact_email="kim@exempel.example",
            visibility=Visibility.AGGREGATE_ONLY if hidden else Visibility.NAMED,
            sent_at=utcnow() if sent else None,
        )
        db.session.add(response)
        db.session.flush()
        db.session.add(
            CompetenceNeed(
                region_id=world.region.id,
                response_id=response.id,
                local_title=SECRET[1] if hidden else "Undersköterska",
                note=SECRET[2] if hidden else "Gärna på våren",
            )
        )
    return response


@pytest.fixture
def admin(world: World, browser: Browser) -> Browser:
    return browser.sign_in(world.make.user(world.region, "region_admin"))


def opened(admin: Browser, world: World) -> str:
    """The address of a new case."""
    admin.get(f"/r/{world.region.slug}/admin/disclosure/new")
    return admin.submit(request="Alla svar från i våras", received_on="2026-05-04").url


def choose(admin: Browser, case: str, ref: str) -> Browser:
    """Pick a record, as its button does."""
    token = admin.get(case).form_token()
    return admin.post(f"{case}/records", {"csrf_token": token, "submission_key": f"key-{next(KEYS)}", "ref": ref})


def test_what_nobody_wants_secret_is_disclosed_whole(admin: Browser, world: World) -> None:
    answer(world)
    case = opened(admin, world)
    admin.get(f"{case}?q=öppna")
    assert "Svar NORD-1 från Öppna Bolaget AB" in admin.text
    admin.submit(to=f"{case}/records")
    admin.get(case)
    assert "Något" not in admin.submit(having="decision", decision="disclosed").text
    copy = admin.get(f"{case}/copy").text
    assert ("Kim Kontakt" in copy, "Gärna på våren" in copy, "Sekretess" in copy, "överklaga" in copy) == (True, True, False, False)
    actions = select(AuditEntry.action).where(AuditEntry.action.startswith("core.disclosure.")).order_by(AuditEntry.id)
    assert db.session.execute(actions).scalars().all() == [
        "core.disclosure.opened",
        "core.disclosure.record_added",
        "core.disclosure.decided",
    ]


def test_what_the_employer_wants_hidden_is_masked_until_it_is_judged(admin: Browser, world: World) -> None:
    response = answer(world, SECRET[0], hidden=True)
    case, ref = opened(admin, world), f"employer_needs:response:{response.id}"
    choose(admin, case, ref)
    for path in (f"{case}/copy", f"{case}/copy.txt"):
        admin.get(path)
        shown = admin.response.get_data(as_text=True) if admin.response else ""
        assert [word for word in SECRET if word in shown] == []
        assert "[Sekretess 30:23 OSL]" in shown
    admin.get(case)
    assert "Något är maskerat" in admin.submit(having="decision", decision="disclosed").text
    assert "Skriv varför något inte lämnas ut" in admin.submit(having="decision", decision="partly").text
    page = admin.submit(having="decision", decision="partly", reasons="Uppgifterna rör affärsförhållanden.").text
    assert "Lämnas ut delvis" in page
    copy = admin.get(f"{case}/copy").text
    assert ("kammarrätten" in copy, "affärsförhållanden" in copy, SECRET[0] in copy) == (True, True, False)
    with world.inside():
        row = db.session.execute(select(DisclosureRecord)).scalar_one()
        assert (len(row.fingerprint), set(row.masked.values())) == (64, {"30:23"})
    assert "avgjort" in choose(admin, case, ref).text


def test_a_field_is_masked_by_paragraph_and_the_marking_stays_with_the_record(admin: Browser, world: World) -> None:
    response = answer(world)
    case, ref = opened(admin, world), f"employer_needs:response:{response.id}"
    page = choose(admin, case, ref)
    assert "kolon mellan" in page.submit(having="mask_reason", contact_name="kap 23").text
    page.submit(having="mask_reason", contact_name="21:3", mask_reason="Skyddad adress")
    assert "[Sekretess 21:3 OSL]" in admin.get(f"{case}/copy").text
    assert "Kim Kontakt" not in admin.text
    with world.inside():
        mark = db.session.execute(select(SecrecyMark)).scalar_one()
        assert (mark.ref, mark.field, mark.paragraph, mark.reason) == (ref, "contact_name", "21:3", "Skyddad adress")
    second = opened(admin, world)
    choose(admin, second, ref)
    assert "Kim Kontakt" not in admin.get(f"{second}/copy").text


def test_a_refusal_hands_out_nothing_but_reasons_and_how_to_appeal(admin: Browser, world: World) -> None:
    response = answer(world)
    case = opened(admin, world)
    choose(admin, case, f"employer_needs:response:{response.id}")
    admin.get(case)
    admin.submit(having="decision", decision="refused", reasons="Handlingen omfattas av sekretess.")
    copy = admin.get(f"{case}/copy").text
    assert ("Öppna Bolaget" in copy, "Kim" in copy, "överklaga" in copy) == (False, False, True)


def test_drafts_and_other_regions_are_no_records_here(admin: Browser, world: World, make: Factory) -> None:
    draft = answer(world, "Utkast AB", number=1, sent=False)
    south = open_world(make, "soder", open_answers=True)
    foreign = answer(south, "Söders AB", number=2)
    case = opened(admin, world)
    assert ("Utkast AB" in admin.text, "Söders AB" in admin.text, "Ingen handling passar" in admin.text) == (False, False, True)
    for number in (draft.id, foreign.id, 2**40, "x"):
        assert "Handlingen finns inte" in choose(admin, case, f"employer_needs:response:{number}").text
    browser = admin.sign_in(make.user(south.region, "region_admin"))
    number = case.rpartition("/")[2]
    for path in (f"{number}", f"{number}/copy", f"{number}/copy.txt"):
        assert browser.get(f"/r/soder/admin/disclosure/{path}").status == 404
    assert browser.get(case).status == 403


def test_the_requester_may_be_anonymous(admin: Browser, world: World) -> None:
    opened(admin, world)
    assert "Anonym" in admin.text
    assert world.rows(Invitation) == []
