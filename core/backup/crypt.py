"""A file that only a passphrase opens: AES-GCM in chunks, each bound to its place, and the last one marked as the last.

So that a chunk cannot be changed, moved or left out, and the end cannot be cut off. The key is made of the passphrase by scrypt.
"""

from __future__ import annotations

import hashlib
import os
from typing import BinaryIO, cast

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from core.errors import ConfigurationError

MAGIC = b"SAMKRAFT-BACKUP-1\n"
CHUNK = 1024 * 1024
_TAG = 16
_SALT = 16


def _cipher(passphrase: str, salt: bytes) -> AESGCM:
    return AESGCM(hashlib.scrypt(passphrase.encode(), salt=salt, n=2**15, r=8, p=1, maxmem=64 * 1024 * 1024, dklen=32))


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\x01" if last else b"\x00")


class Sealed:
    """A file to write into, for `zipfile`; what is written is encrypted. `close()` writes the last chunk."""

    def __init__(self, target: BinaryIO, passphrase: str) -> None:
        salt = os.urandom(_SALT)
        self._target = target
        self._cipher = _cipher(passphrase, salt)
        self._rest = bytearray()
        self._number = 0
        target.write(MAGIC + salt)

    def write(self, data: bytes) -> int:
        """Take some bytes."""
        self._rest += data
        while len(self._rest) > CHUNK:  # the last chunk may be full, so one is always held back
            self._put(bytes(self._rest[:CHUNK]), last=False)
            del self._rest[:CHUNK]
        return len(data)

    def flush(self) -> None:
        """Nothing: a chunk is written when it is full."""

    def close(self) -> None:
        """Write what is left, as the last chunk."""
        self._put(bytes(self._rest), last=True)

    def _put(self, chunk: bytes, *, last: bool) -> None:
        self._target.write(self._cipher.encrypt(_nonce(self._number, last), chunk, MAGIC))
        self._number += 1


def writer(target: BinaryIO, passphrase: str) -> BinaryIO:
    """A writable file whose content ends up encrypted in `target`."""
    return cast("BinaryIO", Sealed(target, passphrase))


def is_sealed(source: BinaryIO) -> bool:
    """Whether a file is one of these. Leaves it at its beginning."""
    start = source.read(len(MAGIC))
    source.seek(0)
    return start == MAGIC


def open_sealed(source: BinaryIO, target: BinaryIO, passphrase: str) -> None:
    """Decrypt a file into another.

    Raises:
        ConfigurationError: wrong passphrase, or the file was changed or cut off.
    """
    source.read(len(MAGIC))
    cipher = _cipher(passphrase, source.read(_SALT))
    number = 0
    chunk = source.read(CHUNK + _TAG)
    while True:
        following = source.read(CHUNK + _TAG)
        try:
            target.write(cipher.decrypt(_nonce(number, not following), chunk, MAGIC))
        except InvalidTag:
            why = "The passphrase is wrong" if number == 0 else "The file was changed or cut off"
            raise ConfigurationError(f"The backup cannot be opened. {why}.") from None
        if not following:
            return
        chunk, number = following, number + 1
