"""The plugin's part of the yearly report."""

from __future__ import annotations

from datetime import date

from core.db import atomic
from core.plugins import hooks
from core.testing.factories import Factory
from plugins.internships.rounds.models import PlacementStatus

from .made import a_period, a_school, an_applicant, an_employer, an_offer
from .placed import a_placement

YEAR = 2031


def test_the_year_is_told_per_kind(make: Factory) -> None:
    region = make.region(plugins=["internships"], municipalities=["2380", "2361"])
    other = make.region(plugins=["internships"], municipalities=["1280"])
    with make.inside(other, "internships"), atomic():
        theirs = a_period(other, starts_on=date(YEAR, 3, 3), ends_on=date(YEAR, 4, 4))
        an_offer(other, theirs, an_employer(other), capacity=50)
    with make.inside(region, "internships"):
        with atomic():
            period = a_period(region, starts_on=date(YEAR, 2, 3), ends_on=date(YEAR, 3, 3))
            school, employer = a_school(region), an_employer(region)
            offer = an_offer(region, period, employer, capacity=4)
            an_offer(region, period, employer, is_open=False, capacity=9)
            people = [an_applicant(region, period, school, f"Demo {name}") for name in ("Ett", "Tre", "Fyra")]
            for person in people[:2]:
                a_placement(person, offer, status=PlacementStatus.ACCEPTED)
            a_placement(people[2], offer, status=PlacementStatus.DECLINED)
        (section,) = hooks.for_region(region).report_sections(period=YEAR)
        ((_caption, header, rows),) = section.tables
        assert [str(label) for label in header] == ["Slag av praktik", "Perioder", "Platser", "Sökande", "Har fått plats"]
        assert [list(row)[1:] for row in rows] == [[1, 4, 3, "färre än 3"]]
        assert str(section.paragraphs[0]) == "Under året började 1 praktikperiod."
        assert hooks.for_region(region).report_sections(period=YEAR + 1) == []
