"""The pages as a strategist and others meet them."""

from __future__ import annotations

from io import BytesIO

import docx
from flask import Flask

from core.testing.client import Browser
from plugins.demand_pooling.dossier.models import Dossier
from tests.core.documents.pdf_reader import Pdf
from tests.plugins.demand_pooling.dossier.conftest import Desk


def test_from_the_cluster_to_what_was_sent(desk: Desk, strategist: Browser) -> None:
    ref = desk.letter(3)
    desk.commit(ref, 3)
    strategist.get(f"/r/norr/demand-pooling/{desk.cluster.id}").follow("Skapa underlag")
    strategist.submit()
    assert "Välj vad underlaget ska användas till." in strategist.text
    strategist.submit(kind="yh_application")
    assert "Det här saknas 13 saker saknas av 14." in strategist.text
    strategist.follow("Välj avsiktsförklaringar")
    assert "Exempelbolaget 3 AB (Kim Exempel 3). Praktikplatser: 2 platser per termin" in strategist.text
    strategist.submit(letters=[ref])
    assert "Valet är sparat." in strategist.text
    strategist.follow("Skriv texterna").submit(title="Underlag Å", purpose="Rad ett.\n\nRad <två>.")
    strategist.follow("Fyll i om utbildningen").submit(
        provider="Exempelskolan", exam="yh", points="200", students="2", weeks="10", periods="1"
    )
    strategist.follow("Föreslå ledningsgrupp").submit(role="working_life", organisation="Exempelbolaget 3 AB", position="Chef")
    assert "1 av 1 ledamöter företräder arbetslivet." in strategist.text
    assert "Saknas: studerande, utbildningsledare." in strategist.text
    strategist.get("/r/norr/demand-pooling/dossiers/").follow("Underlag Å").follow("Förhandsgranska")
    assert "Rad <två>." in strategist.text
    assert "Utlovade platser per termin 2" in strategist.text
    assert "De utlovade platserna räcker till alla studerande i varje period." in strategist.text
    strategist.get("/r/norr/demand-pooling/dossiers/").follow("Underlag Å").follow("Skicka")
    strategist.submit(sent_to="Myndigheten för yrkeshögskolan")
    assert "Version 1 är sparad så som den är nu." in strategist.text
    assert "Skickad till Myndigheten för yrkeshögskolan" in strategist.text
    url = strategist.url
    for kind in ("pdf", "docx"):
        answer = strategist.call("GET", f"{url}.{kind}")
        assert answer.status_code == 200
        assert answer.headers["Content-Disposition"].endswith(f'-version-1.{kind}"')
        if kind == "pdf":
            read = Pdf(answer.data).words()
            assert "Rad <två>." in read
            assert "556036-0793" in read
        else:
            assert docx.Document(BytesIO(answer.data)).core_properties.title == "Underlag Å"
    desk.withdraw(3, ref)
    strategist.get(url)
    assert "Åtaganden har återkallats efter att version 1 skickades" in strategist.text
    assert "Rad <två>." in strategist.text
    strategist.get("/r/norr/demand-pooling/dossiers/").follow("Underlag Å")
    assert "Åtaganden har återkallats efter att version 1 skickades" in strategist.text
    assert "Alla valda avsiktsförklaringar gäller" in strategist.text


def made(desk: Desk) -> tuple[Dossier, str]:
    dossier = desk.dossier()
    return dossier, f"/r/norr/demand-pooling/dossiers/{dossier.id}"


def test_nothing_typed_is_lost_when_another_was_first(app: Flask, desk: Desk, strategist: Browser) -> None:
    _dossier, url = made(desk)
    other = Browser(app).sign_in(desk.make.user(desk.region, "strategist"))
    strategist.get(f"{url}/texts")
    other.get(f"{url}/texts").submit(title="Den andras", purpose="Den andras text")
    strategist.submit(title="Min", purpose="Min text")
    assert strategist.status == 422
    assert "Någon annan har ändrat underlaget medan du skrev." in strategist.text
    assert "Den andras text" in strategist.text
    assert "Min text" in strategist.page
    strategist.submit()
    assert desk.again(_dossier).texts["purpose"] == "Min text"


def test_bad_input_is_answered_at_the_field(desk: Desk, strategist: Browser) -> None:
    _dossier, url = made(desk)
    strategist.get(f"{url}/programme").submit(points="99999", students="-1")
    assert (strategist.status, "Skriv ett helt tal från 0 till" in strategist.text) == (422, True)
    strategist.get(f"{url}/steering-group").submit(organisation="")
    assert "Skriv vilken organisation ledamoten kommer från." in strategist.text
    strategist.get(f"{url}/send").submit(sent_to="")
    assert "Skriv vem underlaget skickas till." in strategist.text
    strategist.get(f"{url}/texts").submit(title="T", purpose="å" * 8_001)
    assert "får vara högst 8000" in strategist.text
    strategist.get(f"{url}/versions/9")
    assert strategist.status == 404


def test_only_strategists_see_dossiers(desk: Desk, browser: Browser) -> None:
    _dossier, url = made(desk)
    browser.sign_in(desk.make.user(desk.region, "education_coordinator"))
    assert browser.get(f"/r/norr/demand-pooling/{desk.cluster.id}").status == 200
    assert "Skapa underlag" not in browser.text
    for path in (url, f"{url}/preview", f"{url}.pdf", f"{url}/texts", "/r/norr/demand-pooling/dossiers/"):
        assert browser.get(path).status == 403
