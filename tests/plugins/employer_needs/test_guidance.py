"""What the guidance page says of the employers' needs: published figures of the newest round."""

from __future__ import annotations

from core.db import atomic
from core.plugins import GuidanceSection, hooks

from .conftest import World
from .test_published_figures import WORK, _state, cells, fill, publish


def sections(world: World, municipality: str, group: str) -> list[GuidanceSection]:
    with world.inside():
        return hooks.for_region(world.region).guidance_sections(user=None, municipality=municipality, occupation_group=group)


def test_only_published_figures_are_told(world: World) -> None:
    with atomic(), world.inside():
        for number in range(36):
            _state(world, number, ["2417", "2482"][number % 2], WORK[number // 2 % 3], (number % 4 + 1, 0, 0))
    assert sections(world, "2417", "5330") == []
    publish(world)
    whole, here = cells(world, "occupation")["5330", ""], cells(world, "occupation_municipality")["5330", "2417"]
    (section,) = sections(world, "2417", "5330")
    assert section.kind == "needed"
    assert section.paragraphs[:2] == [f"I Norsjö behövs {here} personer.", f"I hela regionen behövs {whole} personer."]
    assert section.items[0].url.startswith("/r/")
    assert section.items[0].url.endswith("occupation=5330")
    assert [each.paragraphs[0] for each in sections(world, "", "5330")] == [f"I hela regionen behövs {whole} personer."]


def test_a_figure_of_few_employers_is_not_told(world: World) -> None:
    fill(world)
    publish(world)
    assert sections(world, "2401", "2512") == []  # 77 people, of one employer
