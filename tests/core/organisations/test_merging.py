"""Merging duplicates: what is suggested, what moves, what stands in the way, and where the old address leads."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from core.db import atomic, db
from core.jobs.models import Outbox
from core.organisations import facts, merging, queries
from core.organisations.facts import Facts
from core.organisations.models import Organisation, Workplace
from core.organisations.service import link_to_region, register_organisation
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory
from core.users.models import Membership, User
from core.users.service import grant_role


@pytest.fixture
def north(make: Factory) -> Region:
    return make.region("norr")


@pytest.fixture
def user(make: Factory, north: Region) -> User:
    return make.user(north, "strategist")


@pytest.fixture
def keeper(app: Flask, user: User) -> Browser:
    return Browser(app).sign_in(user)


def unnumbered(region: Region, name: str, municipality: str | None = "2417") -> Organisation:
    with atomic():
        return register_organisation(name=name, region=region, municipality_code=municipality)


def test_suggested_are_like_names_in_one_place_of_which_at_most_one_has_a_number(make: Factory, north: Region) -> None:
    numbered = make.organisation(north, "Norsjö Snickeri AB", municipality="2417")
    loose = unnumbered(north, "Norsjö snickeri")
    slip = unnumbered(north, "Norsjö Snickerri AB", None)
    unnumbered(north, "Norsjö Snickeri", "2481")  # elsewhere
    unnumbered(north, "Norsjö Måleri")
    make.organisation(north, "Norsjö Snickeri HB", municipality="2417")  # another legal person than the first
    unnumbered(make.region("soder"), "Norsjö Snickeri")
    found = {(pair.first.id, pair.second.id) for pair in merging.suggestions(north)}
    assert (numbered.id, loose.id) in found
    assert (loose.id, slip.id) in found
    assert all({first, second} <= {row.id for row in queries.page(north, queries.OrganisationFilter()).items} for first, second in found)
    both = set(db.session.execute(select(Organisation.id).where(Organisation.orgnr.is_not(None))).scalars())
    assert [pair for pair in found if set(pair) <= both] == []


def test_a_merge_moves_everything_chooses_field_by_field_and_leaves_a_signpost(keeper: Browser, make: Factory, north: Region) -> None:
    kept = make.organisation(north, "Ihop AB", municipality="2417")
    lost = unnumbered(north, "Ihop Bygg")
    person = make.user()
    with atomic():
        grant_role(user=person, region=north, role="employer_representative", organisation=kept)
        grant_role(user=person, region=north, role="employer_representative", organisation=lost)
        only = make.user()
        grant_role(user=only, region=north, role="employer_representative", organisation=lost)
        facts.save_workplace(region=north, organisation=lost, workplace_id=None, version=None, values={"name": "Verkstan"})
        said = Facts(name=lost.name, municipality_code="2481", website="https://ihop.example", size_class=5)
        facts.change_organisation(region=north, organisation=lost, version=lost.version, facts=said)
    keeper.get(f"/r/norr/organisations/{kept.id}/merge/{lost.id}")
    assert "Arbetsställen: 1" in keeper.text
    keeper.submit({"municipality_code": "lost"}, having="versions")
    assert keeper.url == f"/r/norr/organisations/{kept.id}"
    db.session.expire_all()
    now = db.session.execute(select(Organisation).where(Organisation.id == kept.id)).scalar_one()
    assert (now.name, now.municipality_code, now.website, now.size_class) == ("Ihop AB", "2481", "https://ihop.example", 5)
    assert [name.name for name in queries.other_names(now)] == ["Ihop Bygg"]
    assert db.session.execute(select(Workplace.organisation_id)).scalars().all() == [kept.id]
    roles = (
        select(Membership.user_id, Membership.organisation_id).where(Membership.organisation_id.is_not(None)).order_by(Membership.user_id)
    )
    assert db.session.execute(roles).all() == [(person.id, kept.id), (only.id, kept.id)]
    assert [found.id for found in queries.page(north, queries.OrganisationFilter(q="ihop")).items] == [kept.id]
    events = db.session.execute(select(Outbox.payload).where(Outbox.name == "core.organisation_merged.v1")).scalars().all()
    assert events == [{"kept_id": kept.id, "lost_id": lost.id}]
    answer = keeper.client.get(f"/r/norr/organisations/{lost.id}")
    assert (answer.status_code, answer.location) == (301, f"/r/norr/organisations/{kept.id}")
    assert "Slog ihop Ihop Bygg med Ihop AB" in keeper.get(f"/r/norr/organisations/{kept.id}").text


def test_a_signpost_follows_when_its_target_is_merged_too(make: Factory, north: Region, user: User) -> None:
    first, second, third = (unnumbered(north, name) for name in ("Ett", "Två", "Tre"))
    for kept, lost in ((second, first), (third, second)):
        with atomic():
            db.session.refresh(kept)
            db.session.refresh(lost)
            merging.merge(region=north, user=user, kept=kept, lost=lost, versions=(kept.version, lost.version), choices={})
    db.session.refresh(first)
    assert first.merged_into_id == third.id


def test_the_number_comes_along(make: Factory, north: Region, user: User) -> None:
    kept, lost = unnumbered(north, "Utan nummer"), make.organisation(north, "Med nummer")
    number = lost.orgnr
    with atomic():
        merging.merge(region=north, user=user, kept=kept, lost=lost, versions=(kept.version, lost.version), choices={})
    assert (kept.orgnr, lost.orgnr) == (number, None)


def test_two_with_numbers_are_two(keeper: Browser, make: Factory, north: Region) -> None:
    one, two = make.organisation(north, "Ett AB"), make.organisation(north, "Två AB")
    page = keeper.get(f"/r/norr/organisations/{one.id}/merge/{two.id}")
    assert "två olika juridiska personer" in page.text
    page.submit(having="versions")
    assert "två olika juridiska personer" in page.text
    db.session.refresh(two)
    assert two.merged_into_id is None


@pytest.mark.requirement("S5")
def test_one_that_works_elsewhere_is_only_merged_by_who_may_there(keeper: Browser, make: Factory, north: Region, user: User) -> None:
    south = make.region("soder")
    kept, lost = make.organisation(north, "Kvar AB"), unnumbered(north, "Borta")
    with atomic():
        link_to_region(lost, south)
    page = keeper.get(f"/r/norr/organisations/{kept.id}/merge/{lost.id}")
    assert "Borta verkar också i Soder" in page.text
    page.submit(having="versions")
    db.session.refresh(lost)
    assert lost.merged_into_id is None
    with atomic():
        grant_role(user=user, region=south, role="strategist")
    keeper.get(f"/r/norr/organisations/{kept.id}/merge/{lost.id}").submit(having="versions")
    db.session.refresh(lost)
    assert lost.merged_into_id == kept.id
    assert [region.slug for region in queries.regions_of(kept)] == ["norr", "soder"]


def test_facts_of_one_that_works_where_one_may_not_are_kept(make: Factory, north: Region, user: User) -> None:
    kept, lost = unnumbered(north, "Delad"), unnumbered(north, "Lokal", "2481")
    with atomic():
        link_to_region(kept, make.region("soder"))
    with atomic():
        merging.merge(region=north, user=user, kept=kept, lost=lost, versions=(kept.version, lost.version), choices={"name": "lost"})
    assert (kept.name, kept.municipality_code) == ("Delad", "2417")


def test_who_looked_at_an_older_state_compares_again(keeper: Browser, make: Factory, north: Region) -> None:
    kept, lost = make.organisation(north, "Kvar AB"), unnumbered(north, "Borta")
    page = keeper.get(f"/r/norr/organisations/{kept.id}/merge/{lost.id}")
    with atomic():
        facts.change_organisation(region=north, organisation=lost, version=lost.version, facts=Facts(name="Ändrad"))
    page.submit(having="versions")
    assert "Jämför dem igen" in page.text
    db.session.refresh(lost)
    assert lost.merged_into_id is None


def test_another_region_s_cannot_even_be_compared(keeper: Browser, make: Factory, north: Region) -> None:
    kept, foreign = make.organisation(north, "Kvar AB"), make.organisation(make.region("soder"), "Främmande AB")
    assert keeper.get(f"/r/norr/organisations/{kept.id}/merge/{foreign.id}").status == 404
