"""The pages of those who keep courses: five minutes from nothing to a published course, and nothing typed is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.db import atomic
from core.testing.client import Browser
from core.testing.factories import Factory
from plugins.training_catalog.gap import service as gap
from plugins.training_catalog.gap.events import ClusterUpdated
from plugins.training_catalog.upkeep import queries, service

from .conftest import NORSJO, TODAY, Catalogue, at
from .upkeep_made import EDUCATION, Keeper, keeper

OWN = "/r/norr/training-catalog/own"
EDUCATION_FIELDS = {"title": "Undersköterska, vård och omsorg", "school_form": "VUXGY", "credits": "1500"}
OCCASION_FIELDS = {
    "start": "2027-08-23",
    "end": "2028-06-09",
    "application_last": "2027-05-15",
    "place_1": NORSJO,
    "address_1": "Skolgatan 1",
}


@pytest.fixture
def kept(make: Factory, catalogue: Catalogue, browser: Browser) -> Keeper:
    found = keeper(make, catalogue)
    browser.sign_in(found.user)
    return found


def write(browser: Browser, fields: dict[str, str], do: str) -> Browser:
    """Fill in the form that has these fields, and press one of its buttons."""
    return browser.submit(fields, having=next(iter(fields)), button=("do", do))


def test_from_nothing_to_a_published_course_in_three_steps(kept: Keeper, browser: Browser) -> None:
    browser.get(OWN)
    browser.follow("Lägg in en utbildning")
    write(browser, EDUCATION_FIELDS, "save")
    assert browser.url.endswith("/occasions/new")
    write(browser, OCCASION_FIELDS, "save")
    assert browser.url.endswith("/review")
    assert "Undersköterskor" in browser.text
    assert ("groups", "5321") in browser.form(having="more").fields
    browser.submit(having="more", button=("do", "publish"))
    (info,) = kept.catalogue.infos
    assert browser.url.endswith(f"/training-catalog/{info.id}")
    assert "Utbildningen är publicerad" in browser.text
    assert "23 augusti 2027 till 9 juni 2028" in browser.text


def test_the_preview_shows_what_the_visitor_will_see_and_saves_nothing(kept: Keeper, browser: Browser) -> None:
    browser.get(f"{OWN}/new")
    write(browser, {**EDUCATION_FIELDS, "description": "Du lär dig ge vård."}, "preview")
    assert browser.status == 200
    assert "Komvux gymnasial nivå · 1 500 verksamhetspoäng" in browser.text
    assert "Minst ett tillfälle" in browser.text
    assert dict(browser.form(having="title").fields)["title"] == EDUCATION_FIELDS["title"]
    typed = {**dict(browser.form(having="title").fields), "do": "preview"}
    seen = browser.client.post(f"{OWN}/new", data=typed, headers={"Accept": "application/json"}).get_json()
    assert (seen["title"], seen["provider"], seen["missing"][0]["text"]) == (EDUCATION_FIELDS["title"], "Norrskolan", "Minst ett tillfälle")
    with kept.catalogue.scope():
        assert queries.listing(kept.region, kept.user).total == 0


def test_what_is_wrong_is_told_at_its_field_and_nothing_is_lost(kept: Keeper, browser: Browser) -> None:
    education, _occasion = kept.draft()
    browser.get(f"{OWN}/{education.id}/occasions/new")
    write(browser, {**OCCASION_FIELDS, "end": "2027-01-01", "seats": "24"}, "save")
    assert browser.status == 422
    assert "Sista dagen är före den första." in browser.text
    kept_fields = dict(browser.form(having="start").fields)
    assert (kept_fields["seats"], kept_fields["end"], kept_fields["address_1"]) == ("24", "2027-01-01", "Skolgatan 1")


def test_of_two_who_write_the_second_sees_both_and_may_save_again(kept: Keeper, browser: Browser) -> None:
    education, _occasion = kept.published()
    browser.get(f"{OWN}/{education.id}")
    kept.do(service.change, education_id=education.id, said=replace(EDUCATION, title="Deras titel"), seen=None)
    write(browser, {"title": "Min titel"}, "save")
    assert browser.status == 409
    assert "Så här är det sparat nu" in browser.text and "Deras titel" in browser.text
    assert dict(browser.form(having="title").fields)["title"] == "Min titel"
    write(browser, {"title": "Min titel"}, "save")
    assert [info.title for info in kept.catalogue.infos] == ["Min titel"]


def test_copies_are_shown_with_their_dates_before_they_are_saved(kept: Keeper, browser: Browser) -> None:
    _education, occasion = kept.published()
    browser.get(OWN)
    browser.get(f"{OWN}/copy?occasion={occasion.id}&occasion=999&weeks=52")
    assert dict(browser.form(having=f"start_{occasion.id}").fields)[f"start_{occasion.id}"] == "2028-08-21"
    write(browser, {f"start_{occasion.id}": "2028-08-28"}, "publish")
    assert [str(event.start) for event in kept.catalogue.events] == ["2027-08-23", "2028-08-28"]
    browser.get(f"{OWN}/copy")
    assert "Välj vilka tillfällen som ska kopieras." in browser.text


@pytest.mark.requirement("A1")
def test_a_cancelled_occasion_stays_on_the_page_with_reason_and_alternative_and_can_be_undone(
    kept: Keeper, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("plugins.training_catalog.upkeep.cancellations.utcnow", at(TODAY))
    education, occasion = kept.published()
    other = kept.do(service.copy, dates={occasion.id: service.from_row(occasion)}, publish_now=True)[0]
    browser.get(f"{OWN}/occasions/{occasion.id}/cancel")
    browser.submit({"reason": ""}, having="reason")
    assert browser.status == 422
    browser.submit({"reason": "För få sökande.", "alternative": str(other.event_id)}, having="reason")
    assert "Tillfället är inställt" in browser.text
    browser.get(f"/r/norr/training-catalog/{education.info_id}")
    assert "Inställt: start 23 augusti 2027" in browser.text and "För få sökande." in browser.text
    assert (f"/r/norr/training-catalog/{education.info_id}#event-{other.event_id}") in [href for href, _words in browser.links]
    assert "https://schema.org/EventCancelled" in browser.page
    browser.get(f"{OWN}/{education.id}")
    browser.submit(to=f"{OWN}/occasions/{occasion.id}/resume")
    browser.get(f"/r/norr/training-catalog/{education.info_id}")
    assert "För få sökande." not in browser.text


def test_pages_of_another_provider_are_not_found(kept: Keeper, make: Factory, browser: Browser) -> None:
    other = keeper(make, kept.catalogue, "Sydskolan")
    education, occasion = other.published()
    for path in (f"/{education.id}", f"/{education.id}/review", f"/occasions/{occasion.id}", f"/occasions/{occasion.id}/cancel"):
        browser.get(OWN + path)
        assert browser.status == 404, path
    browser.get(OWN)
    browser.post(f"{OWN}/{education.id}/withdraw", {"submission_key": "x" * 20, "csrf_token": browser.form_token()})
    assert browser.status == 404
    assert [info.removed_at for info in kept.catalogue.infos] == [None]
    browser.sign_in(make.user(kept.region, "strategist"))
    browser.get(OWN)
    assert browser.status == 403


def test_a_kept_course_shows_which_needs_it_answers_and_leads_to_them_who_may_go_there(
    kept: Keeper, make: Factory, browser: Browser
) -> None:
    education, _occasion = kept.published()
    with kept.catalogue.scope(), atomic():
        said = ClusterUpdated(cluster_id=7, occupation_group="5321", occupation_label="Behovet", headcount=3)
        gap.hear(region=kept.region, cluster=said)
        while gap.match_some(kept.region):
            pass
    for user, linked in ((kept.user, False), (make.user(kept.region, "education_coordinator"), True)):
        browser.sign_in(user)
        browser.get(f"{OWN}/{education.id}")
        assert "Behov som det här svarar på Behovet" in browser.text
        assert ("Behovet" in [words for _href, words in browser.links]) is linked


@pytest.mark.requirement("S2")
def test_who_acts_for_no_organisation_reaches_no_education_and_reads_what_to_do(kept: Keeper, make: Factory, browser: Browser) -> None:
    education, occasion = kept.published()
    browser.sign_in(make.user(kept.region, "provider_representative")).get(OWN)
    assert (education.title in browser.text, "Du företräder ingen anordnare här" in browser.text) == (False, True)
    pages = (f"{education.id}", f"{education.id}/review", f"{education.id}/occasions/new", f"occasions/{occasion.id}")
    assert [browser.get(f"{OWN}/{page}").status for page in pages] == [404] * 4
