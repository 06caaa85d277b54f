"""The register of organisations: what the first page of 100 000 costs, and what choices in it cost, as multiples of a bare Flask route."""

from __future__ import annotations

import random
import tempfile
from itertools import islice
from pathlib import Path
from typing import Any

from flask import Flask

from bench import Figure
from bench.meter import seconds_per_get
from bench.site import bare_site

COUNT = 100_000
SMALL = 5_000
BASE = "/r/riket/organisations/"
PAGES = {
    "list, first page": BASE,
    "list, page 1 000": f"{BASE}?page=1000",
    "one municipality": f"{BASE}?municipality=2417",
    "a part of the name": f"{BASE}?q=snickeri",
    "by number": f"{BASE}?q=5569",
    "section and size": f"{BASE}?section=F&size=20",
}
WORDS = ("Snickeri", "Bygg", "Åkeri", "Vård", "Data", "Mekaniska", "Livs", "Skog", "El", "Måleri")


def run(small: bool) -> list[Figure]:
    """Fill a register in a folder of its own, and open its list."""
    count = SMALL if small else COUNT
    with tempfile.TemporaryDirectory(prefix="sk-bench-") as folder:
        app, cookie = _site(Path(folder), count)
        bare, _size = seconds_per_get(bare_site(), "/", rounds=1_000)
        figures = [Figure("organisations", count, "")]
        for name, path in PAGES.items():
            seconds, size = seconds_per_get(app, path, rounds=20 if small else 50, headers=[("Cookie", cookie)])
            note = f"{seconds * 1e3:.1f} ms, {size / 1024:.0f} KiB of HTML"
            figures.append(Figure(name, seconds / bare, "×", "a bare Flask route", note=note))
    return figures


def _site(folder: Path, count: int) -> tuple[Flask, str]:
    from core.app import create_app
    from core.db import all_regions, atomic, db
    from core.db.cli import upgrade_installation
    from core.geo.places import municipalities
    from core.organisations.models import Organisation, OrganisationRegion
    from core.regions.models import Region, RegionMunicipality
    from core.testing.client import Browser
    from core.users.service import ensure_user, grant_role
    from core.web.limits import limiter

    app = create_app(environment="test", data_dir=folder, https=False, entry_points=False)
    limiter.enabled = False
    with app.test_request_context():
        upgrade_installation()
        with atomic():
            region = Region(slug="riket", name="Riket")
            db.session.add(region)
            db.session.flush()
            db.session.add_all(RegionMunicipality(region_id=region.id, municipality_code=code) for code in municipalities())
            user = ensure_user(email="bench@bench.samkraft.example", name="Bench")
            grant_role(user=user, region=region, role="strategist")
        rng = random.Random(556)
        codes = list(municipalities())
        rows = (_row(number, rng, codes) for number in range(1, count + 1))
        with all_regions("a benchmark fills a database of its own"):
            while batch := list(islice(rows, 5_000)):
                with atomic():
                    _insert(Organisation, batch)
                    links = [{"organisation_id": row["id"], "region_id": region.id, "sort_key": row["sort_key"]} for row in batch]
                    _insert(OrganisationRegion, links)
    with app.app_context():
        browser = Browser(app).sign_in(user)
    cookie = browser.client.get_cookie("samkraft", domain="127.0.0.1") or browser.client.get_cookie("samkraft")
    return app, f"samkraft={cookie.value if cookie else ''}"


def _insert(model: Any, rows: list[dict[str, Any]]) -> None:
    from sqlalchemy import insert

    from core.db import db

    db.session.execute(insert(model), rows)


def _row(number: int, rng: random.Random, codes: list[str]) -> dict[str, Any]:
    from core.db import sort_key
    from core.organisations.naming import name_key
    from core.organisations.sni import section_of

    name = f"{rng.choice(WORDS)} {rng.choice(WORDS)} {number} AB"
    code = rng.choice(("41200", "43210", "62010", "87100", "47110", "49410"))
    return {
        "id": number,
        "orgnr": f"5569{number:06d}",
        "name": name,
        "sort_key": sort_key(name),
        "name_key": name_key(name),
        "municipality_code": rng.choice(codes),
        "sni_code": code,
        "sni_version": "2007",
        "sni_section": section_of(code),
        "size_class": rng.choice((0, 1, 5, 10, 20, 50)),
    }
