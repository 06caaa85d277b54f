"""What other plugins are told of one occasion."""

from __future__ import annotations

from datetime import date

from core.db import atomic
from core.plugins import EducationFacts, hooks
from core.testing.factories import Factory

from .conftest import KIRUNA, NORSJO, Catalogue, event_, info, provider


def facts(catalogue: Catalogue, event_id: int) -> EducationFacts | None:
    return hooks.for_region(catalogue.region).education_facts(user=None, ref=f"training_catalog:event:{event_id}")


def test_everything_that_is_known_of_an_occasion_is_told(catalogue: Catalogue, make: Factory) -> None:
    school = make.organisation(catalogue.region, "Exempelskolan")
    catalogue.read(
        [
            provider(),
            info(type={"code": "YH"}, title="Undersköterska", credits={"unit": {"code": "yh"}, "credits": 200}),
            event_(
                "e.1",
                distance={"noOfMandatorySessions": 6},
                execution={"start": "2027-09-06", "end": "2028-06-02"},
                locations=[{"areaCode": NORSJO}],
            ),
            event_("e.2", isCancelled=True, locations=[{"areaCode": KIRUNA}]),
        ]
    )
    with catalogue.scope(), atomic():
        (taught,) = catalogue.providers
        taught.orgnr = school.orgnr or ""
    first, second = catalogue.events
    told = facts(catalogue, first.id)
    assert told is not None
    assert (told.title, told.provider, told.school_form, told.level) == ("Undersköterska", "Exempelskolan", "YH", "vocational")
    assert (told.starts_on, told.ends_on, told.is_distance, told.sessions) == (date(2027, 9, 6), date(2028, 6, 2), True, 6)
    assert told.organisation_id == school.id
    assert told.occupation_groups == ("5321", "5323")
    assert told.url == f"/r/norr/training-catalog/{first.info_id}"
    cancelled = facts(catalogue, second.id)
    assert (told.is_cancelled, cancelled is not None and cancelled.is_cancelled) == (False, True)


def test_what_was_taken_away_is_another_regions_or_no_occasion_is_not_told(catalogue: Catalogue, make: Factory) -> None:
    catalogue.read([provider(), info(), event_()])
    (event,) = catalogue.events
    south = make.region("soder", plugins=["training_catalog"])
    ask = hooks.for_region(catalogue.region)
    assert facts(catalogue, event.id) is not None
    assert hooks.for_region(south).education_facts(user=None, ref=f"training_catalog:event:{event.id}") is None
    refs = ("training_catalog:info:1", "training_catalog:event:", "training_catalog:event:x", "training_catalog:event:99999999999")
    assert [ask.education_facts(user=None, ref=ref) for ref in refs] == [None] * 4
    catalogue.read([provider(), info()], complete=True)
    assert facts(catalogue, event.id) is None
