"""Production does not start with settings that anybody could misuse, and says all that is wrong at once."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import safety
from core.config import load_settings
from core.errors import ConfigurationError

GOOD = "Jc0fUQmVhw3XyKzB1nR8sT5dL2pG7eA9oI4u"
SAFE: dict[str, Any] = {"environment": "production", "secret_key": GOOD, "public_url": "https://samkraft.example"}


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("FLASK_DEBUG", "PYTHONDEVMODE", "SAMKRAFT_SECRET_KEY", "SAMKRAFT_PUBLIC_URL", "SAMKRAFT_HTTPS"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.requirement("S41")
def test_a_safe_installation_starts(tmp_path: Path) -> None:
    assert load_settings(**SAFE, data_dir=tmp_path).secret_key == GOOD


@pytest.mark.requirement("S41")
@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"secret_key": ""}, "SAMKRAFT_SECRET_KEY is missing"),
        ({"secret_key": GOOD[:31]}, "shorter than 32"),
        ({"secret_key": "a" * 64}, "can be guessed"),
        ({"secret_key": "abc123" * 10}, "can be guessed"),
        ({"secret_key": "changeme-" + GOOD}, "can be guessed"),
        ({"old_secret_keys": [GOOD]}, "must not be used again"),
        ({"public_url": "http://samkraft.example"}, "begins with http://"),
        ({"public_url": "samkraft.example"}, "Write the whole address"),
        ({"https": False}, "SAMKRAFT_HTTPS is false"),
        ({"smtp_url": "mail.example:25"}, "must begin with smtp://"),
        ({"metrics_token": "short"}, "SAMKRAFT_METRICS_TOKEN"),
    ],
)
def test_each_fault_stops_the_start(change: dict[str, Any], said: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=said):
        load_settings(**{**SAFE, **change}, data_dir=tmp_path)
    load_settings(**{**SAFE, **change, "environment": "demo"}, data_dir=tmp_path)


@pytest.mark.requirement("S41")
def test_all_faults_are_said_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLASK_DEBUG", "1")
    with pytest.raises(ConfigurationError) as caught:
        load_settings(
            environment="production", secret_key="x", public_url="http://a.example", https=False, metrics_token="y", data_dir=tmp_path
        )
    assert len(str(caught.value).splitlines()) == 1 + 5
    assert "'x'" not in str(caught.value)


@pytest.mark.requirement("S41")
@given(st.integers(32, 64))
def test_a_random_secret_is_never_refused(length: int) -> None:
    assert safety.entropy(secrets.token_urlsafe(length)) > safety.LEAST_BITS


@pytest.mark.requirement("S41")
def test_what_is_only_doubtful_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    settings = load_settings(**SAFE, data_dir=tmp_path, smtp_url="smtp://u:p@mail.example", redis_url="redis://redis.example/0")
    said = " ".join(safety.warnings(settings))
    for word in ("SQLite", "smtps://", "samkraft.invalid", "no password", "chmod o-rwx"):
        assert word in said
    tmp_path.chmod(0o700)
    quiet = load_settings(
        **SAFE,
        data_dir=tmp_path,
        database_url="postgresql://u:p@db.example/x",
        smtp_url="smtps://u:p@mail.example",
        mail_from="Samkraft <a@samkraft.example>",
        redis_url="redis://:secret@redis.example/0",
    )
    assert safety.warnings(quiet) == []
