"""The challenge of a passkey between the page that asks and the answer: in the signed cookie, per purpose, for a while."""

from __future__ import annotations

import time

from flask import session

from core.users.passkeys import CHALLENGE_MINUTES, new_challenge

KEY = "passkey_challenge"


def challenge_for(purpose: str) -> str:
    """The challenge of a page that is being shown. Two tabs share it while it is fresh."""
    kept = session.get(KEY, {}).get(purpose)
    if kept and kept[1] > time.time() - CHALLENGE_MINUTES * 30:
        return str(kept[0])
    challenge = new_challenge()
    session[KEY] = {**session.get(KEY, {}), purpose: [challenge, int(time.time())]}
    return challenge


def answered(purpose: str) -> str:
    """The challenge that an answer belongs to, taken out of the cookie; empty when there is none or it is too old."""
    kept = session.get(KEY, {})
    found = kept.get(purpose)
    session[KEY] = {name: value for name, value in kept.items() if name != purpose}
    return str(found[0]) if found and found[1] > time.time() - CHALLENGE_MINUTES * 60 else ""
