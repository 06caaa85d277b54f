"""A site to measure: the demo regions with their data, in a folder of its own, as `samkraft run` makes it."""

from __future__ import annotations

from pathlib import Path

from flask import Flask


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


def bare_site() -> Flask:
    """The smallest Flask application there is: what everything is a multiple of."""
    app = Flask("bare")

    @app.get("/")
    def index() -> str:
        return "ok"

    return app
