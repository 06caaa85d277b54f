"""The host of `samkraft run`: loads the application once, prepares the database, and forks the services from itself.

Forked, they share the application's memory and start in milliseconds. The host itself keeps no database connection and no
thread, because neither survives a fork: what needs them is done in a child.
"""

from __future__ import annotations

import http.client
import os
import sys
import time
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask

from core.app import create_app
from core.config import REGIONS_FILE, Settings
from core.errors import ConfigurationError, DomainError
from core.jobs import relay, schedule, worker
from core.monitoring import metrics
from core.runtime import logs, web
from core.runtime.memory import prepare_to_fork, render_first_pages
from core.runtime.process import set_title
from core.runtime.tree import CANNOT_START, Service, Tree

READY_TIMEOUT = 60.0


def main() -> int:
    """Run the services until told to stop. Returns the exit code."""
    set_title("samkraft-host")
    logs.configure()
    tree = Tree()
    tree.install()
    try:
        app = create_app()
    except ConfigurationError as error:
        print(f"samkraft: {error}", file=sys.stderr)
        return CANNOT_START
    settings: Settings = app.extensions["samkraft_settings"]
    tree.start(Service("prepare", partial(prepare, app), restart=False, prefix=False))
    tree.run(until=lambda: "prepare" in tree.ended)
    if tree.ended.get("prepare", 0) != 0:
        return 0 if tree.stopping else CANNOT_START
    metrics.prepare(settings.data_dir)
    render_first_pages(app)
    prepare_to_fork(app)
    fd = int(os.environ["SAMKRAFT_LISTEN_FD"])
    services = [
        Service("relay", partial(relay.serve, app), patience=35.0),
        Service("schedule", partial(schedule.serve, app)),
        Service("worker", partial(worker.work, app, queues=("mail", "default")), patience=35.0),
        Service("slow", partial(worker.work, app, queues=("slow", "default", "mail")), patience=35.0),  # so that long jobs hold up no mail
        Service("web", partial(web.serve, app, bind=f"fd://{fd}"), patience=40.0),
        Service("ready", partial(announce, app, os.environ["SAMKRAFT_ADDRESS"], settings.public_url), restart=False, prefix=False),
    ]
    for service in services if not tree.stopping else ():
        tree.start(service)
    tree.run(until=lambda: False)
    tree.stop()
    return 0


def prepare(app: Flask) -> None:
    """Bring the database to the newest version, apply the regions if their file has changed, make the demo data."""
    from core.db.cli import upgrade_installation
    from core.demo.seed import seed
    from core.regions.apply import apply_file

    with app.app_context():
        try:
            upgrade_installation()
            apply_file(Path(os.environ.get("SAMKRAFT_REGIONS") or REGIONS_FILE), if_changed=True)
            if os.environ.get("SAMKRAFT_SEED") == "1" and app.extensions["samkraft_settings"].environment != "production":
                seed()
        except (ConfigurationError, DomainError) as error:
            sys.exit(f"samkraft: {error}")


def announce(app: Flask, local: str, address: str) -> None:
    """When the web server answers: say where, and how to sign in.

    Args:
        local: Where this machine reaches it.
        address: The public address, which links are made of.
    """
    if not _answers(local):
        sys.exit(f"samkraft: there was no answer from {local} within {READY_TIMEOUT:.0f} seconds")
    lines = ["", f"Samkraft is running: {address}"]
    if app.extensions["samkraft_settings"].environment == "demo":
        from core.demo.links import sign_in_links

        with app.app_context():
            links = sign_in_links(address)
        lines += ["", "Sign in with one of these links; each works once, more are at /dev/sign-in:"] if links else []
        lines += [f"  {role:<45} {link}" for role, link in links]
        lines += ["", f"All mail that is sent: {address}/dev/mail"]
    print("\n".join([*lines, "", "Stop with Ctrl-C.", ""]), flush=True)


def _answers(address: str) -> bool:
    where = urlsplit(address)
    deadline = time.monotonic() + READY_TIMEOUT
    while time.monotonic() < deadline:
        connection = http.client.HTTPConnection(where.hostname or "127.0.0.1", where.port or 80, timeout=READY_TIMEOUT)
        try:
            connection.request("GET", "/livez")
            return connection.getresponse().status == 200
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    return False


if __name__ == "__main__":
    from core.runtime.process import die_with_parent

    die_with_parent(int(os.environ["SAMKRAFT_SUPERVISOR"]))
    sys.exit(main())
