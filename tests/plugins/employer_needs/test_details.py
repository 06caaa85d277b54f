"""The optional page of a need: what is asked there is kept, told, listed and secret where it must be; contradictions are named."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from sqlalchemy import select

from core.db import atomic, db, region_scope
from core.jobs.models import Outbox
from core.testing.client import Browser
from plugins.employer_needs import disclosure
from plugins.employer_needs.answering import secrecy
from plugins.employer_needs.models import CompetenceNeed
from plugins.employer_needs.queries import overview

from .conftest import World, fill_all
from .test_overview import answer

Visitors = Callable[[], Browser]


def more(world: World, visitor: Browser) -> Browser:
    """At the optional page of a need that is otherwise answered."""
    fill_all(visitor, world.link(world.invite()))
    return visitor.get(f"/r/{world.region.slug}/employer-needs/svar/{world.response.reference}/behov/{world.need.id}/mer?fran=kontroll")


def test_everything_said_is_kept_and_told(world: World, employer: Visitors) -> None:
    visitor = more(world, employer())
    visitor.submit(
        skill_0_importance="3",
        skill_0_when="no",
        licences=["Körkort B", "Yrkeslegitimation"],
        licences_other="ADR,  Kranbevis, ",
        languages=["Svenska"],
        languages_other="Somaliska",
        routes_tried=["agency"],
        consequences=["overtime", "declined"],
        study_forms=["centre", "distance"],
        pace="50",
        sessions_max="4",
        travel_km="60",
    )
    assert "Kontrollera ditt svar" in visitor.text
    assert "Demensvård (nödvändig, går att lära sig på jobbet)" in visitor.text
    need = world.need
    assert need.skills == [{"label": "Demensvård", "id": None, "importance": 3, "at_hire": False}]
    assert need.licences == ["Yrkeslegitimation", "Körkort B", "ADR", "Kranbevis"] or need.licences == [
        "Körkort B",
        "Yrkeslegitimation",
        "ADR",
        "Kranbevis",
    ]
    assert (need.languages, need.pace, need.sessions_max, need.travel_km) == (["Svenska", "Somaliska"], 50, 4, 60)
    visitor.follow("Kompetenser").submit(skill_1="Bemötande")
    assert world.need.skills[0]["importance"] == 3
    visitor.submit()
    event = db.session.execute(select(Outbox).where(Outbox.name == "employer_needs.need_published.v1")).scalar_one().payload
    assert event["skills"] == ["Demensvård", "Bemötande"]
    assert event["skills_detail"][1] == {"label": "Bemötande", "id": None, "importance": 2, "at_hire": True}
    assert {key: event[key] for key in ("study_forms", "pace", "sessions_max", "travel_km", "secret", "revision", "taxonomy_version")} == {
        "study_forms": ["centre", "distance"],
        "pace": 50,
        "sessions_max": 4,
        "travel_km": 60,
        "secret": False,
        "revision": 1,
        "taxonomy_version": "demo",
    }


def test_the_button_on_the_terms_leads_to_it(world: World, employer: Visitors) -> None:
    visitor = fill_all(employer(), world.link(world.invite()))
    visitor.follow("Distans går bra")
    visitor.submit(button=("action", "more"))
    assert visitor.url.endswith("/mer")
    assert "Allt här är frivilligt" in visitor.text


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"sessions_max": "många"}, "Skriv antalet med siffror"),
        ({"travel_km": "900"}, "får vara högst 500"),
        ({"sessions_max": "0", "study_forms": ["on_site"]}, "Utan träffar på plats måste distans eller arbetsplatsen gå bra"),
        ({"licences_other": "x" * 300}, "får vara högst 200"),
        ({"study_forms": ["telepathy"]}, "Välj bland alternativen."),
    ],
)
def test_wrong_input_is_named_at_its_field(world: World, employer: Visitors, typed: dict[str, object], message: str) -> None:
    visitor = more(world, employer())
    visitor.submit({"languages": ["Finska"], **typed})
    assert visitor.status == 422
    assert message in visitor.text
    assert ("languages", "Finska") in visitor.form(having="pace").fields
    assert world.need.languages == []


def test_distance_that_was_refused_cannot_be_chosen_and_the_other_way_round(world: World, employer: Visitors) -> None:
    visitor = more(world, employer())
    visitor.submit(study_forms=["distance"])
    visitor.follow("Distans går bra").submit(distance_acceptable="no")
    assert visitor.status == 422
    assert "har ni valt att utbildningen kan ges på distans" in visitor.text
    with atomic(), world.inside():
        need = world.need
        need.study_forms, need.distance_acceptable = [], False
    page = f"/r/{world.region.slug}/employer-needs/svar/{world.response.reference}/behov/{world.need.id}/mer"
    visitor.get(page).submit(study_forms=["distance"])
    assert "Ni har svarat att utbildningen inte kan ges på distans" in visitor.text


def test_the_file_and_the_search_have_it(world: World, strategist: Browser) -> None:
    _response, need = answer(
        world, licences=["Kranbevis"], pace=25, skills=[{"label": "TIG", "id": None, "importance": 1, "at_hire": True}]
    )
    base = f"/r/{world.region.slug}/employer-needs"
    assert strategist.get(f"{base}/behov?q=kranbevis").text.count(need.title) > 0
    strategist.get(f"{base}/behov.csv")
    assert strategist.response is not None
    (row,) = list(csv.DictReader(io.StringIO(strategist.response.get_data(as_text=True).lstrip("\ufeff")), delimiter=";"))
    wanted = {
        "Kompetenser med vikt": "TIG (bra att ha)",
        "Legitimation, körkort och bevis": "Kranbevis",
        "Studietakt i procent": "25",
        "Sekretessmarkerat": "nej",
    }
    assert {key: row[key] for key in wanted} == wanted


def test_a_marked_need_is_for_the_regions_own_staff(world: World, strategist: Browser) -> None:
    response, need = answer(world, title="Fantomsvetsare")
    page = f"/r/{world.region.slug}/employer-needs/behov/{need.id}"
    strategist.get(page).follow("Markera med sekretess")
    assert "Skriv varför" in strategist.submit().text
    strategist.submit(reason="Affärshemlighet")
    assert "Fantomsvetsare" in strategist.text
    assert "Sekretess" in strategist.text
    db.session.expire_all()
    neighbour = world.make.region(plugins=["employer_needs"])
    with region_scope(neighbour.id, [world.region.id]):
        assert overview.need_page(overview.Filters(), all_rows=True).items == []
        assert overview.group_choices() == []
    with world.inside():
        assert [each.id for each, _response in overview.need_page(overview.Filters()).items] == [need.id]
        assert overview.need_page(overview.Filters(open_only=True)).items == []
        record = disclosure.whole(world.region, f"employer_needs:response:{response.id}")
    assert record is not None
    assert {field.secrecy for field in record.fields if field.name.startswith("need-")} == {"30:23"}
    statement = select(Outbox).where(Outbox.name == "employer_needs.need_published.v1").order_by(Outbox.id)
    assert [(row.payload["secret"], row.payload["revision"]) for row in db.session.execute(statement).scalars()] == [(False, 1), (True, 2)]


def test_marking_twice_is_refused(world: World) -> None:
    from core.errors import Conflict

    response, need = answer(world)
    with atomic(), world.inside():
        secrecy.mark(region=world.region, response=response, need=need, secret=True, reason="Känsligt")
    with pytest.raises(Conflict, match="redan markerat"), atomic(), world.inside():
        secrecy.mark(region=world.region, response=response, need=need, secret=True, reason="Känsligt")


def test_needs_from_before_read_as_usual(world: World) -> None:
    need = CompetenceNeed(skills=[{"label": "TIG", "id": None}])
    assert need.skill_details == [{"importance": 2, "at_hire": True, "label": "TIG", "id": None}]
