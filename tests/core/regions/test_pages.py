"""What an administrator changes of the region, and that page and file agree."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from core.audit.models import AuditEntry
from core.db import db, region_scope
from core.regions import queries
from core.regions.apply import apply_file, export_file
from core.regions.config_file import FaultyFile
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory
from core.texts.models import RegionText


@pytest.fixture
def region(make: Factory) -> Region:
    return make.region("nord", municipalities=("2482",))


@pytest.fixture
def admin(region: Region, make: Factory, browser: Browser) -> Browser:
    return browser.sign_in(make.user(region, "region_admin", name="Ada"))


def _fresh(region: Region) -> Region:
    db.session.expire_all()
    found = queries.by_slug(region.slug)
    assert found is not None
    return found


def test_name_contact_and_municipalities(region: Region, admin: Browser) -> None:
    admin.get("/r/nord/admin/settings")
    assert "Skellefteå" in admin.page
    admin.submit(name="Norr", contact_email="INFO@norr.example", municipalities="Skellefteå\nlycksele, 2417", having="municipalities")
    assert "Regionens uppgifter är sparade." in admin.text
    found = _fresh(region)
    assert (found.name, found.contact_email) == ("Norr", "info@norr.example")
    assert [m.name for m in queries.own_municipalities(found)] == ["Lycksele", "Norsjö", "Skellefteå"]
    entry = select(AuditEntry.detail).where(AuditEntry.action == "core.region.changed")
    assert db.session.execute(entry).scalar_one() == {"fields": ["name", "contact_email", "municipalities"]}


def test_what_cannot_be_is_refused_at_the_field_and_nothing_is_lost(region: Region, admin: Browser) -> None:
    admin.get("/r/nord/admin/settings").submit(name="Norr", municipalities="Skellefteå\nAtlantis", having="municipalities")
    assert "Det finns ingen kommun som heter Atlantis." in admin.text and "Atlantis" in admin.page
    assert _fresh(region).name == "Nord"
    assert [m.name for m in queries.own_municipalities(region)] == ["Skellefteå"]


@pytest.mark.parametrize(("colour", "nearest"), [("#ffd43b", "#"), ("#8fbc8f", "#")])
def test_a_colour_that_cannot_be_read_is_refused_with_the_nearest_that_can(
    region: Region, admin: Browser, colour: str, nearest: str
) -> None:
    admin.get("/r/nord/admin/theme").submit(accent=colour, having="accent")
    said = admin.text.split("Närmaste färg som går är ")[1][:7]
    assert said.startswith(nearest) and _fresh(region).accent == ""
    admin.submit(accent=said, having="accent")
    assert _fresh(region).accent == said


def test_a_text_is_looked_at_saved_kept_in_history_and_reset(region: Region, admin: Browser, browser: Browser) -> None:
    page = "/r/nord/admin/texts/start_intro/sv"
    body = "Välkommen **hit**\n\n<script>alert(1)</script>"
    admin.get(page).submit(body=body, having="body", button=("action", "preview"))
    assert "<strong>hit</strong>" in admin.page and "<script>alert" not in admin.page
    assert _fresh(region).texts == {}
    admin.submit(having="body", button=("action", "save"))
    stranger = Browser(browser.client.application).get("/r/nord/")
    assert "<strong>hit</strong>" in stranger.page and "<script>alert" not in stranger.page
    assert "<strong>hit</strong>" in stranger.get("/lang/en?next=/r/nord/").page  # Swedish, where there is no English
    admin.get(page).submit(having="body", button=("action", "reset"))
    assert _fresh(region).texts == {}
    with region_scope(region.id):
        assert [row.body for row in db.session.execute(select(RegionText).order_by(RegionText.id)).scalars()] == [body, ""]
    admin.get(page).submit(body="x" * 2001, having="body", button=("action", "save"))
    assert "Korta den med 1." in admin.text
    assert admin.get("/r/nord/admin/texts/nothing/sv").status == 404


def test_texts_survive_export_and_apply_and_the_file_is_the_whole_truth(region: Region, admin: Browser, tmp_path: Path) -> None:
    admin.get("/r/nord/admin/texts/footer/en").submit(body="From **us**", having="body", button=("action", "save"))
    path = tmp_path / "regions.toml"
    path.write_text(export_file(), "utf-8")
    assert apply_file(path).lines == []
    assert _fresh(region).texts == {"en": {"footer": "From **us**"}}
    path.write_text(
        '[regions.nord]\nname = "Nord"\nmunicipalities = ["Skellefteå"]\n[regions.nord.texts.sv]\nfooter = "Från oss"\n', "utf-8"
    )
    assert apply_file(path).lines == ["nord: 2 texts changed"]
    assert _fresh(region).texts == {"sv": {"footer": "Från oss"}}
    path.write_text('[regions.nord]\nname = "Nord"\n[regions.nord.texts.sv]\nfoter = "x"\n', "utf-8")
    with pytest.raises(FaultyFile, match="unknown text 'foter'; did you mean 'footer'"):
        apply_file(path)
