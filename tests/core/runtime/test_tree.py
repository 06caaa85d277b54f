"""A parent and its children, each test in a process of its own, because a tree takes over signals."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent.parent
HEAD = "import os, signal, sys, time\nfrom core.runtime.tree import CANNOT_START, Service, Tree\ntree = Tree()\ntree.install()\n"

pytestmark = pytest.mark.sqlite_only  # no database in it


def start(body: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-u", "-c", HEAD + body], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def output(body: str, *, timeout: float = 20) -> list[str]:
    """What a tree says until it ends by itself."""
    with start(body) as process:
        out, _ = process.communicate(timeout=timeout)
        assert process.returncode == 0, out
    return out.splitlines()


def test_lines_get_the_name_of_their_child_also_the_last_without_an_end() -> None:
    lines = output("""
def main():
    print("ett"); os.write(2, "två å".encode()); time.sleep(0.1); os.write(1, b" tre\\nslut")
tree.start(Service("a", main, restart=False))
tree.start(Service("plain", lambda: os.write(1, b"utan\\n"), restart=False, prefix=False))
tree.run(until=lambda: len(tree.ended) == 2)
""")
    assert sorted(lines) == ["a         | ett", "a         | slut", "a         | två å tre", "utan"]


def test_what_dies_is_started_again_after_a_growing_pause() -> None:
    lines = output("""
started = []
def main():
    sys.exit(3)
service = Service("a", main)
start = tree.start
tree.start = lambda s: (started.append(time.monotonic()), start(s))
tree.start(service)
tree.run(until=lambda: len(started) == 5)
print([round(b - a, 1) for a, b in zip(started, started[1:])])
""")
    assert lines[:4] == ["a ended (exit code 3); starting it again"] * 4
    pauses = [float(pause) for pause in lines[4].strip("[]").split(",")]
    for pause, expected in zip(pauses, (0.1, 0.2, 0.4, 0.8), strict=True):
        assert expected <= pause < expected + 1


def test_what_cannot_start_is_not_tried_again_and_a_reason_is_shown() -> None:
    lines = output("""
def main():
    sys.exit("samkraft: so that is why")
tree.start(Service("a", lambda: sys.exit(CANNOT_START)))
tree.start(Service("b", main, restart=False))
tree.run(until=lambda: len(tree.ended) == 2)
print(tree.ended["a"], tree.ended["b"])
""")
    assert lines == ["b         | samkraft: so that is why", "78 1"]


def test_an_error_in_a_child_is_its_own_and_is_told() -> None:
    lines = output("""
tree.start(Service("a", lambda: 1 / 0, restart=False))
tree.run(until=lambda: bool(tree.ended))
print(tree.ended)
""")
    assert "a         | ZeroDivisionError: division by zero" in lines
    assert lines[-1] == "{'a': 1}"


STOP = """
def stubborn(name):
    def stop(*_):
        print("got it"); time.sleep(0.2); print("bye"); sys.exit(0)
    signal.signal(signal.SIGTERM, stop)
    print("ready")
    while True: time.sleep(1)
for name in "abc":
    tree.start(Service(name, lambda: stubborn(name)))
tree.run(until=lambda: False)
tree.stop()
print("left", len(tree.children))
"""


@pytest.mark.parametrize("signum", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_children_stop_in_reverse_order_each_when_the_one_before_has_ended(signum: signal.Signals) -> None:
    with start(STOP) as process:
        assert process.stdout is not None
        for _ in range(3):
            process.stdout.readline()
        process.send_signal(signum)
        out, _ = process.communicate(timeout=20)
    assert process.returncode == 0
    expected = [f"{name}         | {said}" for name in "cba" for said in ("got it", "bye")]
    assert out.splitlines() == [*expected, "left 0"]


DEAF = """
def deaf():
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    print("ready")
    while True: time.sleep(1)
tree.start(Service("a", deaf, patience={patience}))
tree.run(until=lambda: False)
tree.stop()
print(tree.ended)
"""


def test_a_child_that_does_not_listen_is_killed_after_its_patience() -> None:
    with start(DEAF.format(patience=0.5)) as process:
        assert process.stdout is not None
        process.stdout.readline()
        started = time.monotonic()
        process.terminate()
        out, _ = process.communicate(timeout=20)
    assert out.splitlines() == ["{'a': -9}"]
    assert 0.4 < time.monotonic() - started < 3


def test_asking_twice_does_not_wait() -> None:
    with start(DEAF.format(patience=60)) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.terminate()
        time.sleep(0.3)
        process.terminate()
        out, _ = process.communicate(timeout=10)
    assert out.splitlines() == ["{'a': -9}"]


def test_kill_the_parent_and_the_kernel_ends_the_children() -> None:
    with start(DEAF.format(patience=60).replace('print("ready")', "print(os.getpid())")) as process:
        assert process.stdout is not None
        child = int(process.stdout.readline().rpartition("|")[2])
        os.kill(child, 0)
        process.kill()
        process.communicate()
    deadline = time.monotonic() + 5
    stat = Path(f"/proc/{child}/stat")
    while stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z":
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_nobody_listening_to_the_output_is_no_reason_to_stop() -> None:
    process = start("""
def main():
    for n in range(1000): print("x" * 500)
    open(sys.argv[-1] if len(sys.argv) > 1 else os.devnull, "w").write("done")
tree.start(Service("a", main, restart=False))
tree.run(until=lambda: bool(tree.ended))
sys.exit(tree.ended["a"] + 40)
""")
    assert process.stdout is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.wait(timeout=20) == 40
