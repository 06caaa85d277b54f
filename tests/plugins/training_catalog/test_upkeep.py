"""Providers keep their courses: what is written, published, copied, and who may."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from core.db import atomic
from core.errors import Conflict, DomainError, NotFound
from core.notices.models import Notice
from core.plugins import hooks
from core.testing.factories import Factory
from plugins.training_catalog import supply
from plugins.training_catalog.models import EducationOccupation
from plugins.training_catalog.upkeep import jobs, queries, service, terms, values
from plugins.training_catalog.upkeep.models import KeptState

from .conftest import NORSJO, Catalogue, at, row
from .upkeep_made import EDUCATION, OCCASION, Keeper, keeper


@pytest.fixture
def kept(make: Factory, catalogue: Catalogue) -> Keeper:
    return keeper(make, catalogue)


def test_a_draft_is_nobodys_to_find_and_what_is_published_is_found_at_once(kept: Keeper) -> None:
    education, _occasion = kept.draft()
    assert (kept.catalogue.infos, kept.catalogue.events) == ([], [])
    kept.do(service.publish, education_id=education.id, groups=["5321"])
    (info,) = kept.catalogue.infos
    (event,) = kept.catalogue.events
    assert (info.title, info.is_current, info.credits_unit, info.provider_names) == (EDUCATION.title, True, "vp", "Norrskolan")
    assert (event.start, event.application_last, event.is_current) == (date(2027, 8, 23), date(2027, 5, 15), True)
    assert [(place.municipality_code, place.street_address) for place in kept.catalogue.locations] == [(NORSJO, "Skolgatan 1")]
    found = hooks.for_region(kept.region).search(user=None, query="undersköterska")
    assert [hit.title for hit in found] == [EDUCATION.title]
    told = hooks.for_region(kept.region).education_facts(user=None, ref=f"training_catalog:event:{event.id}")
    assert told is not None and (told.organisation_id, told.occupation_groups) == (kept.school.id, ("5321",))


def test_only_the_occupations_that_the_provider_confirms_are_led_to(kept: Keeper) -> None:
    education, _occasion = kept.draft()
    kept.do(service.publish, education_id=education.id, groups=["5330", "nonsense", "5330"])
    assert [(lead.group_code, lead.rule) for lead in kept.catalogue.all(EducationOccupation)] == [("5330", "confirmed")]
    assert [each.reason for each in supply.supply_for(kept.region, "5330", [NORSJO])] == [
        "Anordnaren säger att utbildningen leder till yrkesgruppen. Ges i Norsjö, där behovet finns."
    ]
    kept.do(service.publish, education_id=education.id, groups=[])
    assert kept.catalogue.all(EducationOccupation) == []


def test_an_import_of_the_same_name_leaves_what_is_kept_alone_and_the_reverse(kept: Keeper) -> None:
    education, _occasion = kept.published()
    (own,) = kept.catalogue.infos
    kept.catalogue.rows(row(Namn="Inläst kurs"), source="Norrskolan", complete=True)
    kept.catalogue.rows(row(Namn="Inläst kurs"), source="Norrskolan, egna uppgifter", complete=True)
    assert [info.removed_at for info in kept.catalogue.infos] == [None, None, None]
    kept.do(service.withdraw, education_id=education.id)
    assert {info.title: info.removed_at is not None for info in kept.catalogue.infos} == {own.title: True, "Inläst kurs": False}
    kept.do(service.publish, education_id=education.id, groups=[])
    assert [info.removed_at for info in kept.catalogue.infos if info.id == own.id] == [None]


@pytest.mark.parametrize(
    ("changes", "lacking"),
    [
        ({"start": None}, "Första dagen, eller att man kan börja när som helst"),
        ({"places": ()}, "Ort, eller att det är på distans"),
        ({"application_last": None}, "Sista ansökningsdag, eller löpande ansökan"),
    ],
)
def test_what_lacks_the_necessary_is_not_published_and_says_what(kept: Keeper, changes: dict[str, object], lacking: str) -> None:
    education, _occasion = kept.draft(**changes)
    with pytest.raises(DomainError) as refused:
        kept.do(service.publish, education_id=education.id, groups=[])
    assert refused.value.message == f"Det här saknas innan du kan publicera: {lacking}."
    assert kept.catalogue.infos == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"end": date(2027, 8, 1)}, "end"),
        ({"application_last": date(2029, 1, 1)}, "application_last"),
        ({"start": date(1027, 8, 23)}, "start"),
        ({"places": (("", "Skolgatan 1"),)}, "place_1"),
        ({"application_url": "skolan"}, "application_url"),
        ({"pace": 400.0}, "pace"),
        ({"seats": 0}, "seats"),
        ({"is_distance": True, "sessions": 900}, "sessions"),
    ],
)
def test_what_cannot_be_is_told_at_its_field(kept: Keeper, changes: dict[str, object], field: str) -> None:
    with pytest.raises(DomainError) as refused:
        kept.draft(**changes)
    assert refused.value.field == field


def test_who_keeps_for_another_finds_nothing_and_the_coordinator_finds_all(kept: Keeper, make: Factory) -> None:
    education, occasion = kept.published()
    other = keeper(make, kept.catalogue, "Sydskolan")
    coordinator = make.user(kept.region, "education_coordinator")
    for user in (other.user,):
        with pytest.raises(NotFound):
            kept.do(service.withdraw, user=user, education_id=education.id)
        with pytest.raises(NotFound):
            kept.do(service.remove_occasion, user=user, occasion_id=occasion.id)
        with pytest.raises(DomainError):
            kept.do(service.create, user=user, organisation_id=kept.school.id, said=EDUCATION)
        with kept.catalogue.scope():
            assert queries.listing(kept.region, user).total == 0
            assert queries.chosen(kept.region, user, [occasion.id]) == []
    with kept.catalogue.scope():
        assert [each.organisation for each in queries.listing(kept.region, coordinator).items] == ["Norrskolan"]
        assert [each.name for each in queries.organisations(kept.region, coordinator)] == ["Norrskolan", "Sydskolan"]
        assert [each.name for each in queries.organisations(kept.region, other.user)] == ["Sydskolan"]


def test_of_two_who_change_the_same_the_second_is_told(kept: Keeper) -> None:
    education, occasion = kept.published()
    seen = education.version
    kept.do(service.change, education_id=education.id, said=replace(EDUCATION, title="Ny titel"), seen=seen)
    with pytest.raises(Conflict):
        kept.do(service.change, education_id=education.id, said=replace(EDUCATION, title="Annan titel"), seen=seen)
    (info,) = kept.catalogue.infos
    assert info.title == "Ny titel"
    with pytest.raises(DomainError, match="Det publicerade tillfället måste ha en"):
        kept.do(service.change_occasion, occasion_id=occasion.id, said=replace(OCCASION, start=None), seen=None)


@pytest.mark.parametrize(
    ("start", "weeks", "moved"),
    [
        (date(2027, 8, 23), terms.HALF, date(2028, 2, 21)),
        (date(2027, 8, 23), terms.YEAR, date(2028, 8, 21)),
        (date(2027, 1, 11), terms.HALF, date(2027, 8, 16)),  # not the twelfth of July
        (date(2024, 1, 15), terms.HALF, date(2027, 8, 16)),  # as many half-years as it takes to lie ahead, and out of the summer
        (date(2027, 6, 28), terms.HALF, date(2028, 1, 10)),  # not between Christmas and Epiphany
    ],
)
def test_a_copy_starts_the_same_day_of_the_week_in_a_term_to_come(start: date, weeks: int, moved: date) -> None:
    found = terms.shifted(start, terms.weeks_on(start, weeks, date(2027, 2, 1)))
    assert (found, found and found.weekday()) == (moved, start.weekday())


def test_occasions_are_copied_with_their_dates_and_keep_the_rest(kept: Keeper) -> None:
    _education, occasion = kept.published(seats=24)
    dates = values.Occasion(start=date(2028, 8, 21), end=date(2029, 6, 8), application_last=date(2028, 5, 12))
    (copied,) = kept.do(service.copy, dates={occasion.id: dates}, publish_now=True)
    assert (copied.start, copied.seats, copied.places, copied.state) == (
        date(2028, 8, 21),
        24,
        [{"code": NORSJO, "address": "Skolgatan 1"}],
        KeptState.PUBLISHED,
    )
    assert [event.start for event in kept.catalogue.events] == [date(2027, 8, 23), date(2028, 8, 21)]
    with pytest.raises(DomainError) as refused:
        kept.do(service.copy, dates={occasion.id: replace(dates, end=date(2027, 1, 1))}, publish_now=False)
    assert refused.value.field == f"end_{occasion.id}"


def test_providers_are_told_once_when_nothing_can_be_applied_for(kept: Keeper, make: Factory, monkeypatch: pytest.MonkeyPatch) -> None:
    kept.published()
    keeper(make, kept.catalogue, "Sydskolan").published(application_continuous=True)

    def night() -> list[tuple[int, str]]:
        with kept.catalogue.scope(), atomic():
            jobs.remind_providers(kept.region)
        return [
            (notice.user_id, notice.title) for notice in kept.catalogue.all(Notice) if notice.kind == "training_catalog.course_outdated"
        ]

    assert night() == []
    monkeypatch.setattr("core.clock.utcnow", at(date(2027, 5, 16)))
    assert night() == [(kept.user.id, f"Inget att söka: {EDUCATION.title}")]
    assert len(night()) == 1
