"""Files that answer a question: judged by what they hold and not by what they call themselves, kept under generated names (S25)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import PurePosixPath

from sqlalchemy import select

from core.db import db
from core.errors import DomainError
from core.files import storage
from core.i18n import gettext as _
from core.regions.models import Region
from plugins.employer_needs.models import Response
from plugins.employer_needs.questions.models import OwnFile

MIB = 1024 * 1024
MAX_BYTES = 5 * MIB
MAX_FILES = 10  # of one answer
_ZIPPED = b"PK\x03\x04"
# By ending: the type that it is sent as, and how such a file begins. Text has no beginning of its own.
TYPES = {
    ".pdf": ("application/pdf", b"%PDF-"),
    ".png": ("image/png", b"\x89PNG\r\n\x1a\n"),
    ".jpg": ("image/jpeg", b"\xff\xd8\xff"),
    ".jpeg": ("image/jpeg", b"\xff\xd8\xff"),
    ".docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", _ZIPPED),
    ".xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _ZIPPED),
    ".odt": ("application/vnd.oasis.opendocument.text", _ZIPPED),
    ".txt": ("text/plain", b""),
    ".csv": ("text/csv", b""),
}
ACCEPTED = ", ".join(sorted(TYPES))


@dataclass(frozen=True)
class Upload:
    """A file that has been judged."""

    filename: str
    content_type: str
    data: bytes


def checked(filename: str, data: bytes, *, field: str) -> Upload:
    """A file that somebody handed in.

    Args:
        data: At most one byte more than is allowed, so that too much is seen.

    Raises:
        DomainError: at the field: too large, empty, or of a kind that is not taken.
    """
    name = tidy_name(filename)
    if len(data) > MAX_BYTES:
        raise DomainError(_("Filen är för stor. Den får vara högst %(max)s MB.", max=MAX_BYTES // MIB), field=field)
    if not data:
        raise DomainError(_("Filen är tom. Välj en annan fil."), field=field)
    content_type, beginning = TYPES.get(PurePosixPath(name).suffix.lower(), ("", b""))
    if not content_type:
        raise DomainError(_("Filer av den typen tas inte emot. Välj en fil som slutar på %(types)s.", types=ACCEPTED), field=field)
    if not data.startswith(beginning) or (not beginning and b"\0" in data):
        raise DomainError(_("Filen är inte av den typ som namnet säger. Spara om den och försök igen."), field=field)
    return Upload(name, content_type, data)


def tidy_name(filename: str) -> str:
    """The name without folders and signs that mean something to a computer, at most 200 characters with its ending."""
    plain = filename.replace("\\", "/").rpartition("/")[2]
    plain = "".join(char for char in plain if char.isprintable() and char not in '<>:"|?*').strip(" .")
    path = PurePosixPath(plain or "fil")
    return f"{path.stem[:180]}{path.suffix[:20]}"


def keep(region: Region, response: Response, key: str, upload: Upload) -> OwnFile:
    """Keep a file as the answer to a question, in the place of an earlier one."""
    drop(response, key)
    kept = OwnFile(
        region_id=region.id,
        response_id=response.id,
        question_key=key,
        filename=upload.filename,
        content_type=upload.content_type,
        size=len(upload.data),
        digest=hashlib.sha256(upload.data).hexdigest(),
        stored_name=storage.store(upload.data),
    )
    db.session.add(kept)
    db.session.flush()
    return kept


def drop(response: Response, key: str) -> None:
    """Let go of the file of a question. Its bytes go at night, so that nothing is lost if the transaction is rolled back."""
    for each in db.session.execute(select(OwnFile).where(OwnFile.response_id == response.id, OwnFile.question_key == key)).scalars():
        each.response_id = None
    db.session.flush()


def content(kept: OwnFile) -> bytes | None:
    """What a file holds; None when it is gone, or is not what was handed in."""
    data = storage.load(kept.stored_name)
    return data if data is not None and hashlib.sha256(data).hexdigest() == kept.digest else None


def clear(region: Region) -> int:
    """Throw away files whose answer is gone, or that were replaced. Returns how many."""
    gone = db.session.execute(select(OwnFile).where(OwnFile.region_id == region.id, OwnFile.response_id.is_(None))).scalars().all()
    for each in gone:
        storage.remove(each.stored_name)
        db.session.delete(each)
    db.session.flush()
    return len(gone)
