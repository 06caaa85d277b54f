"""A site to measure: the demo regions with their data, in a folder of its own, as `samkraft run` makes it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask

if TYPE_CHECKING:
    from core.regions.models import Region


def demo_site(folder: Path) -> Flask:
    """Migrate, apply the regions, seed, and do all that waits in the outbox. Nobody is limited, and no queue server is asked."""
    from core.app import create_app
    from core.config import REGIONS_FILE
    from core.db.cli import upgrade_installation
    from core.demo.seed import seed
    from core.jobs.runner import drain
    from core.regions.apply import apply_file
    from core.web.limits import limiter

    app = create_app(environment="demo", data_dir=folder, https=False, entry_points=False, redis_url=f"unix://{folder}/none.sock")
    limiter.enabled = False
    with app.test_request_context():
        upgrade_installation()
        apply_file(REGIONS_FILE)
        seed()
        drain()
    return app


@contextmanager
def region_with(plugin: str) -> Iterator[Region]:
    """A region of the whole country with one plugin alone, empty, in a folder that goes afterwards."""
    from core.app import create_app
    from core.db import atomic, db, region_scope
    from core.db.cli import upgrade_installation
    from core.geo.places import municipalities
    from core.regions.models import Region, RegionMunicipality

    with tempfile.TemporaryDirectory(prefix="sk-bench-") as folder:
        app = create_app(
            environment="demo",
            data_dir=Path(folder),
            plugins=[f"plugins.{plugin}"],
            https=False,
            entry_points=False,
            redis_url="unix:///none",
        )
        with app.app_context():
            upgrade_installation()
            with atomic():
                region = Region(slug="riket", name="Riket")
                db.session.add(region)
                db.session.flush()
                db.session.add_all(RegionMunicipality(region_id=region.id, municipality_code=code) for code in municipalities())
            with region_scope(region.id):
                yield region


def bare_site() -> Flask:
    """The smallest Flask application there is: what everything is a multiple of."""
    app = Flask("bare")

    @app.get("/")
    def index() -> str:
        return "ok"

    return app
