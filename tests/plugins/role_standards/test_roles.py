"""From draft to adoption: what services do, and what pages answer to what they should not take."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from core.clock import today
from core.db import atomic, db
from core.errors import Conflict, DomainError
from core.organisations.models import Organisation
from core.plugins import hooks
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory
from plugins.role_standards.adoption.models import Adoption, AdoptionStatus
from plugins.role_standards.adoption.queries import counts
from plugins.role_standards.adoption.service import say
from plugins.role_standards.drafting import service as drafting
from plugins.role_standards.drafting.models import PartField, ProposalStatus
from plugins.role_standards.guidance import guidance_sections
from plugins.role_standards.referral.models import Consulted, Referral
from plugins.role_standards.standards import climbing, comparing, queries, service
from plugins.role_standards.titles import service as titles
from plugins.role_standards.titles.finding import title_hits
from plugins.role_standards.titles.models import LocalTitle, TitleState
from plugins.role_standards.titles.suggesting import Suggester

from .made import a_draft, a_municipality, a_referral, a_requirement, a_standard, a_watched

PLACES = ("2482", "2481", "2417")
BASE = "/r/norr/role-standards"


@pytest.fixture
def region(make: Factory) -> Region:
    return make.region("norr", plugins=["role_standards", "employer_needs"], municipalities=PLACES)


@pytest.fixture
def inside(make: Factory, region: Region) -> Callable[[], Any]:
    return lambda: make.inside(region, "role_standards")


def test_a_new_version_carries_the_requirements_and_the_difference_is_told(region: Region, inside: Any) -> None:
    with atomic(), inside():
        role = a_standard(region)
        held = queries.in_force(role)
        draft = service.begin_draft(region=region, standard=role)
        with pytest.raises(Conflict):
            service.begin_draft(region=region, standard=role)
        texts = {"description": "Arbetar med små barn i förskolan.", "tasks": draft.tasks}
        service.save_texts(region=region, standard=role, version=draft, facts=texts)
        a_requirement(region, draft, "Bemötande")
        assert held is not None
        with pytest.raises(Conflict):
            service.save_texts(region=region, standard=role, version=held, facts=texts)
        found = comparing.compare(held, draft)
    assert [(each.label, each.what) for each in found] == [
        ("Beskrivning", "changed"),
        ("Arbetsuppgifter", "same"),
        ("Barns utveckling", "same"),
        ("Bemötande", "new"),
    ]
    assert [(piece.kind, piece.text.strip()) for piece in found[0].pieces if piece.kind != "same"] == [("in", "små")]


def test_a_proposal_whose_text_has_changed_is_not_taken_in_unread(region: Region, inside: Any) -> None:
    with atomic(), inside():
        role, draft = a_draft(region)
        said: dict[str, Any] = {"region": region, "version": draft, "part": PartField.TASKS, "requirement": None, "reason": "", "by": None}
        first = drafting.propose(after="Leker", **said)
        second = drafting.propose(after="Sjunger", **said)
        with pytest.raises(DomainError):
            drafting.propose(after=draft.tasks, **said)
        drafting.accept(region=region, proposal=first, version=draft, reply="")
        with pytest.raises(Conflict):
            drafting.accept(region=region, proposal=second, version=draft, reply="")
        with pytest.raises(DomainError):
            drafting.reject(region=region, proposal=second, reply="")
        drafting.reject(region=region, proposal=second, reply="Vi leker hellre.")
        assert (draft.tasks, first.status, second.status) == ("Leker", ProposalStatus.ACCEPTED, ProposalStatus.REJECTED)
        assert role.title == "Barnskötare"


def test_a_ladder_does_not_go_round(region: Region, inside: Any) -> None:
    with atomic(), inside():
        low, middle, high = (a_standard(region, name) for name in ("Vårdbiträde", "Undersköterska", "Specialist"))
        climbing.save_step(region=region, below=low, above=middle, requires="Utbildning")
        climbing.save_step(region=region, below=middle, above=high, requires="Mer utbildning")
        with pytest.raises(DomainError):
            climbing.save_step(region=region, below=high, above=low, requires="Ingenting")
        assert [[step.other.title for step in way] for way in queries.ladder(middle)] == [["Vårdbiträde"], ["Specialist"]]


@pytest.fixture
def municipality(region: Region, inside: Any) -> Organisation:
    with atomic(), inside():
        return a_municipality(region, "2482")


def test_a_municipality_says_its_own_and_nobody_elses(
    app: Flask, make: Factory, region: Region, inside: Any, municipality: Organisation
) -> None:
    with atomic(), inside():
        role = a_standard(region)
        number = role.id
    member = Browser(app).sign_in(make.user(region, "employer_representative", organisation=municipality))
    own, other = f"{BASE}/standards/{number}/adoption/2482", f"{BASE}/standards/{number}/adoption/2481"
    assert [member.get(other).status, member.get(f"{BASE}/standards/{number}/adoption/0180").status] == [404, 404]
    page = member.get(f"{BASE}/standards/{number}/adoption").page
    assert (own in page, other in page) == (True, False)
    member.get(own).submit(status="deviates")
    assert (member.status, "Skriv hur kommunen gör i stället, och varför." in member.text) == (422, True)
    stale = Browser(app).sign_in(make.user(region, "strategist")).get(own)
    member.submit(status="deviates", reason="Två steg.")
    stale.submit(status="adopted", decision="§ 9")
    assert (stale.status, "Två steg." in stale.text, "§ 9" in stale.page) == (409, True, True)
    with inside():
        rows = db.session.execute(select(Adoption)).scalars().all()
        assert [(row.municipality_code, row.status, row.reason) for row in rows] == [("2482", AdoptionStatus.DEVIATES, "Två steg.")]
        found = counts(region, queries.standard(region, number))
        assert (found.municipalities, found.deviates, found.not_started) == (3, 1, 2)


def test_a_draft_cannot_be_adopted(region: Region, inside: Any) -> None:
    with atomic(), inside():
        role, _draft = a_draft(region)
        facts = {"status": AdoptionStatus.ADOPTED, "since": None, "decision": "", "reason": ""}
        with pytest.raises(Conflict):
            say(region=region, standard=role, municipality_code="2482", facts=facts)


def test_suggestions_say_why(region: Region, inside: Any) -> None:
    with atomic(), inside():
        role = a_standard(region)
        titles.make(region=region, municipality_code="2481", title="Barnpedagog", standard=role)
        suggester = Suggester(region)
        found = {
            title: suggester.suggest(title)
            for title in ("barnskötare", "Barnpedagog", "Barnskötare, natt", "Barnpedaog", "BSK", "Barnsk. natt", "Xyzzy")
        }
    assert {title: each and (each.standard.title, each.why) for title, each in found.items()} == {
        "barnskötare": ("Barnskötare", "Samma namn som yrkesrollen."),
        "Barnpedagog": ("Barnskötare", "Så har 1 kommun kopplat titeln."),
        "Barnskötare, natt": ("Barnskötare", "Titeln innehåller Barnskötare."),
        "Barnpedaog": ("Barnskötare", "Stavas nästan som barnpedagog."),
        "BSK": ("Barnskötare", "Förkortning av Barnskötare."),
        "Barnsk. natt": ("Barnskötare", "Förkortning av Barnskötare."),
        "Xyzzy": None,
    }


def test_pasted_titles_are_confirmed_one_by_one(app: Flask, make: Factory, region: Region, inside: Any, municipality: Organisation) -> None:
    with atomic(), inside():
        role = a_standard(region)
        titles.add(region=region, municipality_code="2481", titles=["Deras titel"])
        number = role.id
    member = Browser(app).sign_in(make.user(region, "employer_representative", organisation=municipality))
    member.get(f"{BASE}/titles/paste").submit(municipality="2482", titles="Barnpedagog\nbarnpedagog\nKock\t12\n\nBarnskötare natt")
    assert "Deras titel" not in member.text
    with inside():
        ids = {row.title: row.id for row in db.session.execute(select(LocalTitle)).scalars()}
    assert sorted(ids) == ["Barnpedagog", "Barnskötare natt", "Deras titel", "Kock"]
    choices: dict[str, Any] = {
        f"title-{ids['Barnpedagog']}": str(number),
        f"title-{ids['Kock']}": "other",
        f"title-{ids['Barnskötare natt']}": "",
    }
    member.submit(**choices)
    with inside():
        found = {row.title: (row.state, row.standard_id) for row in db.session.execute(select(LocalTitle)).scalars()}
    assert found == {
        "Barnpedagog": (TitleState.IS, number),
        "Kock": (TitleState.OTHER, None),
        "Barnskötare natt": (TitleState.WAITING, None),
        "Deras titel": (TitleState.WAITING, None),
    }
    assert member.get(f"{BASE}/titles/{ids['Deras titel']}").status == 404


def test_titles_are_found_by_others_only_while_the_role_holds(make: Factory, region: Region, inside: Any) -> None:
    with atomic(), inside():
        role = a_standard(region)
        titles.make(region=region, municipality_code="2481", title="Barnpedagog", standard=role)
        draft, _version = a_draft(region, "Barnvakt")
        titles.make(region=region, municipality_code="2481", title="Barnpassare", standard=draft)

    def found(text: str) -> list[tuple[str, str, str]]:
        with make.inside(region):
            return [(hit.title, hit.standard, hit.occupation_group) for hit in title_hits(region, text, 5)]

    hit = ("Barnpedagog", "Barnskötare", "5311")
    assert {text: found(text) for text in ("barnpedagog", "BARNPED", "barnpedaog", "barnpassare", "zz", "")} == {
        "barnpedagog": [hit],
        "BARNPED": [hit],
        "barnpedaog": [hit],
        "barnpassare": [],
        "zz": [],
        "": [],
    }
    with atomic(), inside():
        service.withdraw(region=region, standard=queries.standard(region, role.id))
    assert found("barnpedagog") == []


def test_guidance_shows_the_role_its_requirements_and_its_ladder(region: Region, inside: Any) -> None:
    with atomic(), inside():
        role = a_standard(region)
        above = a_standard(region, "Förskollärare", occupation_group="2343")
        climbing.save_step(region=region, below=role, above=above, requires="Examen")
        (found,) = guidance_sections(region, "2482", "5311")
        assert guidance_sections(region, "2482", "7212") == []
    assert (found.kind, found.title) == ("role", "Gemensam yrkesroll: Barnskötare")
    assert [item.title for item in found.items] == ["Läs om rollen Barnskötare", "Barns utveckling", "Väg vidare: Förskollärare"]
    assert [list(item.fits) for item in found.items] == [["validation"], ["validation"], []]
    assert "Så kan du validera det: Branschvalidering" in found.items[1].text


def test_a_changed_rule_is_told_to_those_who_have_begun(make: Factory, region: Region, inside: Any, municipality: Organisation) -> None:
    from core.notices.models import Notice
    from plugins.role_standards.watching import service as watching
    from plugins.role_standards.watching.jobs import warn_of_requirements

    begun = make.user(region, "employer_representative", organisation=municipality)
    with atomic(), inside():
        other = a_municipality(region, "2481")
    make.user(region, "employer_representative", organisation=other)
    with atomic(), inside():
        role = a_standard(region)
        facts = {"status": AdoptionStatus.IN_PROGRESS, "since": None, "decision": "", "reason": ""}
        say(region=region, standard=role, municipality_code="2482", facts=facts)
        row = a_watched(region, role)
        changed = {name: getattr(row, name) for name in ("title", "law", "authority", "url", "in_force_on")} | {"change": "Fler berörs."}
        watching.save(region=region, row=row, facts=changed, standard_ids=[role.id])
    for _again in range(2):
        with atomic(), inside():
            warn_of_requirements(region)
    with make.inside(region):
        told = [(each.user_id, each.title) for each in db.session.execute(select(Notice).order_by(Notice.id)).scalars()]
    titles_told = ("Nytt krav att bevaka: Skyddad yrkestitel", "Ändrat krav: Skyddad yrkestitel", "Gäller snart: Skyddad yrkestitel")
    assert told == [(begun.id, title) for title in titles_told]


def test_the_needs_form_finds_an_agreed_title(app: Flask, make: Factory, region: Region, inside: Any) -> None:
    with atomic(), inside():
        role = a_standard(region)
        titles.make(region=region, municipality_code="2481", title="Barnpedagog", standard=role)
    answer = Browser(app).client.get("/r/norr/employer-needs/yrken?q=barnpedagog")
    assert answer.json is not None
    items = answer.json["items"]
    assert (items[0]["value"], items[0]["why"]) == ("group:5311", "Barnpedagog → Barnskötare (gemensam yrkesroll)")
    hits = hooks.for_region(region).title_hits(query="barnpedagog", limit=3)
    assert [(hit.title, hit.standard) for hit in hits] == [("Barnpedagog", "Barnskötare")]


def test_rows_of_another_region_are_not_shown(app: Flask, make: Factory, region: Region, inside: Any) -> None:
    south = make.region("soder", plugins=["role_standards"], municipalities=["1280"])
    with atomic(), make.inside(south, "role_standards"):
        theirs = a_standard(south, "Hemlig roll")
        titles.make(region=south, municipality_code="1280", title="Hemlig titel", standard=theirs)
        a_watched(south, theirs, title="Hemligt krav")
        a_referral(south, a_draft(south, "Hemligt utkast")[1], title="Hemlig remiss")
    with atomic(), inside():
        a_standard(region)
    staff = Browser(app).sign_in(make.user(region, "strategist"))
    for page in ("", "titles", "watched", "referrals", "titles/confirm"):
        assert "Hemlig" not in staff.get(f"{BASE}/{page}").text
    with make.inside(region):
        assert title_hits(region, "Hemlig titel", 5) == []
    with inside():
        assert [db.session.execute(select(of)).all() for of in (Referral, Consulted)] == [[], []]


def test_the_choice_page_of_the_needs_form_names_the_common_role(app: Flask, make: Factory, region: Region, inside: Any) -> None:
    from core.testing.factories import check_digit
    from plugins.employer_needs.models import CompetenceNeed, Invitation
    from plugins.employer_needs.services import invitations, rounds

    with atomic(), inside():
        titles.make(region=region, municipality_code="2481", title="Qwzxpedagog", standard=a_standard(region))
    with atomic(), make.inside(region, "employer_needs"):
        opened = rounds.create_round(region=region, title="Hösten", opens_on=today(), closes_on=today() + timedelta(days=30))
        rounds.open_round(region=region, round_id=opened.id)
        number = check_digit("555990001")
        row = {"organisation": "Exempelverken AB", "orgnr": number, "email": "hr@exempel.example", "municipality_code": "2482"}
        invitations.invite(region=region, survey_round=opened, rows=[{**row, "identity": f"{number}|hr@exempel.example"}])
        seed = db.session.execute(select(Invitation.seed)).scalar_one()
    visitor = Browser(app).get(f"/r/norr/employer-needs/svara/{invitations.invitation_token(seed)}").submit().submit()
    visitor.follow("Lägg till ett behov").submit(title="Qwzxpedagog")
    assert "Qwzxpedagog → Barnskötare (gemensam yrkesroll)" in visitor.text
    visitor.submit(choice="group:5311")
    with make.inside(region, "employer_needs"):
        need = db.session.execute(select(CompetenceNeed)).scalar_one()
        assert (need.local_title, need.occupation_group) == ("Qwzxpedagog", "5311")


def test_a_token_says_how_far_its_own_municipality_has_come(
    app: Flask, make: Factory, region: Region, inside: Any, municipality: Organisation
) -> None:
    with atomic(), inside():
        role = a_standard(region)
        address = f"/api/v1/regions/norr/role-standards/role-standards/{role.id}/adoption"
    headers = {"Authorization": f"Bearer {make.token(region, 'role_standards.adoption.manage', organisation=municipality)}"}
    client = app.test_client()
    said = {"status": "adopted", "since": "2026-08-17", "decision": "§ 5"}
    answers = [client.put(f"{address}/{code}", json=said, headers=headers) for code in ("2482", "2481")]
    assert [answer.status_code for answer in answers] == [200, 404]
    assert client.put(f"{address}/2482", json={"status": "deviates"}, headers=headers).status_code == 422
    shown = client.get(address).json
    assert shown is not None
    assert {row["municipality_code"]: (row["status"], row["since"]) for row in shown["items"]} == {
        "2482": ("adopted", "2026-08-17"),
        "2481": ("not_started", None),
        "2417": ("not_started", None),
    }
