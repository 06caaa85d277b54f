"""Copies of the chain's end outside the database: who cuts off the newest entries must also change a file, a log and a mail."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from pathlib import Path

from flask import current_app

from core import keyring
from core.audit.models import AuditHead
from core.config import Settings
from core.db import utcnow

FILE = "audit-heads.log"
PURPOSE = "core.audit.heads"
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class HeadLine:
    """One line of the file: so far the chain had come. `kind` is `head`, or `restored` when a backup brought the chain back to here."""

    kind: str
    at: str
    seq: int
    digest: str
    key: str
    signature: str

    def message(self) -> bytes:
        """What the signature covers."""
        return f"{self.kind}|{self.at}|{self.seq}|{self.digest}".encode()

    @property
    def genuine(self) -> bool:
        """Whether we wrote it."""
        return keyring.signed(PURPOSE, self.message(), key=self.key, signature=self.signature)


def file() -> Path:
    """The file in the data folder."""
    settings: Settings = current_app.extensions["samkraft_settings"]
    return settings.data_dir / FILE


def write(head: AuditHead, *, kind: str = "head") -> HeadLine:
    """Add the chain's present end to the file and to the process's log."""
    line = HeadLine(kind, utcnow().isoformat(timespec="seconds"), head.seq, head.digest, "", "")
    key, signature = keyring.sign(PURPOSE, line.message())
    line = HeadLine(kind, line.at, line.seq, line.digest, key, signature)
    path = file()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as target:
        target.write(json.dumps(vars(line)) + "\n")
    log.info("audit chain at %s: %s", line.seq, line.digest)
    return line


def read(path: Path) -> tuple[list[HeadLine], list[str]]:
    """The lines of a file, and what is wrong with it, in words."""
    lines: list[HeadLine] = []
    faults = []
    for number, text in enumerate(path.read_text("utf-8").splitlines(), 1):
        try:
            line = HeadLine(**json.loads(text))
            genuine = line.genuine
        except (ValueError, TypeError, AttributeError):
            genuine = False
        if genuine:
            lines.append(line)
        else:
            faults.append(f"Line {number} of {path} is not one that this installation wrote.")
    return lines, faults


def expected(lines: list[HeadLine]) -> dict[int, HeadLine]:
    """What the chain must still contain, by place. After a restore, what came after the copy was taken is rightly gone."""
    found: dict[int, HeadLine] = {}
    for line in lines:
        if line.kind == "restored":
            found = {seq: earlier for seq, earlier in found.items() if seq <= line.seq}
        found[line.seq] = line
    return found
