"""The backup file: a zip with one file of JSON lines per table, the files of the data folder, and a signed manifest."""

from __future__ import annotations

import hashlib
import json
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

from pydantic import BaseModel, ConfigDict, ValidationError

from core import keyring
from core.backup import crypt
from core.errors import ConfigurationError

FORMAT = 1
PURPOSE = "core.backup"
MANIFEST, SIGNATURE = "manifest.json", "signature.json"
PIECE = 1024 * 1024


class Part(BaseModel):
    """A file of the backup: how many rows (or bytes, for a file of the data folder), and its hash."""

    model_config = ConfigDict(extra="forbid")
    count: int
    sha256: str
    columns: list[str] = []


class Manifest(BaseModel):
    """What the backup holds."""

    model_config = ConfigDict(extra="forbid")
    format: int
    version: str
    made: str
    region: str = ""
    revisions: dict[str, str]
    tables: dict[str, Part]
    files: dict[str, Part]


class Writer:
    """Writes the parts one after the other, and remembers what the manifest must say."""

    def __init__(self, target: BinaryIO) -> None:
        self._zip = zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, allowZip64=True)
        self.tables: dict[str, Part] = {}
        self.files: dict[str, Part] = {}

    def table(self, name: str, columns: list[str], lines: Iterable[bytes]) -> None:
        """One table."""
        self.tables[name] = self._put(f"tables/{name}.jsonl", lines, columns)

    def file(self, name: str, source: BinaryIO) -> None:
        """One file of the data folder."""
        part = self._put(f"files/{name}", iter(lambda: source.read(PIECE), b""), [])
        self.files[name] = part

    def _put(self, name: str, pieces: Iterable[bytes], columns: list[str]) -> Part:
        checksum, count = hashlib.sha256(), 0
        with self._zip.open(name, "w", force_zip64=True) as out:
            for piece in pieces:
                out.write(piece)
                checksum.update(piece)
                count += 1
        return Part(count=count, sha256=checksum.hexdigest(), columns=columns)

    def finish(self, *, version: str, made: str, region: str, revisions: dict[str, str]) -> Manifest:
        """Write the manifest and its signature."""
        manifest = Manifest(
            format=FORMAT, version=version, made=made, region=region, revisions=revisions, tables=self.tables, files=self.files
        )
        text = manifest.model_dump_json(indent=1).encode()
        key, signature = keyring.sign(PURPOSE, text)
        self._zip.writestr(MANIFEST, text)
        self._zip.writestr(SIGNATURE, json.dumps({"key": key, "signature": signature}))
        self._zip.close()
        return manifest


class Archive:
    """A backup that is being read. Its manifest is signed; `check()` compares everything else with it."""

    def __init__(self, source: IO[bytes], *, unsigned: bool = False) -> None:
        try:
            self._zip = zipfile.ZipFile(source)
            text = self._zip.read(MANIFEST)
            signature = json.loads(self._zip.read(SIGNATURE))
            self.manifest = Manifest.model_validate_json(text)
        except (zipfile.BadZipFile, KeyError, ValueError, ValidationError) as error:
            raise ConfigurationError("The file is not a whole backup of Samkraft.") from error
        if not unsigned and not keyring.signed(PURPOSE, text, key=str(signature.get("key")), signature=str(signature.get("signature"))):
            raise ConfigurationError(
                "The backup is not signed with a secret of this installation. Set the secret that it was made with in "
                "SAMKRAFT_SECRET_KEYS_OLD; or add --unsigned if you know where the file comes from."
            )
        if self.manifest.format != FORMAT:
            raise ConfigurationError(f"The backup has format {self.manifest.format}; this version reads format {FORMAT}.")

    def check(self) -> None:
        """Read everything once and compare it with the manifest, before anything is changed.

        Raises:
            ConfigurationError: naming the part that is missing or damaged.
        """
        parts = {f"tables/{name}.jsonl": part for name, part in self.manifest.tables.items()}
        parts |= {f"files/{name}": part for name, part in self.manifest.files.items()}
        names = set(self._zip.namelist()) - {MANIFEST, SIGNATURE}
        if wrong := sorted(names ^ set(parts)):
            raise ConfigurationError(f"The backup is damaged: {wrong[0]} is {'not in the manifest' if wrong[0] in names else 'missing'}.")
        for name, part in parts.items():
            checksum = hashlib.sha256()
            with suppress(zipfile.BadZipFile), self._zip.open(name) as file:
                for piece in iter(lambda file=file: file.read(PIECE), b""):  # type: ignore[misc]
                    checksum.update(piece)
            if checksum.hexdigest() != part.sha256:
                raise ConfigurationError(f"The backup is damaged: {name} is not as it was written.")

    def rows(self, table: str) -> Iterator[list[Any]]:
        """A table's encoded rows."""
        with self._zip.open(f"tables/{table}.jsonl") as file:
            for text in file:
                yield json.loads(text)

    @contextmanager
    def file(self, name: str) -> Iterator[IO[bytes]]:
        """A file of the data folder."""
        with self._zip.open(f"files/{name}") as file:
            yield file


@contextmanager
def opened(path: Path, passphrase: str, *, unsigned: bool = False) -> Iterator[Archive]:
    """A backup file, decrypted where needed.

    Raises:
        ConfigurationError: it is missing, not a backup, or cannot be decrypted.
    """
    if not path.is_file():
        raise ConfigurationError(f"There is no file {path}.")
    with path.open("rb") as source, tempfile.TemporaryFile(dir=path.parent) as plain:
        if not crypt.is_sealed(source):
            yield Archive(source, unsigned=unsigned)
            return
        if not passphrase:
            raise ConfigurationError("The backup is encrypted. Set SAMKRAFT_BACKUP_PASSPHRASE, or use --passphrase-file.")
        crypt.open_sealed(source, cast("BinaryIO", plain), passphrase)
        plain.seek(0)
        yield Archive(plain, unsigned=unsigned)
