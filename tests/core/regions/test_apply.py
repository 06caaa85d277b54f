"""Applying the configuration file: all faults at once with their lines, all or nothing, and the same again changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from core.audit.models import AuditEntry
from core.config import REGIONS_FILE
from core.db import Model, atomic, db, region_scope
from core.errors import ConfigurationError, DomainError
from core.plugins.enablement import enabled_plugins, forget_cached
from core.plugins.models import RegionPlugin
from core.regions import queries
from core.regions.apply import apply_file, export_file
from core.regions.config_file import Fault, FaultyFile
from core.regions.models import AppliedFile, Region
from core.testing.factories import Factory
from core.testing.snapshot import contents
from tests.fixture_plugins.archive.plugin import plugin as archive
from tests.fixture_plugins.minutes.models import Note

GOOD = """
[regions.nord]
name = "Norra regionen"
description = "Beskrivning"
contact_email = "nord@test.samkraft.example"
accent = "#1b5e6b"
municipalities = ["Skellefteå", "2417", "  lycksele "]

[regions.nord.shares]
tillsammans = ["meetings"]

[regions.nord.plugins]
meetings = { most_seats = 7, rooms = ["A", "B"] }
minutes = true
archive = false

[regions.syd]
name = "Södra regionen"

[regions.tillsammans]
name = "Tillsammans"
members = ["nord", "syd"]
[regions.tillsammans.plugins]
meetings = true
"""


@pytest.fixture(autouse=True)
def _archive() -> Iterator[None]:
    yield
    archive.calls.clear()
    type(archive).fails_at_start = False


@pytest.fixture
def file(context: None, tmp_path: Path) -> Path:
    return tmp_path / "regions.toml"


def _apply(file: Path, text: str, **options: Any) -> list[str]:
    file.write_text(text, "utf-8")
    try:
        return apply_file(file, **options).lines
    finally:
        forget_cached()


def _region(slug: str) -> Region:
    return db.session.execute(select(Region).where(Region.slug == slug).execution_options(populate_existing=True)).scalar_one()


def _faults(file: Path, text: str) -> list[Fault]:
    before = contents()
    with pytest.raises(FaultyFile) as caught:
        _apply(file, text)
    assert contents() == before
    return caught.value.faults


def test_the_database_becomes_what_the_file_says(file: Path) -> None:
    lines = _apply(file, GOOD)
    nord, together = _region("nord"), _region("tillsammans")
    assert [nord.name, nord.description, nord.contact_email, nord.accent] == [
        *("Norra regionen", "Beskrivning", "nord@test.samkraft.example", "#1b5e6b")
    ]
    assert [m.name for m in queries.municipalities(nord)] == ["Lycksele", "Norsjö", "Skellefteå"]
    assert [m.slug for m in queries.members(together)] == ["nord", "syd"]
    assert [p.name for p in enabled_plugins(nord)] == ["meetings", "minutes"]
    assert [p.name for p in enabled_plugins(together)] == ["meetings"]
    assert enabled_plugins(_region("syd")) == ()
    row = db.session.execute(select(RegionPlugin).where(RegionPlugin.region_id == nord.id, RegionPlugin.plugin == "meetings")).scalar_one()
    assert row.settings == {"most_seats": 7, "rooms": ["A", "B"]}
    assert queries.readable_region_ids(together, "meetings") == {together.id, nord.id}
    assert queries.readable_region_ids(together, "minutes") == {together.id}
    assert lines == [
        "nord: new region",
        "syd: new region",
        "tillsammans: new region",
        "nord: municipalities: 3 added, 0 removed",
        "nord: shares: 1 added, 0 removed",
        "tillsammans: members: 2 added, 0 removed",
        "nord: meetings settings changed",
        "nord: meetings enabled",
        "nord: minutes enabled",
        "tillsammans: meetings enabled",
    ]
    entry = db.session.execute(select(AuditEntry).where(AuditEntry.action == "core.regions.applied")).scalar_one()
    assert (entry.subject, entry.detail["changes"], entry.actor) == ("regions.toml", lines, "system")


def test_the_same_again_changes_nothing(file: Path) -> None:
    _apply(file, GOOD)
    before = contents()
    assert _apply(file, GOOD) == []
    assert contents() == before


def test_a_change_is_made_and_nothing_else(file: Path) -> None:
    _apply(file, GOOD)
    changed = GOOD.replace("most_seats = 7", "most_seats = 8").replace("minutes = true\n", "").replace('"2417", ', "")
    changed = changed.replace('"Norra regionen"', '"Nord"').replace('members = ["nord", "syd"]', 'members = ["nord"]')
    assert _apply(file, changed) == [
        "nord: name changed",
        "nord: municipalities: 0 added, 1 removed",
        "tillsammans: members: 0 added, 1 removed",
        "nord: minutes disabled",
        "nord: meetings settings changed",
    ]
    assert [p.name for p in enabled_plugins(_region("nord"))] == ["meetings"]
    with region_scope(_region("nord").id):
        assert db.session.execute(select(Note.text)).scalars().all() == ["Protokollboken öppnad"]


def test_check_says_what_would_change_and_changes_nothing(file: Path) -> None:
    before = contents()
    would = _apply(file, GOOD, check=True)
    assert contents() == before
    assert enabled_plugins_of_all() == {}
    assert _apply(file, GOOD) == would
    before = contents()
    changed = GOOD.replace("most_seats = 7", "most_seats = 8")
    assert _apply(file, changed, check=True) == ["nord: meetings settings changed"]
    assert contents() == before


def enabled_plugins_of_all() -> dict[str, list[str]]:
    return {r.slug: [p.name for p in enabled_plugins(r)] for r in queries.all_active()}


def test_three_mistakes_are_three_faults_with_their_lines_and_remedies(file: Path) -> None:
    _apply(file, GOOD)
    text = """\
# A comment first.
[regions.nord]
name = "Nord"
municipalities = [
  "Skellefteå",
  "Lycksle",
]

[regions.nord.plugins]
meetings = { most_seats = 0 }
archive = true
"""
    assert _faults(file, text) == [
        Fault(6, "there is no municipality 'Lycksle'; did you mean 'lycksele'?"),
        Fault(10, "plugin 'meetings', setting 'most_seats': Värdet ska vara minst 1."),
        Fault(11, "plugin 'archive' needs 'minutes', which region 'nord' has not enabled. Enable 'minutes', or remove 'archive'."),
    ]


def test_the_message_names_the_file_every_line_and_that_nothing_was_done(file: Path) -> None:
    with pytest.raises(FaultyFile) as caught:
        _apply(file, '[regions.nord]\ndescription = 3\nacent = "#1b5e6b"\n')
    assert str(caught.value).splitlines() == [
        "regions.toml has 3 fault(s); nothing was changed.",
        "  regions.toml, line 1: region 'nord' has no name; add name = \"…\".",
        "  regions.toml, line 2: 'description' must be a text in quotes.",
        "  regions.toml, line 3: unknown key 'acent'; did you mean 'accent'?",
    ]


ONE = "[regions.nord]\nname = 'N'\n"
MISTAKES = [
    ("", Fault(1, "there is no [regions.NAME] table; declare at least one region.")),
    ("regions = 3\n", Fault(1, "there is no [regions.NAME] table; declare at least one region.")),
    ("[region.nord]\nname = 'N'\n" + ONE, Fault(1, "unknown table 'region'; regions stand under [regions.NAME].")),
    ("[regions.Nord]\nname = 'N'\n", Fault(1, "'Nord' cannot stand in an address; use lower case letters a–z, digits and hyphens.")),
    ("[regions]\nnord = 'N'\n", Fault(2, "regions.nord is not a table; write [regions.nord].")),
    ("[regions.nord]\n\ndescription = 'D'\n", Fault(1, "region 'nord' has no name; add name = \"…\".")),
    (ONE + "description = ['x']\n", Fault(3, "'description' must be a text in quotes.")),
    (ONE + f"contact_email = '{'x' * 255}'\n", Fault(3, "'contact_email' is 255 characters long; at most 254.")),
    (ONE + "accent = 'red'\n", Fault(3, "Skriv färgen som # och sex tecken, till exempel #1b5e6b.")),
    (
        ONE + "accent = '#ffff00'\n",
        Fault(3, "Vit text på #ffff00 går inte att läsa (kontrast under 4,5:1). Närmaste färg som går är #777700."),
    ),
    (ONE + "municipalities = 'Lycksele'\n", Fault(3, '\'municipalities\' must be a list of texts, such as ["…", "…"].')),
    (ONE + "municipalities = ['Lycksele',\n 'Norsjö',\n 'Lycksele']\n", Fault(3, "'Lycksele' is listed twice; remove one.")),
    (ONE + "members = ['nord']\n", Fault(3, "member 'nord' is not another region of this file; check the spelling.")),
    (ONE + "members = ['väst']\n", Fault(3, "member 'väst' is not another region of this file; check the spelling.")),
    (
        ONE + "[regions.nord.shares]\nx = ['meetings']\n",
        Fault(4, "shares with 'x', which is not a region of this file; check the spelling."),
    ),
    (ONE + "[regions.nord.plugins]\nmeeting = true\n", Fault(4, "plugin 'meeting' is not installed; did you mean 'meetings'?")),
    (ONE + "[regions.nord.plugins]\nmeetings = 'on'\n", Fault(4, "plugin 'meetings' must be true, false or a table of settings.")),
    (ONE + "plugins = ['meetings']\n", Fault(3, "'plugins' must be a table: plugin = true, or plugin = { setting = … }.")),
    (ONE + "shares = ['x']\n", Fault(3, "'shares' must be a table: collaboration = [\"plugin\", …].")),
    (
        ONE + "[regions.nord.plugins.meetings]\nmost_seats = 5\nfee = 'x'\n",
        Fault(5, "plugin 'meetings', setting 'fee': Skriv ett tal."),
    ),
    (
        ONE + "[regions.nord.plugins]\nmeetings.fee = 'x'\n",
        Fault(4, "plugin 'meetings', setting 'fee': Skriv ett tal."),
    ),
    (
        ONE + "plugins.meetings = { fee = 'x' }\n",
        Fault(3, "plugin 'meetings', setting 'fee': Skriv ett tal."),
    ),
    (
        ONE + "[regions.nord.shares]\nsyd = ['meetings']\n[regions.syd]\nname = 'S'\n",
        Fault(4, "'nord' shares with 'syd', which does not list it. Add it to members of 'syd', or remove the share."),
    ),
    (
        ONE + "[regions.nord.shares]\nsyd = ['meetigs']\n[regions.syd]\nname = 'S'\nmembers = ['nord']\n",
        Fault(4, "shares 'meetigs', which is not an installed plugin; did you mean 'meetings'?"),
    ),
]


@pytest.mark.parametrize(("text", "fault"), MISTAKES, ids=range(len(MISTAKES)))
def test_every_mistake_is_explained_at_its_line(file: Path, text: str, fault: Fault) -> None:
    assert _faults(file, text) == [fault]


@pytest.mark.parametrize(
    ("text", "line"),
    [("[regions.nord]\nname = 'N\n", 2), ("[regions.nord\n", 1), ("[regions.nord]\nname = 'N'\n\nname = 'M'\n", 4), ("a = 1\nb =\n", 2)],
)
def test_what_is_no_toml_is_named_with_its_line(file: Path, text: str, line: int) -> None:
    (fault,) = _faults(file, text)
    assert fault.line == line
    assert "this is not valid TOML" in fault.message


def test_what_is_no_text_or_too_much_or_not_there_is_refused(file: Path, tmp_path: Path) -> None:
    file.write_bytes(b"[regions.nord]\nname = '\xff'\n")
    with pytest.raises(FaultyFile, match="not valid TOML"):
        apply_file(file)
    file.write_text("#" * (1024 * 1024 + 1))
    with pytest.raises(ConfigurationError, match="larger than 1 MiB"):
        apply_file(file)
    with pytest.raises(ConfigurationError, match=r"nowhere\.toml cannot be read: No such file or directory\. Check the path\."):
        apply_file(tmp_path / "nowhere.toml")


def test_all_or_nothing_also_when_a_plugin_refuses_to_start(file: Path) -> None:
    _apply(file, GOOD)
    before = contents()
    type(archive).fails_at_start = True
    changed = (
        GOOD.replace("archive = false", "archive = true").replace('"Södra regionen"', '"Syd"').replace("most_seats = 7", "most_seats = 9")
    )
    with pytest.raises(DomainError, match="Arkivet saknar plats"):
        _apply(file, changed)
    assert contents() == before
    assert enabled_plugins_of_all()["nord"] == ["meetings", "minutes"]
    type(archive).fails_at_start = False
    assert "nord: archive enabled" in _apply(file, changed)


def test_export_and_apply_change_nothing(file: Path) -> None:
    _apply(file, GOOD)
    before = contents()
    exported = export_file()
    assert _apply(file, exported) == []
    assert contents(without={AppliedFile}) == {k: v for k, v in before.items() if k != AppliedFile.__tablename__}
    assert export_file() == exported


def test_an_export_rebuilds_an_empty_installation(file: Path, make: Factory) -> None:
    _apply(file, GOOD)
    exported = export_file()
    with atomic():
        for region in db.session.execute(select(Region)).scalars():
            db.session.delete(region)
    forget_cached()
    assert export_file().strip() == "# Written by `samkraft regions export`."
    _apply(file, exported)
    assert export_file() == exported


def test_what_the_page_changed_is_exported(file: Path) -> None:
    from core.plugins import lifecycle

    _apply(file, GOOD)
    with atomic():
        lifecycle.change_settings(
            _region("nord"), "meetings", {"greeting": 'Hej "alla"\n\\o/', "fee": 0.5, "open_list": False, "rooms": []}
        )
        lifecycle.enable(_region("syd"), "archive")
    before = contents()
    assert _apply(file, export_file()) == []
    assert contents(without={AppliedFile}) == {k: v for k, v in before.items() if k != AppliedFile.__tablename__}
    assert enabled_plugins_of_all()["syd"] == ["meetings", "minutes", "archive"]


def test_changes_made_on_the_page_survive_a_restart(file: Path) -> None:
    """`samkraft run` applies the file only when its content is new."""
    from core.plugins import lifecycle

    _apply(file, GOOD)
    with atomic():
        lifecycle.disable(_region("nord"), "minutes")
    changes = apply_file(file, if_changed=True)
    assert (changes.skipped, changes.lines) == (True, [])
    assert enabled_plugins_of_all()["nord"] == ["meetings"]
    file.write_text(GOOD + "# new\n", "utf-8")
    assert apply_file(file, if_changed=True).lines == ["nord: minutes enabled"]


def test_what_is_enabled_but_cannot_run_is_switched_off_when_the_file_leaves_it_out(file: Path) -> None:
    _apply(file, GOOD)
    with atomic():
        db.session.add(RegionPlugin(region_id=_region("syd").id, plugin="archive", enabled=True))  # its requirement is off
    assert _apply(file, GOOD) == ["syd: archive disabled"]


def test_a_plugin_that_is_not_installed_keeps_its_row(file: Path) -> None:
    _apply(file, GOOD)
    with atomic():
        db.session.add(RegionPlugin(region_id=_region("syd").id, plugin="visitor_parking", enabled=True, settings={"x": 1}))
    assert _apply(file, GOOD) == []
    row = db.session.execute(select(RegionPlugin).where(RegionPlugin.plugin == "visitor_parking")).scalar_one()
    assert (row.enabled, row.settings) == (True, {"x": 1})


def test_a_closed_region_that_the_file_names_is_opened(file: Path) -> None:
    _apply(file, GOOD)
    with atomic():
        _region("syd").active = False
    assert _apply(file, GOOD) == ["syd: active again"]


def test_the_demo_s_own_file_reads(context: None) -> None:
    from core.regions.apply import _municipality_names
    from core.regions.config_file import read_file

    try:
        regions = read_file(REGIONS_FILE, municipalities=_municipality_names())
    except FaultyFile as error:  # its plugins are not loaded here; nothing else may be wrong
        assert [f.message for f in error.faults if "not installed" not in f.message and "not an installed" not in f.message] == []
    else:
        assert len(regions) == 5
    assert Model.metadata.tables
