"""Where the parts of one installation find each other in its data folder.

Standard library only, and of that what is heavy and seldom needed only when it is: the supervisor stays small.
"""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
MAX_SOCKET_PATH = 100  # bytes; the system's limit is 107 on Linux and 103 elsewhere


def data_dir() -> Path:
    """The data folder, as `core.config` will find it, without loading the application."""
    if "SAMKRAFT_DATA" in os.environ:
        return Path(os.environ["SAMKRAFT_DATA"]).resolve()
    import tomllib

    file = ROOT / "config" / "default.toml"
    settings = tomllib.loads(file.read_text("utf-8")) if file.exists() else {}
    return Path(settings.get("data_dir", "var")).resolve()


def socket_path(data: Path) -> Path:
    """The socket of the embedded queue server: in the data folder, or in the temporary one where that path is too long for a socket."""
    path = data.resolve() / "valkey.sock"
    if len(os.fsencode(path)) <= MAX_SOCKET_PATH:
        return path
    import hashlib
    import tempfile

    name = hashlib.sha256(os.fsencode(data.resolve())).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"samkraft-{os.getuid()}-{name}" / "valkey.sock"
