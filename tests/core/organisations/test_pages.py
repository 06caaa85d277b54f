"""The register's pages: who sees what, what is refused, and that nothing typed is lost."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from core.audit.models import AuditEntry
from core.db import atomic, db
from core.organisations import facts, queries
from core.organisations.facts import Facts
from core.organisations.models import Organisation, OrganisationKind, OrganisationName, Workplace
from core.organisations.queries import OrganisationFilter
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory, check_digit
from core.users.models import User
from core.users.service import grant_role


@pytest.fixture
def north(make: Factory) -> Region:
    return make.region("norr")


@pytest.fixture
def keeper(app: Flask, make: Factory, north: Region) -> Browser:
    """Somebody who keeps the register of the north."""
    return Browser(app).sign_in(make.user(north, "strategist"))


def representative(make: Factory, region: Region, organisation: Organisation) -> User:
    user = make.user()
    with atomic():
        grant_role(user=user, region=region, role="employer_representative", organisation=organisation)
    return user


def fresh(organisation: Organisation) -> Organisation:
    db.session.expire_all()
    return db.session.execute(select(Organisation).where(Organisation.id == organisation.id)).scalar_one()


def test_the_list_holds_the_region_s_organisations_and_no_other_s(keeper: Browser, make: Factory, north: Region) -> None:
    make.organisation(north, "Östlunds Bygg AB")
    make.organisation(north, "Ananas AB")
    make.organisation(make.region("soder"), "Hemliga Södern AB")
    keeper.get("/r/norr/organisations/")
    assert [text for href, text in keeper.links if "/organisations/" in href and text.endswith("AB")] == ["Ananas AB", "Östlunds Bygg AB"]
    assert "2 träffar" in keeper.text


def test_a_filter_finds_by_part_of_the_name_number_kind_place_branch_size_and_state(make: Factory, north: Region) -> None:
    one = make.organisation(north, "Ängens Snickeri AB", municipality="2417")
    two = make.organisation(north, "Bergets kommun", kind=OrganisationKind.MUNICIPALITY, municipality="2481")
    with atomic():
        written = Facts(name=one.name, orgnr=one.orgnr, municipality_code="2417", sni_code="41200", sni_version="2007", size_class=20)
        facts.change_organisation(region=north, organisation=one, version=one.version, facts=written)
        closed = Facts(name=two.name, kind=two.kind, municipality_code="2481", orgnr=two.orgnr, closed_on=date(2026, 1, 1))
        facts.change_organisation(region=north, organisation=two, version=two.version, facts=closed)

    def names(**chosen: str) -> list[str]:
        return [found.name for found in queries.page(north, OrganisationFilter(**chosen)).items]

    assert names(q="snick") == names(q="ÄNGENS") == names(q=str(one.orgnr)[:9]) == ["Ängens Snickeri AB"]
    assert names(kind="municipality") == names(municipality="2481") == names(state="closed") == ["Bergets kommun"]
    assert names(section="F") == names(size="20") == names(state="open") == ["Ängens Snickeri AB"]
    assert names(sort="-name") == ["Ängens Snickeri AB", "Bergets kommun"]
    assert names(sort="newest") == ["Bergets kommun", "Ängens Snickeri AB"]
    assert names(q="%") == []


def test_an_organisation_is_added_with_its_facts_and_the_log_says_so(keeper: Browser, north: Region) -> None:
    number = check_digit("556900123")
    keeper.get("/r/norr/organisations/new").submit(
        {
            "name": "Nya Verken AB", "orgnr": f"{number[:6]}-{number[6:]}", "kind": "employer", "municipality_code": "2417",
            "sni_code": "62.010", "size_class": "50", "website": "www.nyaverken.example",
        }
    )  # fmt: skip
    assert "Nya Verken AB är tillagd." in keeper.text
    assert "62010 Dataprogrammering" in keeper.text
    assert "50–99 anställda" in keeper.text
    found = db.session.execute(select(Organisation).where(Organisation.orgnr == number)).scalar_one()
    assert (found.sni_code, found.sni_version, found.sni_section, found.website) == ("62010", "2025", "K", "https://www.nyaverken.example")
    assert [entry.action for entry in queries.history(found, north)] == ["core.organisation.added"]


@pytest.mark.parametrize(
    ("field", "value"),
    [("orgnr", "5560000002"), ("sni_code", "00"), ("website", "javascript:alert(1)"), ("name", ""), ("closed_on", "igår")],
)
def test_what_is_wrong_is_said_at_the_field_and_what_was_typed_stays(
    keeper: Browser, make: Factory, north: Region, field: str, value: str
) -> None:
    made = make.organisation(north, "Kvar AB")
    keeper.get(f"/r/norr/organisations/{made.id}/edit").submit({"name": "Nytt namn AB", field: value})
    assert keeper.status == 422
    assert f'id="{field}-error"' in keeper.page
    assert "Nytt namn AB" in keeper.page or field == "name"
    assert fresh(made).name == "Kvar AB"


def test_a_number_known_elsewhere_can_be_taken_into_the_region(keeper: Browser, make: Factory, north: Region) -> None:
    south = make.region("soder")
    made = make.organisation(south, "Delade AB")
    keeper.get("/r/norr/organisations/new").submit({"name": "Delade", "orgnr": str(made.orgnr)})
    assert keeper.status == 422
    keeper.submit({"known": "yes"})
    assert keeper.url == f"/r/norr/organisations/{made.id}"
    assert [region.slug for region in queries.regions_of(made)] == ["norr", "soder"]


def test_the_second_to_save_sees_what_the_first_saved_and_keeps_what_was_typed(keeper: Browser, make: Factory, north: Region) -> None:
    made = make.organisation(north, "Först AB")
    keeper.get(f"/r/norr/organisations/{made.id}/edit")
    with atomic():
        found = fresh(made)
        facts.change_organisation(
            region=north, organisation=found, version=found.version, facts=Facts(name="Emellan AB", orgnr=found.orgnr)
        )
    keeper.submit({"name": "Sist AB"})
    assert keeper.status == 422
    assert "Någon annan hann spara först" in keeper.text
    assert "Emellan AB Sist AB" in keeper.text
    keeper.submit({"name": "Sist AB"})
    assert fresh(made).name == "Sist AB"
    kept = db.session.execute(
        select(OrganisationName.name).where(OrganisationName.organisation_id == made.id).order_by(OrganisationName.id)
    )
    assert kept.scalars().all() == ["Först AB", "Emellan AB"]


@pytest.mark.requirement("S5")
def test_a_representative_changes_the_own_organisation_and_no_other(app: Flask, make: Factory, north: Region) -> None:
    own, other = make.organisation(north, "Egna AB"), make.organisation(north, "Andras AB")
    elsewhere = make.organisation(make.region("soder"), "Annanstans AB")
    browser = Browser(app).sign_in(representative(make, north, own))
    browser.get("/r/norr/organisations/mine")
    assert browser.url == f"/r/norr/organisations/{own.id}"
    browser.get(f"/r/norr/organisations/{own.id}/edit").submit({"website": "www.egna.example"})
    assert fresh(own).website == "https://www.egna.example"
    assert browser.get("/r/norr/organisations/").status == 403
    for foreign in (other, elsewhere):
        for page in ("", "/edit", "/workplaces/new"):
            assert browser.get(f"/r/norr/organisations/{foreign.id}{page}").status == 404
    number = own.orgnr
    smuggled = dict(browser.get(f"/r/norr/organisations/{own.id}/edit").form(having="website").fields)
    smuggled |= {"name": "Nya egna AB", "orgnr": check_digit("556900999"), "kind": "agency"}
    browser.post(f"/r/norr/organisations/{own.id}/edit", smuggled)
    assert fresh(own).name == "Nya egna AB"
    assert (fresh(own).orgnr, own.kind) == (number, OrganisationKind.EMPLOYER)
    for page in ("leave", f"merge/{other.id}"):
        assert browser.get(f"/r/norr/organisations/{own.id}/{page}").status == 403


def test_workplaces_are_added_changed_and_closed_within_their_organisation(keeper: Browser, make: Factory, north: Region) -> None:
    made, other = make.organisation(north, "Ett AB"), make.organisation(north, "Två AB")
    base = f"/r/norr/organisations/{made.id}/workplaces"
    keeper.get(f"{base}/new").submit({"name": "Verkstan", "municipality_code": "2417", "address": "Storgatan 1", "cfar": "1234"})
    assert keeper.status == 422
    keeper.submit({"cfar": "12345678"})
    place = db.session.execute(select(Workplace)).scalar_one()
    keeper.get(f"{base}/{place.id}").submit({"closed_on": "2026-11-01"})
    assert "Nedlagt" in keeper.text
    assert keeper.get(f"/r/norr/organisations/{other.id}/workplaces/{place.id}").status == 404
    actions = db.session.execute(select(AuditEntry.action).where(AuditEntry.subject == facts.ref(made)).order_by(AuditEntry.id)).scalars()
    assert list(actions) == ["core.workplace.added", "core.workplace.changed"]


def test_leaving_a_region_takes_it_off_that_list_only(keeper: Browser, make: Factory, north: Region) -> None:
    south = make.region("soder")
    made = make.organisation(north, "Båda AB")
    with atomic():
        facts.add_known(region=south, orgnr=str(made.orgnr))
    keeper.get(f"/r/norr/organisations/{made.id}/leave").submit()
    assert [region.slug for region in queries.regions_of(made)] == ["soder"]
    assert keeper.get(f"/r/norr/organisations/{made.id}").status == 404
