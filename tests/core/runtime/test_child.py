"""A module in a process of its own: what it says, silence, ends, and what it is not told."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from core.runtime.child import Child, Silence

pytestmark = pytest.mark.sqlite_only  # no database

ECHO = """
import os, sys, time
from core.runtime.process import limit_memory
limit_memory(int(sys.argv[1]))
for line in sys.stdin.buffer:
    if line == b"sleep\\n":
        time.sleep(60)
    if line == b"end\\n":
        break
    if line == b"hoard\\n":
        try:
            hoard = bytearray(3 << 30)
        except MemoryError:
            line = b"no memory\\n"
    if line == b"secrets\\n":
        line = " ".join(sorted(os.environ)).encode() + b"\\n"
    sys.stdout.buffer.write(line)
    sys.stdout.buffer.flush()
"""


@pytest.fixture
def echo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A module that says what it hears."""
    (tmp_path / "samkraft_echo.py").write_text(ECHO)
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}{os.pathsep}{os.environ.get('PYTHONPATH', '')}")
    return "samkraft_echo"


def test_lines_and_bytes_come_in_order(echo: str) -> None:
    with Child(echo, 2048) as child:
        assert child.send(b"one\ntwo\nabcdef\nend\n")
        assert (child.line(20), child.line(20), child.exactly(3, 20), child.line(20)) == (b"one\n", b"two\n", b"abc", b"def\n")
        assert child.line(20) is None
        assert child.exactly(1, 20) is None


def test_silence_is_told_and_the_child_ends_with_the_block(echo: str) -> None:
    with Child(echo, 2048) as child:
        child.send(b"sleep\n")
        with pytest.raises(Silence):
            child.line(0.2)
    assert child.ended


def test_one_that_has_ended_takes_no_message(echo: str) -> None:
    with Child(echo, 2048) as child:
        child.send(b"end\n")
        assert child.line(20) is None
        assert [child.send(b"x\n" * 100_000), child.send(b"x\n")] == [False, False]


def test_it_has_neither_our_secrets_nor_all_our_memory(echo: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAMKRAFT_SECRET_KEY", "hidden")
    with Child(echo, 1024) as child:
        child.send(b"hoard\nsecrets\n")
        assert child.line(20) == b"no memory\n"
        told = (child.line(20) or b"").decode().split()
    assert set(told) - {"LC_CTYPE"} <= {"PATH", "PYTHONPATH", "LANG", "TMPDIR"}
    assert "PYTHONPATH" in told
