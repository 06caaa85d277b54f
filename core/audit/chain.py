"""How an entry, and the end of the chain, are turned into bytes and signed. The format is fixed: changing it breaks every old seal."""

from __future__ import annotations

import json
from datetime import UTC
from typing import Any

from core import keyring
from core.audit.models import AuditEntry, AuditHead, AuditSeal

PURPOSE = "core.audit"
GENESIS = "0" * 64
HEAD_ID = 1


def canonical(entry: AuditEntry, *, seq: int, previous: str) -> bytes:
    """What the seal of an entry covers: all its columns, its place, and the seal before it."""
    facts = [
        "samkraft audit 1",
        seq,
        previous,
        entry.id,
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        entry.region_id,
        entry.actor_id,
        entry.actor,
        entry.action,
        entry.subject,
        _plain(entry.detail),
    ]
    return json.dumps(facts, ensure_ascii=True, sort_keys=True, separators=(",", ":")).encode()


def _plain(value: Any) -> Any:
    """Numbers as both databases give them back: PostgreSQL does not tell 1e3 from 1000."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value


def sealed(entry: AuditEntry, *, seq: int, previous: str) -> AuditSeal:
    """The seal of an entry, not yet stored."""
    key, digest = keyring.sign(PURPOSE, canonical(entry, seq=seq, previous=previous))
    return AuditSeal(seq=seq, entry_id=entry.id, key_id=key, previous=previous, digest=digest)


def holds(seal: AuditSeal, entry: AuditEntry) -> bool:
    """Whether the seal fits the entry as it is now."""
    message = canonical(entry, seq=seal.seq, previous=seal.previous)
    return keyring.signed(PURPOSE, message, key=seal.key_id, signature=seal.digest)


def _end(seq: int, digest: str, settled_id: int) -> bytes:
    return f"samkraft audit head 1|{seq}|{digest}|{settled_id}".encode()


def sign_head(head: AuditHead) -> None:
    """Sign the end of the chain anew, after it has moved."""
    head.key_id, head.signature = keyring.sign(PURPOSE, _end(head.seq, head.digest, head.settled_id))


def head_holds(head: AuditHead) -> bool:
    """Whether the end of the chain is signed by us. An unsigned one is only right while nothing has been sealed."""
    if head.seq == 0:
        return head.digest == GENESIS and head.settled_id == 0
    return keyring.signed(PURPOSE, _end(head.seq, head.digest, head.settled_id), key=head.key_id, signature=head.signature)
