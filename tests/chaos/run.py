"""Kill processes at random while people post, and see that nothing is lost and nothing is done twice.

    python tests/chaos/run.py --kills 50 --seed 1 --seconds 100

Starts the whole tree in a temporary folder, lets clients post the probe's form with submission keys, and kills -9 workers,
jobs, the queue server, web processes, the relay, the scheduler, the host, and once the supervisor itself. Afterwards every
acknowledged post must be stored exactly once, and every effect of its event and its jobs must be there exactly once.
The same seed gives the same order of kills; what they hit is up to the machine.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from tests.chaos.check import database, faults, wait_until_drained  # noqa: E402
from tests.chaos.clients import Client, Ledger  # noqa: E402
from tests.chaos.site import Site  # noqa: E402

WEIGHTS = {
    "samkraft-horse": 6,
    "samkraft-worker": 3,
    "samkraft-slow": 2,
    "samkraft-relay": 4,
    "samkraft-http": 4,
    "valkey-server": 4,
    "samkraft-web": 2,
    "samkraft-schedu": 1,
}
CLIENTS = 4
PAUSE = 1.2  # seconds between a client's posts, on average
DRAIN_TIMEOUT = 90.0
SHARE_FOR_KILLING = 0.55  # of the time given; the rest is for starting and for what waits at the end


def plan(kills: int, seed: int) -> list[str]:
    """Whom to kill, in order. The host is in it once in 25 times, the supervisor once."""
    source = random.Random(seed)
    chosen = source.choices(list(WEIGHTS), weights=list(WEIGHTS.values()), k=kills)
    for place in range(12, kills, 25):
        chosen[place] = "samkraft-host"
    if kills >= 20:
        chosen[kills // 2] = "supervisor"
    return chosen


def kill_one(site: Site, role: str, source: random.Random) -> str:
    """Kill a process of a role, or of another if there is none: a job may not be running, the host may be starting again."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        for candidate in (role, *source.sample(list(WEIGHTS), len(WEIGHTS))):
            if site.kill(candidate) is not None:
                return candidate
    raise RuntimeError("there was nothing to kill for 30 seconds")


def chaos(*, kills: int, seed: int, seconds: float, folder: Path) -> list[str]:
    """One run. Returns the broken promises."""
    site = Site(folder)
    started = time.monotonic()
    site.start()
    ready = time.monotonic()
    ledger, stop = Ledger(), threading.Event()
    path = urlsplit(site.url).path
    clients = [Client(n, site.port, path, seed, ledger, stop, PAUSE) for n in range(CLIENTS)]
    for client in clients:
        client.start()
    killed: Counter[str] = Counter()
    source = random.Random(seed + 1)
    rest = max(5.0, seconds * SHARE_FOR_KILLING - (ready - started))
    for role in plan(kills, seed):
        time.sleep(rest / kills * (0.5 + source.random()) * 0.8)
        if role == "supervisor":
            site.kill_supervisor()
            site.start()
            killed[role] += 1
            continue
        killed[kill_one(site, role, source)] += 1
    stop.set()
    for client in clients:
        client.join(timeout=100)
    calm = time.monotonic()
    engine = database(os.environ.get("DATABASE_URL") or f"sqlite:///{site.data / 'samkraft.sqlite3'}")
    left = wait_until_drained(engine, timeout=DRAIN_TIMEOUT)
    drained = time.monotonic()
    orphans = site.stop()
    found = faults(engine, acknowledged=ledger.acknowledged, tried=ledger.tried)
    engine.dispose()
    found += [f"{left} rows still wait {DRAIN_TIMEOUT:.0f} seconds after the last kill"] * bool(left)
    found += [f"left behind after stopping: {name} ({pid})" for pid, name in orphans.items()]
    found += [f"refused: {line}" for line in ledger.refused]
    found += ["fewer kills than asked for"] * (sum(killed.values()) < kills)
    print(f"seed {seed}: {sum(killed.values())} kills: {', '.join(f'{n} {role}' for role, n in sorted(killed.items()))}")
    print(f"{len(ledger.acknowledged)} of {len(ledger.tried)} posts acknowledged, {ledger.retries} retries")
    print(f"start {ready - started:.1f} s, killing {calm - ready:.1f} s, until all was done {drained - calm:.1f} s")
    return found


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=50, help="how many processes to kill (50)")
    parser.add_argument("--seed", type=int, default=None, help="makes the order of kills repeatable; printed when not given")
    parser.add_argument("--seconds", type=float, default=100.0, help="about how long the whole run may take (100)")
    parser.add_argument("--keep", action="store_true", help="keep the folder with database and log")
    options = parser.parse_args()
    seed = options.seed if options.seed is not None else random.SystemRandom().randrange(1_000_000)
    folder = Path(tempfile.mkdtemp(prefix="sk-chaos-"))
    found = chaos(kills=options.kills, seed=seed, seconds=options.seconds, folder=folder)
    for line in found[:50]:
        print(f"BROKEN {line}")
    if found:
        print(f"{len(found)} broken promises; repeat with --seed {seed}; database and log are in {folder}")
        return 1
    print("every acknowledged post once, every effect once")
    if not options.keep:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
