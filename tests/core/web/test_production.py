"""What is there to try things out is not there in production."""

from __future__ import annotations

import secrets
from pathlib import Path

import pytest

from core.app import create_app


@pytest.mark.requirement("S41")
def test_the_demo_s_doors_do_not_exist(tmp_path: Path) -> None:
    app = create_app(
        environment="production",
        data_dir=tmp_path,
        entry_points=False,
        secret_key=secrets.token_urlsafe(48),
        public_url="https://samkraft.example",
        smtp_url="smtps://user:password@mail.example",
        mail_from="Samkraft <samkraft@samkraft.example>",
    )
    assert [rule.rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/dev")] == []
    assert app.debug is False
    assert app.test_client().get("/dev/sign-in", base_url="https://samkraft.example").status_code == 404
