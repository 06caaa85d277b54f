"""The region's menu: one entry at a time says where one is, and what does not fit in the row is under "Mer"."""

from __future__ import annotations

import re

import pytest

from core.db import atomic
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory
from core.web.shell import NavLink, first_in_row
from tests.plugins.distance_learning.made import a_centre, a_course

AT = "/r/norr/distance-learning"
PLUGINS = ["distance_learning", "training_catalog", "demand_pooling", "employer_needs"]


@pytest.fixture
def region(make: Factory) -> Region:
    return make.region("norr", plugins=PLUGINS, municipalities=["2482"])


def _menus(browser: Browser) -> tuple[str, str]:
    """The wide screen's menu and the narrow one's."""
    wide, narrow = browser.page.split('<details class="sk-nav sk-nav--narrow">')
    return wide.split('<nav class="sk-nav sk-nav--wide"')[1], narrow.split("</nav>")[0]


def _here(menu: str) -> list[str]:
    return re.findall(r'<a href="([^"]+)" aria-current="\w+">', menu)


def _links(*labels: str) -> list[NavLink]:
    return [NavLink(label, "/", current=False) for label in labels]


@pytest.mark.parametrize(
    ("page", "entry"),
    [
        ("/", "/"),
        ("/centres", "/"),
        ("/manage", "/manage"),
        ("/manage/{centre}", "/manage"),
        ("/manage/{centre}/about", "/manage"),
        ("/cohorts/{course}", "/cohorts"),
        ("/courses/{course}", "/"),
        ("/book", "/book"),
    ],
)
def test_one_entry_says_where_one_is(make: Factory, region: Region, browser: Browser, page: str, entry: str) -> None:
    with make.inside(region, "distance_learning"), atomic():
        centre = a_centre(region)
        course = a_course(region, centre)
    browser.sign_in(make.user(region, "strategist")).get(AT + page.format(centre=centre.id, course=course.id))
    assert (browser.status, [_here(menu) for menu in _menus(browser)]) == (200, [[AT + entry]] * 2)


def test_on_a_page_of_no_entry_nothing_is_marked(make: Factory, region: Region, browser: Browser) -> None:
    browser.sign_in(make.user(region, "strategist")).get("/r/norr/search?q=x")
    assert [_here(menu) for menu in _menus(browser)] == [[], []]


@pytest.mark.requirement("A6")
def test_what_does_not_fit_in_the_row_is_under_more_without_script(make: Factory, region: Region, browser: Browser) -> None:
    browser.sign_in(make.user(region, "region_admin")).get(f"{AT}/manage")
    wide, narrow = _menus(browser)
    row, more = wide.split("</ul>")[0], wide.split("Administrera")[0].split("Mer")[1]
    assert wide.count("<details") == 2  # more, and the administrators' menu: both open without script, and by keyboard
    all_of_them, shown, hidden = (re.findall(r'<li><a href="([^"]+)"', part) for part in (narrow.split("Administrera")[0], row, more))
    assert (shown + hidden, len(hidden) >= 2) == (all_of_them, True)
    browser.get(hidden[-1])
    assert 'class="sk-nav__here">Mer<span class="sr-only"> (du är här)</span>' in _menus(browser)[0]


def test_a_menu_that_fits_has_no_more(make: Factory, region: Region, browser: Browser) -> None:
    browser.get("/r/norr/")
    assert ("sk-nav--wide" in browser.page, "Mer<" in browser.page, "sk-nav__more" in browser.page) == (True, False, False)


@pytest.mark.parametrize(
    ("labels", "with_admin", "first"),
    [
        ([], False, 0),
        (["Utbildningar"], True, 1),
        (["Utbildningar", "Läs på lärcentrum"], True, 2),
        (["x" * 100], False, 1),
        (["x" * 100, "y"], False, 2),
        (["x" * 100, "y", "z"], False, 1),
        (["x" * 19] * 4, False, 4),
        (["x" * 20] * 4, False, 2),
        (["x" * 19] * 4, True, 2),
        (["x" * 10] * 9, False, 6),
        (["x" * 10] * 9, True, 4),
    ],
)
def test_how_many_stand_in_the_row(app: object, labels: list[str], with_admin: bool, first: int) -> None:
    assert first_in_row(_links(*labels), with_admin=with_admin) == first


def test_the_menu_takes_no_name_that_a_page_uses_itself(make: Factory, region: Region, browser: Browser) -> None:
    with make.inside(region, "distance_learning"), atomic():
        centre = a_centre(region, invigilates=True)
    browser.get(f"{AT}/exams/{centre.slug}/request")  # a page that has a `row` of its own
    assert (browser.status, centre.name in browser.text) == (200, True)
