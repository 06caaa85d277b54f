"""Whom a round asks: the register, reminders by schedule, handing over, declining, calls, rates, the standing link, entry by phone."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from time_machine import travel

from core.audit.models import AuditEntry
from core.db import atomic, db, utcnow
from core.errors import Conflict, DomainError
from core.jobs.runner import drain
from core.mail.models import Mail
from core.organisations.models import Organisation
from core.testing.client import Browser
from plugins.employer_needs import jobs
from plugins.employer_needs.clock import today
from plugins.employer_needs.inviting import choosing, queries, service, standing
from plugins.employer_needs.inviting.choosing import ANSWERED, SILENT, Choice
from plugins.employer_needs.inviting.models import Anchor, Call, CallResult, Delegation, RoundReminder
from plugins.employer_needs.models import CompetenceNeed, Invitation, Response, SurveyRound
from plugins.employer_needs.services import rounds
from plugins.employer_needs.services.invitations import invitation_token
from plugins.employer_needs.values import NeedState, RoundStatus, Visibility

from .conftest import World, fill_all, fill_need

Visitors = Callable[[], Browser]


def url(world: World, rest: str = "") -> str:
    return f"/r/{world.region.slug}/employer-needs{rest}"


def page(world: World, rest: str = "") -> str:
    return url(world, f"/omgangar/{world.round.id}{rest}")


def mails(kind: str) -> list[Mail]:
    return list(db.session.execute(select(Mail).where(Mail.kind == f"employer_needs.{kind}").order_by(Mail.id)).scalars())


def actions() -> list[str]:
    entries = db.session.execute(select(AuditEntry.action).where(AuditEntry.action.like("employer_needs.%")).order_by(AuditEntry.id))
    return [action.removeprefix("employer_needs.") for action in entries.scalars()]


# -- the register -------------------------------------------------------------------------------------------------------


@pytest.fixture
def register(world: World) -> dict[str, Organisation]:
    """Four employers: three of a branch and a size, two places; one of them without any known address."""
    found = {}
    for name, place, section, size in (
        ("Alfa", "2417", "C", 20),
        ("Beta", "2417", "Q", 5),
        ("Gamma", "2418", "C", 20),
        ("Delta", "2418", "C", 20),
    ):
        organisation = world.make.organisation(world.region, name, municipality=place)
        with atomic():
            organisation = db.session.execute(select(Organisation).where(Organisation.id == organisation.id)).scalar_one()
            organisation.sni_section, organisation.size_class = section, size
        found[name] = organisation
    with atomic(), world.inside():
        old = rounds.create_round(region=world.region, title="Förra", opens_on=today(), closes_on=today())
        for number, name in enumerate(("Alfa", "Beta", "Gamma")):
            row = Invitation(
                region_id=world.region.id,
                round_id=old.id,
                organisation_id=found[name].id,
                organisation_name=name,
                sort_key=name.lower(),
                email=f"{name.lower()}@exempel.example",
                identity=name,
                seed=str(number),
                token_hash=str(number),
            )
            db.session.add(row)
        answer = Response(
            region_id=world.region.id, round_id=old.id, reference="BH-AAAA-AAAA", seed="x", token_hash="x", status="sent", sent_at=utcnow()
        )
        answer.organisation_id, answer.organisation_name, answer.contact_phone = found["Alfa"].id, "Alfa", "0911-12 34"
        answer.visibility = Visibility.NAMED
        db.session.add(answer)
        old.status = RoundStatus.CLOSED
    return found


def names(world: World, **choice: str) -> list[str]:
    with world.inside():
        return [each.name for each in choosing.choose(world.region, world.round, Choice(**choice)).organisations]


def test_a_choice_goes_by_kind_place_branch_size_and_last_round(world: World, register: dict[str, Organisation]) -> None:
    assert names(world) == ["Alfa", "Beta", "Delta", "Gamma"]
    assert names(world, municipality="2418") == ["Delta", "Gamma"]
    assert names(world, section="C", size="20") == ["Alfa", "Delta", "Gamma"]
    assert names(world, kind="university") == []
    assert names(world, last=ANSWERED) == ["Alfa"]
    assert names(world, last=SILENT) == ["Beta", "Gamma"]
    elsewhere = world.make.region("soder", plugins=["employer_needs"])
    world.make.organisation(elsewhere, "Främmande")
    assert "Främmande" not in names(world)


def test_strategist_looks_and_then_invites(world: World, strategist: Browser, register: dict[str, Organisation]) -> None:
    before = len(world.rows(Invitation))
    strategist.get(page(world, "/bjud-in/register?section=C"))
    assert "Nya att bjuda in 3 Har en e-postadress 2 Saknar e-postadress 1" in strategist.text
    assert len(world.rows(Invitation)) == before
    strategist.submit(having="without_address")
    assert "2 nya arbetsgivare är inlagda." in strategist.text
    strategist.get(page(world, "/bjud-in/register?section=C")).submit(having="without_address", without_address="1")
    assert "1 ny arbetsgivare är inlagd." in strategist.text
    made = [each for each in world.rows(Invitation) if each.round_id == world.round.id]
    assert [(each.organisation_name, each.email, each.organisation_id) for each in made] == [
        ("Alfa", "alfa@exempel.example", register["Alfa"].id),
        ("Gamma", "gamma@exempel.example", register["Gamma"].id),
        ("Delta", "", register["Delta"].id),
    ]
    strategist.get(page(world, "/bjud-in/register?section=C"))
    assert "Ingen att bjuda in" in strategist.text
    drain()
    assert [mail.recipient for mail in mails("invitation")] == ["alfa@exempel.example", "gamma@exempel.example"]
    strategist.get(page(world, "/bjud-in/register?section=Q&size=dålig&kind='")).submit(having=None, to=strategist.url + "?kind=&section=Q")
    assert [each.organisation_name for each in world.rows(Invitation) if each.round_id == world.round.id][-1] == "Beta"


def test_too_large_a_choice_invites_nobody(world: World, register: dict[str, Organisation], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choosing, "MAX_CHOSEN", 3)
    with atomic(), world.inside(), pytest.raises(DomainError, match="större än 3 arbetsgivare"):
        choosing.invite_chosen(region=world.region, round_id=world.round.id, choice=Choice(), without_address=True)
    assert [each for each in world.rows(Invitation) if each.round_id == world.round.id] == []


# -- handing over and declining -----------------------------------------------------------------------------------------


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


# -- reminders by schedule ----------------------------------------------------------------------------------------------


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


# -- rates and calls ----------------------------------------------------------------------------------------------------


def test_rates_by_place_branch_and_size(world: World, strategist: Browser, register: dict[str, Organisation], employer: Visitors) -> None:
    with atomic(), world.inside():
        choosing.invite_chosen(region=world.region, round_id=world.round.id, choice=Choice(), without_address=True)
    alfa = next(each for each in world.rows(Invitation) if each.organisation_name == "Alfa" and each.round_id == world.round.id)
    fill_all(employer(), world.link(alfa)).submit()
    with world.inside():
        assert [(r.label, r.invited, r.answered) for r in queries.rates_by_municipality(world.round.id)] == [
            ("Malå", 2, 0),
            ("Norsjö", 2, 1),
        ]
        assert [(r.label[:1], r.invited, r.answered) for r in queries.rates_by_branch(world.round.id)] == [("C", 3, 1), ("Q", 1, 0)]
        assert [(r.label, r.invited, r.answered) for r in queries.rates_by_size(world.round.id)] == [
            ("5–9 anställda", 1, 0),
            ("20–49 anställda", 3, 1),
        ]
    strategist.get(page(world, "/svarsfrekvens"))
    assert "Svarsfrekvens per bransch" in strategist.text
    assert "Lägst är Malå med 0 %." in strategist.text.replace("\xa0", " ")
    sheet = strategist.get(page(world, "/svarsfrekvens.csv")).response
    assert sheet is not None
    assert "Svarsfrekvens per storlek;20–49 anställda;3;1;0;0.333" in sheet.get_data(as_text=True)


def test_a_call_is_written_down_and_the_phone_is_the_last_contacts(
    world: World, strategist: Browser, register: dict[str, Organisation]
) -> None:
    with atomic(), world.inside():
        choosing.invite_chosen(region=world.region, round_id=world.round.id, choice=Choice(last=ANSWERED), without_address=False)
    strategist.get(page(world, "/ej-svarat"))
    assert "0911-12 34" in strategist.text
    strategist.follow("Alfa")
    strategist.submit(having="result", note="Ringer tillbaka.")
    assert strategist.status == 422
    strategist.submit(having="result", result="declined")
    assert "Samtalet är antecknat." in strategist.text
    assert "Samtal: Vill inte svara" in strategist.text
    call = world.only(Call)
    assert (call.result, call.note) == (CallResult.DECLINED, "Ringer tillbaka.")
    assert [each.declined_at is not None for each in world.rows(Invitation) if each.round_id == world.round.id] == [True]
    sheet = strategist.get(page(world, "/ej-svarat.csv")).response
    assert sheet is not None
    assert ";0911-12 34;Har avstått;1;Vill inte svara" in sheet.get_data(as_text=True)
    assert actions()[-1] == "invitation.called"


def test_a_call_belongs_to_its_round(world: World, strategist: Browser) -> None:
    invitation = world.invite()
    with atomic(), world.inside():
        other = rounds.create_round(region=world.region, title="Annan", opens_on=today(), closes_on=today())
    assert strategist.get(url(world, f"/omgangar/{other.id}/ej-svarat/{invitation.id}")).status == 404


# -- on the phone, the standing link, a copy ----------------------------------------------------------------------------


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
