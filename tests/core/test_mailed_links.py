from __future__ import annotations

import pytest
from flask import Flask

from core import mailed_links
from core.mailed_links import MAX_TOKEN, digest, new_seed, same, token_of

pytestmark = pytest.mark.usefixtures("context")


def test_the_same_seed_gives_the_same_token_and_each_kind_its_own() -> None:
    seed = new_seed()
    assert token_of("a.letter", seed) == token_of("a.letter", seed)
    assert len({token_of("a.letter", seed), token_of("b.letter", seed), token_of("a.visit", seed), token_of("a.letter", new_seed())}) == 4
    assert len(token_of("a.letter", seed)) == 43 < MAX_TOKEN


def test_another_installation_has_other_tokens(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    here = token_of("a.letter", "1")
    monkeypatch.setitem(app.config, "SECRET_KEY", "another secret")
    assert token_of("a.letter", "1") != here


def test_only_the_token_itself_matches_what_is_stored() -> None:
    token = token_of("a.letter", "1")
    stored = digest(token)
    assert len(stored) == 64
    assert (same(token, stored), same(token + "x", stored), same(stored, stored), same("", stored)) == (True, False, False, False)


def test_what_is_too_long_is_cut_and_matches_nothing_shorter() -> None:
    longest = "å" * MAX_TOKEN
    assert not same(longest * 1000, digest(longest))
    assert mailed_links.digest("x" * 10_000_000) == digest("x" * (MAX_TOKEN + 1))
