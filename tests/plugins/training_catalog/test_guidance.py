"""What the guidance page says of educations: those that lead to the occupation and can be followed from home."""

from __future__ import annotations

from core.plugins import GuidanceSection, hooks

from .conftest import NORSJO, SKELLEFTEA, Catalogue
from .test_hooks import care

__all__ = ["care"]


def sections(catalogue: Catalogue, municipality: str, group: str = "5321") -> list[GuidanceSection]:
    return hooks.for_region(catalogue.region).guidance_sections(user=None, municipality=municipality, occupation_group=group)


def test_educations_within_reach_and_why(care: Catalogue) -> None:
    (section,) = sections(care, NORSJO)
    assert (section.kind, section.paragraphs) == ("ways", ["1 utbildning kan följas från Norsjö."])
    assert [(item.title, item.url) for item in section.items] == [
        ("Undersköterska på distans", f"/r/norr/training-catalog/{care.info('Undersköterska på distans').id}")
    ]
    assert section.items[0].text.startswith("Exempelskolan. Utbildningens namn innehåller")
    assert [item.title for item in sections(care, SKELLEFTEA)[0].items] == [
        "Vård- och omsorgsutbildning med vård och omsorg",
        "Undersköterska på distans",
    ]


def test_nothing_leads_there(care: Catalogue) -> None:
    assert sections(care, NORSJO, "2512") == []
