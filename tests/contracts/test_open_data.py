"""Open data: pages, files, and a catalogue that the rules of DCAT-AP accept."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from core.regions.models import Region
from core.testing.factories import Factory

SHAPES = Path(__file__).parents[3] / "shared" / "data" / "opendata" / "dcat-ap_2.1.1_shacl_shapes.ttl"
ROOT = "/r/norr/open-data"
pytestmark = pytest.mark.filterwarnings("ignore:.*(default_context|ConjunctiveGraph).*:DeprecationWarning")  # of rdflib, by rdflib


@pytest.fixture
def region(make: Factory) -> Region:
    return make.region("norr", plugins=["training_catalog", "demand_pooling", "employer_needs"], municipalities=["2417", "2482"])


def get(app: Flask, path: str, **headers: str) -> TestResponse:
    return app.test_client().get(path, headers={name.replace("_", "-"): value for name, value in headers.items()})


def graph(answer: TestResponse, form: str = "turtle") -> Any:
    from rdflib import Graph

    return Graph().parse(data=answer.data, format=form)


@pytest.mark.skipif(not SHAPES.exists(), reason="the SHACL shapes of the shared data folder are not here")
def test_the_catalogue_obeys_the_shapes_of_dcat_ap(region: Region, app: Flask) -> None:
    from pyshacl import validate

    found = graph(get(app, f"{ROOT}/catalog.ttl"))
    _conforms, _graph, text = validate(found, shacl_graph=str(SHAPES), advanced=True, inplace=True)
    assert [part for part in text.split("Constraint Violation")[1:] if "Severity: sh:Violation" in part] == []


def test_every_plugin_that_publishes_is_in_the_catalogue(region: Region, app: Flask) -> None:
    from rdflib.namespace import DCAT, DCTERMS, RDF

    found = graph(get(app, f"{ROOT}/catalog.ttl"))
    assert sorted(str(each).partition("/open-data/")[2] for each in found.subjects(RDF.type, DCAT.Dataset)) == [
        "demand_pooling/pooled-demand",
        "training_catalog/courses",
    ]
    for each in found.subjects(RDF.type, DCAT.Dataset):
        for wanted in (
            DCTERMS.title,
            DCTERMS.description,
            DCTERMS.publisher,
            DCTERMS.spatial,
            DCAT.contactPoint,
            DCAT.theme,
            DCAT.distribution,
        ):
            assert list(found.objects(each, wanted)), wanted
    for each in found.subjects(RDF.type, DCAT.Distribution):
        assert len(list(found.objects(each, DCAT.accessURL))) == len(list(found.objects(each, DCTERMS.license))) == 1


def test_the_forms_say_the_same_and_are_chosen_by_address_or_by_accept(region: Region, app: Flask) -> None:
    from rdflib.compare import isomorphic

    turtle = graph(get(app, f"{ROOT}/catalog.ttl"))
    assert len(turtle) > 50
    assert isomorphic(turtle, graph(get(app, f"{ROOT}/catalog.rdf"), "xml"))
    assert isomorphic(turtle, graph(get(app, f"{ROOT}/catalog.jsonld"), "json-ld"))
    for wanted, answered in (
        ("application/rdf+xml", "application/rdf+xml"),
        ("application/ld+json", "application/ld+json"),
        ("text/html, */*", "text/turtle"),
        ("image/png", "text/turtle"),
    ):
        assert get(app, f"{ROOT}/catalog", Accept=wanted).mimetype == answered
    first = get(app, f"{ROOT}/catalog.ttl")
    assert get(app, f"{ROOT}/catalog.ttl", If_None_Match=first.headers["ETag"]).status_code == 304
    assert get(app, f"{ROOT}/catalog.exe").status_code == 404


def test_every_link_of_the_page_and_the_catalogue_leads_somewhere(region: Region, app: Flask) -> None:
    from rdflib.namespace import DCAT

    page = get(app, f"{ROOT}/").data.decode()
    assert ("Utbildningstillfällen" in page, "CC0" in page) == (True, True)
    addresses = {str(each) for each in graph(get(app, f"{ROOT}/catalog.ttl")).objects(None, DCAT.accessURL)}
    assert len(addresses) == 9
    for address in addresses:
        path = "/" + address.split("/", 3)[3]
        assert get(app, path).status_code == 200, path
    assert get(app, f"{ROOT}/training_catalog/courses").headers["Location"].endswith("#training_catalog-courses")


def test_rows_are_files_and_what_is_not_published_is_not_found(region: Region, app: Flask) -> None:
    answer = get(app, f"{ROOT}/training_catalog/courses.csv")
    assert (answer.status_code, answer.data.decode("utf-8-sig").count("\r\n")) == (200, 1)
    assert json.loads(get(app, f"{ROOT}/training_catalog/courses.json").data) == []
    for path in ("training_catalog/nothing.csv", "nobody/courses.csv", "training_catalog/courses.exe", "training_catalog/.."):
        assert get(app, f"{ROOT}/{path}").status_code == 404, path


def test_a_region_without_plugins_has_a_page_and_an_empty_catalogue(make: Factory, app: Flask) -> None:
    make.region("tom")
    assert "Inga öppna data än" in get(app, "/r/tom/open-data/").data.decode()
    assert "dcat:Catalog" in get(app, "/r/tom/open-data/catalog.ttl").data.decode()
