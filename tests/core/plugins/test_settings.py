"""Settings: the file, the form and the stored row accept the same and mean the same, today and after an upgrade."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from core.audit.models import AuditEntry
from core.db import atomic, db
from core.errors import DomainError
from core.plugins import lifecycle
from core.plugins.models import RegionPlugin
from core.plugins.settings import SettingFault, settings_for, unusable, validate
from core.plugins.settings_form import accepted, build_form
from core.regions.models import Region
from core.testing.factories import Factory
from tests.fixture_plugins.meetings.plugin import plugin as meetings
from tests.fixture_plugins.meetings.settings import MeetingSettings

KNOWN = "fee, greeting, most_seats, open_list, rooms, tone"
WRONG: list[tuple[dict[str, Any], list[SettingFault]]] = [
    ({"most_seat": 3}, [SettingFault("most_seat", f"Inställningen finns inte. De som finns är: {KNOWN}.")]),
    ({"most_seats": "många"}, [SettingFault("most_seats", "Skriv ett heltal.")]),
    ({"most_seats": 2.5}, [SettingFault("most_seats", "Skriv ett heltal.")]),
    ({"most_seats": 0}, [SettingFault("most_seats", "Värdet ska vara minst 1.")]),
    ({"most_seats": 501}, [SettingFault("most_seats", "Värdet ska vara högst 500.")]),
    ({"fee": float("nan")}, [SettingFault("fee", "Skriv ett tal.")]),
    ({"fee": float("inf")}, [SettingFault("fee", "Skriv ett tal.")]),
    ({"fee": "gratis"}, [SettingFault("fee", "Skriv ett tal.")]),
    ({"open_list": "kanske"}, [SettingFault("open_list", "Skriv true eller false.")]),
    ({"tone": "glad"}, [SettingFault("tone", "Värdet ska vara något av 'kort' or 'lång'.")]),
    ({"greeting": 3}, [SettingFault("greeting", "Skriv en text inom citattecken.")]),
    ({"greeting": "x" * 41}, [SettingFault("greeting", "Texten får vara högst 40 tecken lång.")]),
    ({"rooms": "Stora salen"}, [SettingFault("rooms", "Skriv en lista av texter inom hakparenteser.")]),
    (
        {"most_seats": 0, "fee": -1, "x": 1},
        [
            SettingFault("most_seats", "Värdet ska vara minst 1."),
            SettingFault("fee", "Värdet ska vara minst 0.0."),
            SettingFault("x", f"Inställningen finns inte. De som finns är: {KNOWN}."),
        ],
    ),
]


def _stored(region: Region) -> dict[str, Any]:
    statement = select(RegionPlugin.settings).where(RegionPlugin.region_id == region.id, RegionPlugin.plugin == "meetings")
    return dict(db.session.execute(statement).scalar_one())


def _post(region: Region, **values: Any) -> dict[str, Any]:
    """What the page would store when the form is posted with these fields changed."""
    current = settings_for(region, "meetings", MeetingSettings)
    shown = {field.name: field.data for field in build_form(MeetingSettings, current)}
    typed = MultiDict({k: str(v) for k, v in {**shown, **values}.items() if not isinstance(v, bool)})
    for name in ("open_list",):
        if values.get(name, shown[name]):
            typed[name] = "y"
    form = type(build_form(MeetingSettings, current))(formdata=typed)
    values = accepted(form, meetings, current)
    assert values is not None, form.errors
    return values


@pytest.mark.parametrize(("values", "faults"), WRONG, ids=[str(v) for v, _ in WRONG])
def test_every_fault_is_explained_with_its_key(make: Factory, values: dict[str, Any], faults: list[SettingFault]) -> None:
    assert validate(meetings, values) == (None, faults)
    region = make.region(plugins=["meetings"])
    with pytest.raises(DomainError) as caught, atomic():
        lifecycle.change_settings(region, "meetings", values)
    assert caught.value.message == "; ".join(f"{f.key}: {f.message}" for f in faults)
    assert caught.value.field == faults[0].key
    assert _stored(region) == {}


def test_only_what_is_said_is_stored_and_the_rest_follows_the_defaults(make: Factory) -> None:
    region = make.region(plugins=["meetings"])
    with atomic():
        assert lifecycle.change_settings(region, "meetings", {"most_seats": 50, "rooms": ["A"]}) is True
    assert _stored(region) == {"most_seats": 50, "rooms": ["A"]}
    assert settings_for(region, "meetings", MeetingSettings) == MeetingSettings(most_seats=50, rooms=["A"])
    with atomic():
        assert lifecycle.change_settings(region, "meetings", {"rooms": ["A"], "most_seats": 50}) is False
    entries = db.session.execute(select(AuditEntry).where(AuditEntry.action == "core.plugin.settings_changed")).scalars().all()
    assert [(e.detail["before"], e.detail["after"]) for e in entries] == [({}, {"most_seats": 50, "rooms": ["A"]})]


def test_settings_of_one_region_are_not_another_s(make: Factory) -> None:
    north, south = make.region(plugins=["meetings"]), make.region(plugins=["meetings"])
    with atomic():
        lifecycle.change_settings(north, "meetings", {"greeting": "Hej norr"})
    assert settings_for(north, "meetings", MeetingSettings).greeting == "Hej norr"
    assert settings_for(south, "meetings", MeetingSettings).greeting == "Välkommen"


def test_the_form_says_what_the_file_would_say(make: Factory) -> None:
    region = make.region(plugins=["meetings"])
    assert _post(region) == {}  # nothing touched, nothing set
    assert _post(region, most_seats=7, rooms="A, Stora salen,") == {"most_seats": 7, "rooms": ["A", "Stora salen"]}
    assert _post(region, fee="12.5", open_list=False, tone="lång") == {"fee": 12.5, "open_list": False, "tone": "lång"}
    with atomic():
        lifecycle.change_settings(region, "meetings", {"most_seats": 50})
    make.forget()
    assert _post(region) == {"most_seats": 50}  # said once, kept, although it equals the default
    assert _post(region, greeting="Hej") == {"most_seats": 50, "greeting": "Hej"}
    for values in ({"most_seats": 7, "rooms": ["A"]}, {"fee": 12.5, "open_list": False}):
        assert validate(meetings, values)[1] == []


def test_a_newer_version_may_drop_and_narrow_settings(make: Factory, caplog: pytest.LogCaptureFixture) -> None:
    class Newer(BaseModel):
        model_config = ConfigDict(extra="forbid")

        most_seats: int = Field(5, le=10, description="Hur många.")
        greeting: str = Field("Hej", description="Rad.")

    region = make.region(plugins=["meetings"])
    with atomic():
        lifecycle.change_settings(region, "meetings", {"most_seats": 300, "greeting": "Tjena", "rooms": ["A"]})
    make.forget()
    with caplog.at_level(logging.ERROR):
        assert settings_for(region, "meetings", Newer) == Newer(most_seats=5, greeting="Tjena")
    assert "most_seats: Värdet ska vara högst 10." in caplog.text
    assert _stored(region) == {"most_seats": 300, "greeting": "Tjena", "rooms": ["A"]}  # a downgrade would find them again


def test_stored_values_that_do_not_fit_are_reported(make: Factory) -> None:
    assert unusable(meetings, {"most_seats": 300, "gone": 1}) == []
    assert unusable(meetings, {"most_seats": 3000, "fee": 2}) == [SettingFault("most_seats", "Värdet ska vara högst 500.")]


def test_the_wrong_model_is_refused(make: Factory) -> None:
    class Other(BaseModel):
        pass

    region = make.region(plugins=["meetings"])
    settings_for(region, "meetings", MeetingSettings)
    with pytest.raises(TypeError, match="settings of meetings are MeetingSettings, not Other"):
        settings_for(region, "meetings", Other)


def test_settings_of_what_is_not_installed_are_refused(make: Factory) -> None:
    with pytest.raises(DomainError, match="Delen enhörning är inte installerad"):
        lifecycle.change_settings(make.region(), "enhörning", {})
