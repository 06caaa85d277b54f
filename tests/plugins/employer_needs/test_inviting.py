"""Whom a round asks: the register, the rates of those who answer, and calls to those who do not."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from core.clock import today
from core.db import atomic, db, utcnow
from core.errors import DomainError
from core.jobs.runner import drain
from core.organisations.models import Organisation
from core.testing.client import Browser
from plugins.employer_needs.inviting import choosing, queries
from plugins.employer_needs.inviting.choosing import ANSWERED, SILENT, Choice
from plugins.employer_needs.inviting.models import Call, CallResult
from plugins.employer_needs.models import Invitation, Response
from plugins.employer_needs.services import rounds
from plugins.employer_needs.values import RoundStatus, Visibility

from .conftest import World, fill_all
from .inviting import Visitors, actions, mails, page, url


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
