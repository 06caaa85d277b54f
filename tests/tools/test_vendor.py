"""The vendored style sheets are as they were fetched."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
_spec = importlib.util.spec_from_file_location("tools_vendor", ROOT / "tools" / "vendor.py")
assert _spec and _spec.loader
vendor = importlib.util.module_from_spec(_spec)
sys.modules["tools_vendor"] = vendor
_spec.loader.exec_module(vendor)


@pytest.mark.requirement("S43")
def test_vendored_files_are_as_fetched_and_a_change_is_noticed(tmp_path: Path) -> None:
    assert vendor.faults() == []
    copy = tmp_path / "vendor"
    shutil.copytree(vendor.VENDOR, copy)
    theme = copy / "fkui-theme-default-6.44.0"
    (theme / "theme-auto.css").write_text("changed")
    (theme / "LICENSE.md").unlink()
    (copy / "stray.js").write_text("")
    assert [fault.split("/")[-1] for fault in vendor.faults(copy)] == [
        "LICENSE.md is missing.",
        "theme-auto.css has been changed since it was fetched.",
        "stray.js is not in the manifest.",
    ]
