"""/.well-known/security.txt (RFC 9116) and SECURITY.md (S50)."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from core.app import create_app
from core.config import ROOT
from core.db import utcnow
from core.testing.client import Browser


@pytest.mark.requirement("S50")
def test_it_names_whom_to_write_to_and_is_never_out_of_date(tmp_path: Path) -> None:
    app = create_app(
        environment="test", https=False, entry_points=False, data_dir=tmp_path, security_contact="mailto:it-sakerhet@region.example"
    )
    response = app.test_client().get("/.well-known/security.txt")
    fields = dict(line.split(": ", 1) for line in response.get_data(as_text=True).splitlines())
    assert response.mimetype == "text/plain"
    assert fields.keys() == {"Contact", "Expires", "Preferred-Languages", "Canonical"}
    assert fields["Contact"] == "mailto:it-sakerhet@region.example"
    assert fields["Canonical"].endswith("/.well-known/security.txt")
    assert timedelta(days=179) < datetime.fromisoformat(fields["Expires"]) - utcnow() < timedelta(days=365), "RFC 9116: less than a year"


def test_where_nobody_is_named_it_is_not_found(browser: Browser) -> None:
    assert browser.get("/.well-known/security.txt").status == 404


@pytest.mark.requirement("S50")
def test_the_policy_says_when_an_answer_comes() -> None:
    text = (ROOT / "SECURITY.md").read_text("utf-8")
    assert "within 3 working days" in text
    assert "within 30 days for serious faults" in text
