"""The demonstration loop: how it reads pages, and that it ends cleanly when something is wrong. The whole of it runs in CI as itself."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from core.demo.loop import run_loop
from core.demo.loop_steps.pages import read_page

pytestmark = pytest.mark.sqlite_only  # brings its own SQLite

PAGE = """
<h1>Ett <em>svar</em></h1><script>var hidden = "hemligt";</script>
<form method="post" action="/sign-out"><button>Logga ut</button></form>
<form method="post" action="/answer">
  <input type="hidden" name="csrf_token" value="abc">
  <input type="text" name="title" value="Svets&aring;re">
  <textarea name="note">
Rad 1 &amp; 2</textarea>
  <select name="place"><option value="">V&auml;lj</option><option value="2417" selected>Norsj&ouml;</option></select>
  <input type="radio" name="choice" value="a"><input type="radio" name="choice" value="b" checked>
  <input type="checkbox" name="more" value="y"><input type="file" name="file"><button name="action" value="later">Senare</button>
</form>
<a href="/next">G&aring; <b>vidare</b></a>
"""


def test_a_page_is_read_as_a_visitor_meets_it() -> None:
    page = read_page(PAGE, url="http://x/", status=200)
    assert page.headings == ["Ett svar"]
    assert "hemligt" not in page.text
    assert page.link("Gå vidare") == "/next"
    assert page.link("Gå tillbaka") is None
    form = page.form()
    assert form is not None
    assert form.action == "/answer"
    assert form.values == {"csrf_token": "abc", "title": "Svetsåre", "note": "\nRad 1 & 2", "place": "2417", "choice": "b"}
    assert [(c.name, c.value, c.chosen) for c in form.choices] == [("choice", "a", False), ("choice", "b", True), ("more", "y", False)]
    assert page.form("title", "file") is form
    assert page.form("title", "unknown") is None


@pytest.mark.slow
def test_a_folder_in_use_is_named_as_the_step_that_failed(tmp_path: Path) -> None:
    with (tmp_path / "run.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lines: list[str] = []
        code = run_loop(data=tmp_path, port=None, seconds=60, verbose=False, say=lines.append)
    text = "\n".join(lines)
    assert code == 1
    assert "FAILED at step 1, The application starts" in text
    assert "Samkraft is already running in" in text


def processes_in(folder: Path) -> list[int]:
    """The processes whose environment names the folder."""
    found = []
    for environment in Path("/proc").glob("[0-9]*/environ"):
        try:
            if f"SAMKRAFT_DATA={folder}".encode() in environment.read_bytes().split(b"\0"):
                found.append(int(environment.parent.name))
        except OSError:
            continue
    return [pid for pid in found if pid != os.getpid()]


def until(look: Callable[[], object], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not look():
        assert time.monotonic() < deadline
        time.sleep(0.1)


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for processes in /proc")
@pytest.mark.parametrize("signum", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_however_it_is_stopped_no_process_is_left(tmp_path: Path, signum: signal.Signals) -> None:
    loop = subprocess.Popen(
        [sys.executable, "-m", "core.cli", "demo", "loop", "--data", str(tmp_path)],
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # a suite in the background ignores it
    )
    try:
        until(lambda: (tmp_path / "run.lock").exists() and len(processes_in(tmp_path)) > 2)
    finally:
        loop.send_signal(signum)
        output, _ = loop.communicate(timeout=60)
    until(lambda: processes_in(tmp_path) == [])
    if signum != signal.SIGKILL:
        assert loop.returncode == 130
        assert "Everything it started has been stopped too." in output
