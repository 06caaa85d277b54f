"""Nothing that was acknowledged is lost, and nothing is done twice, while processes are killed: see run.py."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.chaos.run import WEIGHTS, plan


def test_the_plan_is_repeatable_and_hits_everybody() -> None:
    assert plan(50, 7) == plan(50, 7)
    assert plan(50, 7) != plan(50, 8)
    assert plan(50, 7).count("supervisor") == 1
    assert plan(50, 7).count("samkraft-host") == 2
    assert set(plan(200, 1)) == {*WEIGHTS, "samkraft-host", "supervisor"}


@pytest.mark.chaos
@pytest.mark.timeout(400)
@pytest.mark.requirement("R3")
def test_fifty_kills_lose_nothing_and_double_nothing() -> None:
    script = Path(__file__).with_name("run.py")
    command = [sys.executable, str(script), "--kills", "50", "--seed", os.environ.get("SAMKRAFT_CHAOS_SEED", "1"), "--seconds", "100"]
    environment = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
    result = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    print(result.stdout)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "every acknowledged post once, every effect once" in result.stdout
