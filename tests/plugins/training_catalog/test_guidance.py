"""What the guidance page says of educations: those that lead to the occupation and can be followed from home."""

from __future__ import annotations

from core.plugins import GuidanceSection, hooks

from .conftest import NORSJO, SKELLEFTEA, Catalogue, event_, info, provider
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


def test_what_fits_whom_is_what_the_events_say(catalogue: Catalogue) -> None:
    catalogue.read(
        [
            provider(),
            info("i.1", title="Undersköterska på kvällar", type={"code": "VUXGY"}),
            info("i.2", title="Undersköterska på heltid", type={"code": "VUXGY"}),
            info("i.3", title="Undersköterska, kombinationsutbildning med sfi", type={"code": "VUXGY"}),
            event_("e.1", education="i.1", locations=[{"areaCode": NORSJO}],
                   execution={"start": "2027-08-23"}, paceOfStudy={"percentage": 50}, timeOfStudy={"code": "kväll"}),
            event_("e.2", education="i.2", locations=[{"areaCode": SKELLEFTEA}],
                   execution={"start": "2027-08-24"}, paceOfStudy={"percentage": 100}, timeOfStudy={"code": "dag"}),
            event_("e.3", education="i.3", distance={"noOfMandatorySessions": 0}, execution={"start": "2027-08-25"},
                   languageOfInstructions=["swl"]),
        ]
    )  # fmt: skip
    items = {item.title: (list(item.fits), list(item.lacks)) for item in sections(catalogue, "")[0].items}
    assert items == {
        "Undersköterska på kvällar": (["evening", "part_time"], []),
        "Undersköterska på heltid": ([], ["evening", "part_time"]),
        "Undersköterska, kombinationsutbildning med sfi": (["distance", "sign_language", "swedish"], []),
    }
    (section,) = sections(catalogue, SKELLEFTEA)
    at_home = {item.title: (list(item.fits), list(item.lacks)) for item in section.items}
    assert at_home["Undersköterska på heltid"] == (["near"], ["evening", "part_time"])
    assert "near" in {item.title: item.fits for item in sections(catalogue, NORSJO)[0].items}["Undersköterska på kvällar"]


def test_nothing_leads_there(care: Catalogue) -> None:
    assert sections(care, NORSJO, "2512") == []
