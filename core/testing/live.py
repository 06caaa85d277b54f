"""A real site on a real port in a thread, with the demo regions and their data, for tests that need a browser."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import tomlkit
from flask import Flask
from werkzeug.serving import make_server

from core.app import create_app
from core.config import REGIONS_FILE
from core.db.cli import upgrade_installation


@dataclass(frozen=True)
class Site:
    """A running site."""

    app: Flask
    url: str

    def drain(self) -> None:
        """Do everything that waits in the outbox."""
        from core.jobs.runner import drain

        with self.app.app_context():
            drain()

    def sign_in_path(self, role: str, region: str) -> str:
        """A fresh one-time link (path) for a demo person."""
        from core.demo.people import DOMAIN, fresh_link

        with self.app.test_request_context(base_url=self.url):
            path = fresh_link(f"{role.replace('_', '-')}@{region}.{DOMAIN}")
        assert path, f"no demo person {role} in {region}"
        return path


def some_regions(folder: Path, *slugs: str) -> Path:
    """A regions file in `folder` with some of the product's regions: what is proved with two is not proved better with five."""
    asked = tomlkit.parse(REGIONS_FILE.read_text()).unwrap()
    asked["regions"] = {slug: asked["regions"][slug] for slug in slugs}
    for facts in asked["regions"].values():  # nobody shares with a region that is left out
        facts["shares"] = {to: what for to, what in facts.get("shares", {}).items() if to in slugs}
    path = folder / "regions.toml"
    path.write_text(tomlkit.dumps(asked))
    return path


@contextmanager
def running_site(
    data_dir: Path, *, plugins: list[str] | None = None, regions_file: Path = REGIONS_FILE, seeded: bool = True
) -> Iterator[Site]:
    """Migrate, apply the regions, seed (or only make the demo's people), drain, serve; stop at the end."""
    from core.db import atomic
    from core.demo.people import make_people
    from core.demo.seed import seed
    from core.jobs.runner import drain
    from core.regions.apply import apply_file
    from core.regions.queries import all_active

    app = create_app(
        environment="demo", data_dir=data_dir, plugins=plugins, https=False, entry_points=False, redis_url=f"unix://{data_dir}/none.sock"
    )
    app.config["RATELIMIT_ENABLED"] = False
    from core.web.limits import limiter

    limiter.enabled = False
    with app.test_request_context():
        upgrade_installation()
        apply_file(regions_file)
        if seeded:
            seed()
        else:
            with atomic():
                for region in all_active():
                    make_people(region)
        drain(100_000)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    url = f"http://127.0.0.1:{server.server_port}"
    app.config["SERVER_NAME"] = url.removeprefix("http://")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Site(app, url)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        with app.app_context():
            from core.db import db

            db.engine.dispose()
