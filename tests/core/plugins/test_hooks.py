"""The façade over pluggy: one failing plugin never takes the page along, types are checked, and order comes from weight."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import permutations
from random import Random
from typing import Any

import pytest
from flask import Flask, render_template_string
from markupsafe import escape
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from core.db import all_regions, atomic, current_scope, db, region_scope
from core.errors import DomainError, TenantFenceError
from core.plugins import (
    Card,
    Check,
    Dataset,
    EducationFacts,
    FocusArea,
    GuidanceSection,
    LearningOccasion,
    LetterOfIntent,
    Link,
    NavItem,
    SearchHit,
    Section,
    Slot,
    StudyPlace,
    Supply,
    TitleHit,
)
from core.plugins import hooks as facade
from core.plugins.hookspecs import ALL
from core.plugins.models import RegionPlugin
from core.regions.models import Region
from core.testing.factories import Factory
from core.web.slots import render_cards
from tests.core.plugins.made import Use, plugin_of
from tests.fixture_plugins.meetings.models import Meeting


def _labels(region: Region) -> list[str]:
    return [item.label for item in facade.for_region(region).nav_items(user=None)]


def _nav(*items: tuple[str, int]) -> Callable[[Any], Any]:
    return lambda self: [NavItem(label, "x", weight) for label, weight in items]


def _duplicate_region() -> None:
    """An error in the database: a slug that is taken."""
    db.session.add_all([Region(slug="twice", name="1"), Region(slug="twice", name="2")])
    db.session.flush()


def test_order_is_by_weight_whatever_the_registration(use: Use) -> None:
    plugins = [
        plugin_of("aa", nav_items=_nav(("a50", 50), ("a10", 10))),
        plugin_of("bb", nav_items=_nav(("b10", 10), ("b20", 20))),
        plugin_of("cc", nav_items=_nav(("c10", 10), ("c05", 5))),
    ]
    found = {tuple(_labels(use(*order))) for order in permutations(plugins)}
    assert found == {("c05", "a10", "b10", "c10", "b20", "a50")}


def test_within_a_weight_what_is_required_comes_first(use: Use) -> None:
    first = plugin_of("zz", nav_items=_nav(("z", 10)))
    second = plugin_of("aa", nav_items=_nav(("a", 10)))
    type(second).requires = ("zz",)
    assert _labels(use(second, first)) == ["z", "a"]


def test_only_plugins_that_are_on_are_asked(use: Use) -> None:
    region = use(plugin_of("aa", nav_items=_nav(("a", 1))), plugin_of("bb", nav_items=_nav(("b", 1))), off=["aa"])
    assert _labels(region) == ["b"]


@pytest.mark.parametrize(
    "error", [ValueError("oops"), DomainError("oops"), RecursionError("oops"), NotImplementedError("oops"), KeyError("oops")]
)
@pytest.mark.requirement("S8")
def test_a_failing_plugin_is_left_out_logged_and_named(use: Use, caplog: pytest.LogCaptureFixture, error: Exception) -> None:
    def fail(self: Any) -> Any:
        raise error

    region = use(plugin_of("aa", nav_items=_nav(("a", 1))), plugin_of("bad", nav_items=fail), plugin_of("zz", nav_items=_nav(("z", 2))))
    with caplog.at_level(logging.ERROR):
        assert _labels(region) == ["a", "z"]
    assert [r.getMessage() for r in caplog.records] == ["plugin bad failed in nav_items"]
    assert "oops" in caplog.text


def test_a_generator_that_fails_half_way_gives_nothing(use: Use) -> None:
    def half(self: Any) -> Iterator[NavItem]:
        yield NavItem("half", "x")
        raise ValueError

    assert _labels(use(plugin_of("aa", nav_items=half), plugin_of("bb", nav_items=_nav(("b", 1))))) == ["b"]


@pytest.mark.parametrize("answer", ["text", {"label": "x"}, [("a", 1)], [Card("x", "t")], [None], NavItem("one", "x"), 7])
def test_a_wrong_type_is_left_out_and_logged(use: Use, caplog: pytest.LogCaptureFixture, answer: Any) -> None:
    region = use(plugin_of("bad", nav_items=lambda self: answer), plugin_of("bb", nav_items=_nav(("b", 1))))
    with caplog.at_level(logging.ERROR):
        assert _labels(region) == ["b"]
    assert caplog.records
    assert all("plugin bad" in r.getMessage() for r in caplog.records)


@pytest.mark.parametrize("nothing", [None, [], ()])
def test_nothing_is_a_fine_answer(use: Use, caplog: pytest.LogCaptureFixture, nothing: Any) -> None:
    assert _labels(use(plugin_of("aa", nav_items=lambda self: nothing))) == []
    assert caplog.records == []


def test_a_database_error_outside_a_transaction_is_isolated(use: Use) -> None:
    def fail(self: Any) -> Any:
        _duplicate_region()

    region = use(plugin_of("bad", nav_items=fail), plugin_of("bb", nav_items=_nav(("b", 1))))
    assert _labels(region) == ["b"]
    assert db.session.execute(select(Region.slug).where(Region.slug == "twice")).all() == []


def test_a_database_error_inside_atomic_fails_the_whole(use: Use) -> None:
    """That transaction cannot be trusted any more: to go on would lose or half-write the caller's own change."""

    def fail(self: Any) -> Any:
        _duplicate_region()

    region = use(plugin_of("bad", nav_items=fail, resolve_ref=fail))
    for call in (lambda: _labels(region), lambda: facade.for_region(region).resolve_ref(user=None, ref="bad:x:1")):
        with pytest.raises(IntegrityError), atomic():
            db.session.add(Region(slug="caller", name="the caller's own change"))
            call()
        assert db.session.execute(select(Region.slug).where(Region.slug == "caller")).all() == []


def test_each_hook_runs_in_its_own_plugin_s_scope(use: Use, make: Factory) -> None:
    """A collaboration's page of one plugin calls another plugin's hooks; what members share for the first must not open the second."""
    seen: dict[str, list[str]] = {}

    def look(name: str) -> Callable[..., Any]:
        def nav_items(self: Any) -> list[NavItem]:
            seen[name] = sorted(db.session.execute(select(Meeting.title)).scalars())
            return []

        return nav_items

    together = use(plugin_of("aa", nav_items=look("aa")), plugin_of("bb", nav_items=look("bb")))
    member = make.region()
    with atomic():
        db.session.add_all(RegionPlugin(region_id=member.id, plugin=name, enabled=True) for name in ("aa", "bb"))
    make.share(member, together, "aa")
    for region in (member, together):
        with atomic(), region_scope(region.id):
            db.session.add(Meeting(region_id=region.id, title=region.slug))
    with make.inside(together, "aa"):
        before = current_scope()
        facade.for_region(together).nav_items(user=None)
        assert current_scope() == before
    assert seen == {"aa": sorted([member.slug, together.slug]), "bb": [together.slug]}
    seen.clear()
    facade.for_region(member).nav_items(user=None)  # a hook has its scope even where the caller has none
    assert seen == {"aa": [member.slug], "bb": [member.slug]}
    assert current_scope() is None


def test_a_hook_that_leaves_its_region_is_stopped_by_the_fence(use: Use, make: Factory, caplog: pytest.LogCaptureFixture) -> None:
    other = make.region()

    def smuggle(self: Any) -> Any:
        db.session.add(Meeting(region_id=other.id, title="smuggled"))
        return [NavItem("x", "x")]

    region = use(plugin_of("bad", nav_items=smuggle), plugin_of("bb", nav_items=_nav(("b", 1))))
    assert _labels(region) == ["b"]
    assert "was written in the scope of region" in caplog.text
    with pytest.raises(TenantFenceError), atomic():
        _labels(region)
    with all_regions("the test looks everywhere"):
        assert db.session.execute(select(Meeting.title)).all() == []


def test_refs_go_to_their_own_plugin_only(use: Use) -> None:
    def any_link(self: Any, ref: str) -> Link:
        return Link(f"{self.name} knows {ref}", "/")

    region = use(plugin_of("aa", resolve_ref=any_link), plugin_of("bb", resolve_ref=any_link), plugin_of("cc", resolve_ref=lambda self: 3))
    hooks = facade.for_region(region)
    assert hooks.resolve_ref(user=None, ref="bb:thing:1") == Link("bb knows bb:thing:1", "/")
    for unknown in ("cc:thing:1", "gone:thing:1", "", ":", "bb"):
        found = hooks.resolve_ref(user=None, ref=unknown)
        assert found == (Link("bb knows bb", "/") if unknown == "bb" else None)


def test_search_hits_are_best_first_and_keep_order_within_a_score(use: Use) -> None:
    def hits(*scores: float) -> Callable[..., Any]:
        return lambda self, limit: [SearchHit(f"{self.name}{score}", "/", "k", score=score) for score in scores][:limit]

    region = use(plugin_of("aa", search=hits(0.2, 0.9)), plugin_of("bb", search=hits(0.9, 0.5, 0.1)))
    found = facade.for_region(region).search(user=None, query="x", limit=2)
    assert [h.title for h in found] == ["aa0.9", "bb0.9", "bb0.5", "aa0.2"]


def letter(ref: str) -> LetterOfIntent:
    signed = datetime(2026, 11, 2, tzinfo=UTC)
    return LetterOfIntent(ref, 1, "Exempelkommun", "", "2482", "", "Kim Exempel", "", "", "", signed)


def test_every_other_regional_hook_passes_its_arguments_and_checks_its_type(use: Use) -> None:
    given: dict[str, Any] = {}

    def slot_content(self: Any, region: Any, user: Any, slot: Any, subject: Any) -> Any:
        given["slot_content"] = (region, user, slot, subject)
        return [Slot("t", {"n": 1}), "wrong"]

    def dashboard_cards(self: Any, region: Any, user: Any) -> Any:
        given["dashboard_cards"] = (region, user)
        return [Card("c", "t"), "wrong"]

    def supply_for(self: Any, region: Any, occupation_group: Any, municipalities: Any) -> Any:
        given["supply_for"] = (region, occupation_group, municipalities)
        return [Supply("aa:x:1", "s", "/"), "wrong"]

    def study_places(self: Any, region: Any) -> Any:
        given["study_places"] = (region,)
        return [StudyPlace("aa:x:2", "b", "2482"), StudyPlace("aa:x:1", "a", "2482"), "wrong"]

    def letters_of_intent(self: Any, region: Any, user: Any, refs: Any) -> Any:
        given["letters_of_intent"] = (region, user, refs)
        return [letter("aa:x:2"), letter("aa:x:1"), letter("aa:x:9"), "wrong"]

    def education_facts(self: Any, region: Any, user: Any, ref: Any) -> Any:
        given["education_facts"] = (region, user, ref)
        return EducationFacts(ref, "t") if ref == "aa:event:1" else "wrong"

    def report_sections(self: Any, region: Any, period: Any) -> Any:
        given["report_sections"] = (region, period)
        return [Section("s", weight=2), Section("r", weight=1), "wrong"]

    region = use(
        plugin_of(
            "aa",
            slot_content=slot_content,
            dashboard_cards=dashboard_cards,
            supply_for=supply_for,
            study_places=study_places,
            letters_of_intent=letters_of_intent,
            education_facts=education_facts,
            report_sections=report_sections,
            region_checks=lambda self, region: [Check("ok", True), 3],
            open_data=lambda self, region: [Dataset("d", "t", "e"), 3],
        )
    )
    hooks = facade.for_region(region)
    assert hooks.slot_content(user=None, slot="s", subject="aa:x:1") == [Slot("t", {"n": 1})]
    assert hooks.dashboard_cards(user=None) == [Card("c", "t")]
    assert hooks.supply_for(occupation_group="5321", municipalities=["2482"]) == [Supply("aa:x:1", "s", "/")]
    assert [place.ref for place in hooks.study_places()] == ["aa:x:1", "aa:x:2"]
    assert hooks.letters_of_intent(user=None, refs=["aa:x:1", "aa:x:2"]) == [letter("aa:x:1"), letter("aa:x:2")]
    assert hooks.education_facts(user=None, ref="aa:event:2") is None
    assert hooks.education_facts(user=None, ref="bb:event:1") is None
    assert hooks.education_facts(user=None, ref="aa:event:1") == EducationFacts("aa:event:1", "t")
    assert [s.title for s in hooks.report_sections(period=2026)] == ["r", "s"]
    assert [(p.name, c.title) for p, c in hooks.region_checks()] == [("aa", "ok")]
    assert [d.name for d in hooks.open_data()] == ["d"]
    assert given == {
        "slot_content": (region, None, "s", "aa:x:1"),
        "dashboard_cards": (region, None),
        "supply_for": (region, "5321", ["2482"]),
        "study_places": (region,),
        "letters_of_intent": (region, None, ["aa:x:1", "aa:x:2"]),
        "education_facts": (region, None, "aa:event:1"),
        "report_sections": (region, 2026),
    }


def test_the_hooks_of_guidance_and_plans_pass_their_arguments_and_order_what_they_get(use: Use) -> None:
    given: dict[str, Any] = {}

    def guidance_sections(self: Any, region: Any, user: Any, municipality: Any, occupation_group: Any) -> Any:
        given["guidance_sections"] = (region, user, municipality, occupation_group)
        return [GuidanceSection("meetings", "m"), GuidanceSection("ways", "w2", weight=2), GuidanceSection("nothing", "x"), "wrong"]  # type: ignore[arg-type]

    def title_hits(self: Any, region: Any, query: Any, limit: Any) -> Any:
        given["title_hits"] = (region, query, limit)
        return [TitleHit("b", "B", "5311", "aa:x:1", "/"), TitleHit("c", "B", "5311", "aa:x:1", "/"), "wrong"]

    def focus_areas(self: Any, region: Any) -> Any:
        given["focus_areas"] = (region,)
        return [FocusArea("aa:x:2", "second in the plan's order"), FocusArea("aa:x:1", "first by ref"), "wrong"]

    def learning_occasions(self: Any, region: Any) -> Any:
        given["learning_occasions"] = (region,)
        days = (datetime(2026, 12, day, tzinfo=UTC) for day in (9, 2))
        return [*(LearningOccasion(f"aa:x:{day.day}", "t", "/", day) for day in days), "wrong"]

    other = plugin_of("bb", guidance_sections=lambda self: [GuidanceSection("needed", "n"), GuidanceSection("ways", "w1", weight=1)])
    region = use(
        plugin_of(
            "aa",
            guidance_sections=guidance_sections,
            title_hits=title_hits,
            focus_areas=focus_areas,
            learning_occasions=learning_occasions,
        ),
        other,
    )
    hooks = facade.for_region(region)
    found = hooks.guidance_sections(user=None, municipality="2482", occupation_group="5311")
    assert [(section.kind, section.title) for section in found] == [("needed", "n"), ("ways", "w1"), ("ways", "w2"), ("meetings", "m")]
    assert [hit.title for hit in hooks.title_hits(query="barn", limit=1)] == ["b"]
    assert [area.ref for area in hooks.focus_areas()] == ["aa:x:2", "aa:x:1"]
    assert [occasion.ref for occasion in hooks.learning_occasions()] == ["aa:x:2", "aa:x:9"]
    assert given == {
        "guidance_sections": (region, None, "2482", "5311"),
        "title_hits": (region, "barn", 1),
        "focus_areas": (region,),
        "learning_occasions": (region,),
    }


def test_demo_data_is_made_in_order_and_a_failure_shows(use: Use) -> None:
    made: list[tuple[str, int]] = []

    def seed(self: Any, rng: Random) -> None:
        made.append((self.name, rng.randrange(1000)))

    def fail(self: Any) -> None:
        raise ValueError("broken demo")

    required, requiring = plugin_of("zz", seed_demo=seed), plugin_of("aa", seed_demo=seed)
    type(requiring).requires = ("zz",)
    facade.for_region(use(requiring, required)).seed_demo(rng=Random(7))
    expected = Random(7)
    assert made == [("zz", expected.randrange(1000)), ("aa", expected.randrange(1000))]
    with pytest.raises(ValueError, match="broken demo"):
        facade.for_region(use(plugin_of("bad", seed_demo=fail))).seed_demo(rng=Random(7))


def test_a_lifecycle_hook_that_fails_is_not_isolated(use: Use) -> None:
    def fail(self: Any) -> None:
        raise DomainError("not ready")

    bad = plugin_of("bad", region_enabled=fail)
    region = use(bad)
    with pytest.raises(DomainError, match="not ready"):
        facade.lifecycle(bad, "region_enabled", region=region, actor=None)


def test_a_slot_or_card_whose_template_fails_is_left_out(use: Use, make: Factory, app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    region = use(
        plugin_of("bad", slot_content=lambda self: [Slot("bad/there_is_no_such_template.html"), Slot("meetings/card.html", {})]),
        plugin_of("good", slot_content=lambda self: [Slot("minutes/note.html", {"notes": ["<ja>"]}, weight=200)]),
    )
    from flask import g

    with app.test_request_context():
        g.region, g.region_slug = region, region.slug
        html = render_template_string('{{ slot("x", subject=1) }}')
        cards = render_cards([Card("x", "bad/missing.html"), Card("y", "minutes/note.html", {"notes": ["kort"]})])
    assert str(escape("<ja>")) in html
    assert html.count("<section") == 1
    assert len(cards) == 1
    assert "kort" in cards[0]
    assert [r.getMessage() for r in caplog.records if r.levelname == "ERROR"] == [
        "plugin bad failed in template bad/there_is_no_such_template.html",
        "plugin meetings failed in template meetings/card.html",
        "plugin bad failed in template bad/missing.html",
    ]


def test_outside_a_region_a_slot_is_empty(app: Flask) -> None:
    with app.test_request_context():
        assert render_template_string('{{ slot("x") }}') == ""


def test_every_specified_hook_is_in_the_facade() -> None:
    """A hook that nobody can call through the façade would be called past it."""
    boot, regional, stewards, life = ALL
    assert _specs(regional) <= set(dir(facade.RegionHooks))
    assert _specs(stewards) <= set(dir(facade.StewardshipHooks))
    assert _specs(life) == {"region_enabled", "region_disabled"}
    whats = ("blueprints", "permissions", "jobs", "events", "subscriptions", "commands", "notice_kinds", "mail_templates", "imports")
    assert _specs(boot) == {f"register_{what}" for what in whats}


def _specs(cls: type) -> set[str]:
    return {name for name in vars(cls) if not name.startswith("_")}
