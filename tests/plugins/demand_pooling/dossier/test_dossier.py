"""A dossier from a cluster: its figures, its letters, what was sent, and what happens when an employer changes its mind."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from core.db import atomic, db
from core.errors import Conflict, DomainError, NotFound
from core.notices.models import Notice
from core.users.models import User
from plugins.demand_pooling.dossier import demo, queries, service
from plugins.demand_pooling.dossier.basis import Basis, gather
from plugins.demand_pooling.dossier.missing import evidence, lacking
from plugins.demand_pooling.dossier.models import Dossier, DossierVersion, Kind, PooledCommitment, Role
from plugins.demand_pooling.runs import centres
from tests.plugins.demand_pooling.dossier.conftest import Desk


def basis(desk: Desk, dossier: Dossier, user: User | None = None) -> Basis:
    found = desk.again(dossier)
    with desk.inside():
        return gather(desk.region, user or desk.user, found)


def choose(desk: Desk, dossier: Dossier, *refs: str) -> None:
    with desk.inside(), atomic():
        service.choose_letters(region=desk.region, dossier_id=dossier.id, version=desk.again(dossier).version, refs=refs)


def send(desk: Desk, dossier: Dossier) -> DossierVersion:
    with desk.inside(), atomic():
        seen = desk.again(dossier).version
        return service.send(region=desk.region, dossier_id=dossier.id, version=seen, sent_to="Myndigheten", actor=desk.user)


def rows(desk: Desk) -> list[PooledCommitment]:
    db.session.expire_all()
    with desk.inside():
        return list(db.session.execute(select(PooledCommitment).order_by(PooledCommitment.commitment_id)).scalars())


def test_commitments_are_told_once_in_any_order(desk: Desk) -> None:
    desk.commit("x:letter:1", 1, amount=2, revision=1)
    desk.commit("x:letter:1", 1, amount=3, revision=2)
    desk.commit("x:letter:1", 1, amount=2, revision=1)
    desk.withdraw(2, "x:letter:2", revision=2)
    desk.commit("x:letter:2", 2, revision=1)
    desk.withdraw(3, "x:letter:3", revision=2)
    desk.commit("x:letter:3", 3, revision=3)
    assert [(row.commitment_id, row.amount, row.withdrawn_at is None) for row in rows(desk)] == [(1, 3, True), (2, 0, False), (3, 2, True)]


def test_commitments_missed_are_asked_for(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from plugins.demand_pooling import service as pooling

    asked: list[list[str]] = []
    monkeypatch.setattr(pooling, "request_replay", lambda region, events: asked.append(list(events)))
    with desk.inside(), atomic():
        pooling.request_facts(region=desk.region)
    assert [name for name in asked[0] if "commitment" in name] == [
        "employer_needs.commitment_made.v1",
        "employer_needs.commitment_withdrawn.v1",
    ]


def test_only_who_signed_or_allows_it_is_named(desk: Desk) -> None:
    ref = desk.letter(3)
    desk.commit(ref, 3)
    made = desk.dossier()
    before = basis(desk, made)
    assert (before.employers, before.others.employers, sum(before.horizons)) == ([], 12, 12)
    choose(desk, made, ref)
    after = basis(desk, made)
    assert [(e.name, e.orgnr, e.size, e.municipality_code, sum(e.horizons)) for e in after.employers] == [
        ("Exempelbolaget 3 AB", "5560360793", "20–49 anställda", "2482", 1)
    ]
    assert (after.others.employers, sum(after.others.horizons)) == (11, 11)
    with desk.inside():
        text = " ".join(service.draft(desk.region, after).texts())
    assert "Exempelbolaget 3 AB" in text
    assert "Exempelbolaget 4 AB" not in text
    assert "Kim Exempel 3" in text
    assert "Ytterligare 11 arbetsgivare räknas utan namn, med 11 personer." in text


def test_the_persons_are_only_for_those_who_may_see_them(desk: Desk) -> None:
    ref = desk.letter(3)
    desk.commit(ref, 3)
    made = desk.dossier()
    choose(desk, made, ref)
    stranger = desk.make.user(desk.region, "guidance_counsellor")
    assert basis(desk, made, stranger).letters == []
    assert [letter.person_name for letter in basis(desk, made).letters] == ["Kim Exempel 3"]


def test_what_is_missing_comes_first_and_goes_as_it_is_got(desk: Desk) -> None:
    made = desk.dossier()
    assert [each.title for each in lacking(basis(desk, made))] == [
        "Namngivna arbetsgivare",
        "Avsiktsförklaringar",
        "Uppgifter om utbildningen",
        "Praktikplatser",
        "Ledningsgruppen",
        "Mottagande lärcentrum",
        "Prognoser och annonser",
        "Gemensam bedömning",
        "Text: Syfte",
        "Text: Arbetsmarknadens efterfrågan",
        "Text: Yrkesrollen",
        "Text: Arbetslivets medverkan",
        "Text: Studieform och ort",
    ]
    refs = [desk.letter(number) for number in (1, 2)]
    for number, ref in enumerate(refs, start=1):
        desk.commit(ref, number, amount=10)
    choose(desk, made, *refs)
    with desk.inside(), atomic():
        facts = {"provider": "Exempelskolan", "exam": "yh", "points": 300, "starts": 2, "students": 20, "weeks": 15, "periods": 2}
        service.save_programme(region=desk.region, dossier_id=made.id, version=desk.again(made).version, facts=facts)
        for role in (Role.WORKING_LIFE,) * 3 + (Role.STUDENT, Role.EDUCATION_LEADER):
            service.add_seat(region=desk.region, dossier_id=made.id, role=role, organisation="Exempelverken", position="")
        texts = dict.fromkeys(("purpose", "demand", "role", "participation", "form"), "Så är det.")
        seen = desk.again(made).version
        service.save_texts(region=desk.region, dossier_id=made.id, version=seen, title="Underlag", texts=texts)
        centres.add_centre(region=desk.region, name="Lärcentrum", municipality_code="2482", seats=20, receives=True)
    assert [each.title for each in lacking(basis(desk, made))] == ["Prognoser och annonser", "Gemensam bedömning"]
    assert len(evidence(basis(desk, made))) == 14


def test_at_most_twenty_five_letters(desk: Desk) -> None:
    made = desk.dossier()
    refs = [f"x:letter:{number}" for number in range(1, 27)]
    for number, ref in enumerate(refs, start=1):
        desk.commit(ref, number)
    with pytest.raises(DomainError, match="Du har valt 26"):
        choose(desk, made, *refs)
    choose(desk, made, *refs[:25])
    assert len(desk.again(made).letters) == 25


def test_a_letter_that_is_not_the_regions_cannot_be_chosen(desk: Desk) -> None:
    south = desk.make.region("soder", plugins=["demand_pooling"], municipalities=["1280"])
    Desk(desk.make, desk.pool, south, desk.user).commit("x:letter:7", 7)
    with pytest.raises(DomainError, match="gäller inte längre"):
        choose(desk, desk.dossier(), "x:letter:7")


def test_who_saves_over_another_is_told(desk: Desk) -> None:
    made = desk.dossier()
    seen = made.version
    with desk.inside(), atomic():
        service.save_texts(region=desk.region, dossier_id=made.id, version=seen, title="Första", texts={"purpose": "Mitt"})
    with pytest.raises(Conflict, match="Någon annan har ändrat"), desk.inside(), atomic():
        service.save_texts(region=desk.region, dossier_id=made.id, version=seen, title="Andra", texts={"purpose": "Ditt"})
    assert (desk.again(made).title, desk.again(made).texts["purpose"]) == ("Första", "Mitt")


def test_another_regions_dossier_is_not_found(desk: Desk) -> None:
    made = desk.dossier()
    south = desk.make.region("soder", plugins=["demand_pooling"], municipalities=["1280"])
    with desk.make.inside(south, "demand_pooling"), pytest.raises(NotFound):
        queries.get_dossier(south, made.id)


def test_what_was_sent_stays_and_a_withdrawal_is_told(desk: Desk) -> None:
    ref = desk.letter(3)
    first, second = desk.commit(ref, 3), desk.commit(ref, 3, commitment_id=30, kind="hire", amount=1, period="inom ett år")
    made = desk.dossier()
    choose(desk, made, ref)
    sent = send(desk, made)
    before = dict(sent.content)
    assert (sent.number, sent.letters, sent.commitments) == (1, [ref], [first, second])
    assert sent.fingerprint == queries.fingerprint(sent.content)
    desk.withdraw(first, ref)
    desk.withdraw(second, ref)
    with desk.inside():
        kept = queries.get_version(desk.again(made), 1)
        gone = queries.withdrawn_since(desk.region, kept)
        told = db.session.execute(select(Notice).where(Notice.kind == "demand_pooling.dossier_withdrawn")).scalars().all()
        said = [entry.action for entry in queries.story(desk.region, desk.again(made))]
    assert (kept.content, kept.fingerprint) == (before, queries.fingerprint(before))
    assert [row.commitment_id for row in gone] == [3, 30]
    assert [(notice.user_id, notice.title) for notice in told] == [(desk.user.id, "Återkallat åtagande: Exempelbolaget 3 AB")]
    assert said == [
        "demand_pooling.dossier.commitment_withdrawn",
        "demand_pooling.dossier.sent",
        "demand_pooling.dossier.changed",
        "demand_pooling.dossier.created",
    ]
    with pytest.raises(DomainError, match="återkallad"):
        send(desk, made)
    choose(desk, made)
    assert send(desk, made).number == 2


def test_a_sent_version_cannot_be_changed(desk: Desk) -> None:
    sent = send(desk, desk.dossier())
    with pytest.raises(RuntimeError, match="was sent"), desk.inside(), atomic():
        found = db.session.execute(select(DossierVersion).where(DossierVersion.id == sent.id)).scalar_one()
        found.sent_to = "Någon annan"


def test_a_commitment_that_nobody_sent_is_withdrawn_quietly(desk: Desk) -> None:
    desk.commit("x:letter:1", 1)
    desk.dossier()
    desk.withdraw(1, "x:letter:1")
    with desk.inside():
        assert db.session.execute(select(Notice).where(Notice.kind == "demand_pooling.dossier_withdrawn")).scalars().all() == []


def test_needs_with_a_secrecy_marker_are_in_no_figure(desk: Desk, north_secret: int) -> None:
    found = basis(desk, desk.dossier())
    assert (found.secret, sum(found.horizons), found.others.employers) == (north_secret, 12 - north_secret, 12 - north_secret)


@pytest.fixture
def north_secret(desk: Desk) -> int:
    desk.pool.publish(desk.region, need_id=1, secret=True, revision=2)
    return 1


def test_who_allows_it_in_its_need_is_named_and_who_does_not_is_not(desk: Desk) -> None:
    desk.pool.publish(desk.region, need_id=1, visibility="named_in_dossiers", revision=2)
    desk.pool.publish(desk.region, need_id=2, visibility="named_to_strategists", revision=2)
    desk.pool.publish(desk.region, need_id=3, visibility="named_in_dossiers", organisation_name="", revision=2)
    desk.pool.publish(desk.region, need_id=4, visibility="named_in_dossiers", secret=True, revision=2)
    found = basis(desk, desk.dossier())
    assert [employer.name for employer in found.employers] == ["Exempelbolaget 1 AB"]
    with desk.inside():
        text = " ".join(service.draft(desk.region, found).texts())
    assert [number for number in range(1, 13) if f"Exempelbolaget {number} AB" in text] == [1]


def test_the_demo_is_made_once_and_is_true(desk: Desk) -> None:
    for _again in range(2):
        with desk.inside(), atomic():
            demo.make(desk.region)
    with desk.inside():
        made = db.session.execute(select(Dossier)).scalar_one()
        sent = queries.versions(made)
    assert [version.number for version in sent] == [1]
    assert [each.title for each in lacking(basis(desk, made))] == [
        "Namngivna arbetsgivare",
        "Avsiktsförklaringar",
        "Praktikplatser",
        "Mottagande lärcentrum",
    ]


def test_commissioned_education_asks_for_its_own(desk: Desk) -> None:
    made = desk.dossier(Kind.COMMISSIONED_EDUCATION)
    titles = [each.title for each in evidence(basis(desk, made))]
    assert ("Beställare" in titles, "Ledningsgruppen" in titles, "Praktikplatser" in titles) == (True, False, False)
    with desk.inside(), atomic():
        facts = {
            "orderer": "Exempelkommun",
            "host": "university",
            "provider": "Exempeluniversitetet",
            "students": 12,
            "start": "hösten 2027",
        }
        service.save_programme(region=desk.region, dossier_id=made.id, version=desk.again(made).version, facts=facts)
    with desk.inside():
        text = " ".join(service.draft(desk.region, basis(desk, made)).texts())
    assert "Beställaren är en juridisk person och betalar hela kostnaden (förordning 2002:760)." in text
    assert "Ledningsgrupp" not in text


def test_a_dossier_whose_cluster_is_gone_says_so(desk: Desk) -> None:
    made = desk.dossier()
    for need_id in range(1, 13):
        desk.pool.withdraw(desk.region, need_id, revision=1)
    desk.pool.work()
    found = basis(desk, made)
    assert lacking(found)[0].found == "Klustret finns inte längre."
    with desk.inside():
        assert "Klustret som underlaget bygger på finns inte längre." in " ".join(service.draft(desk.region, found).texts())
    with pytest.raises(DomainError, match="finns inte längre"):
        send(desk, made)
