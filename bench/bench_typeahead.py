"""How fast and how right the occupation typeahead is, over the full official sets when they lie beside the repository.

Types the gold set letter by letter, as a browser does, on one core. Without the official sets it is measured on the small set
that comes with Samkraft, and only with the queries that the set can answer.
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from bench import Figure

ROOT = Path(__file__).resolve().parent.parent
OFFICIAL = ROOT.parent / "shared" / "data" / "taxonomy"
P95_MS = 50.0
TOP3_PER_CENT = 95.0


def run(small: bool) -> list[Figure]:
    """Import, build the index, and type."""
    from core.app import create_app
    from core.db import Model, atomic, db
    from core.taxonomy import importer, queries
    from core.taxonomy.service import sync_demo_taxonomy

    gold = _gold()
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="sk-bench-") as folder:
        app = create_app(environment="test", data_dir=Path(folder), plugins=[], entry_points=False)
        with app.app_context():
            Model.metadata.create_all(db.engine)
            with atomic():
                sync_demo_taxonomy()
            if OFFICIAL.is_dir():
                started = perf_counter()
                with atomic():
                    importer.apply(importer.read(OFFICIAL), version_label="bench")
                figures.append(Figure("import of the full official sets", perf_counter() - started, "s"))
            else:
                groups = {row.code for row in queries.groups([code for _, codes in gold for code in codes]).values()}
                gold = [(query, codes) for query, codes in gold if codes & groups]
            loaded = queries.loaded()
            started = perf_counter()
            queries.suggest("x")
            note = f"{loaded.occupations} occupations, {loaded.terms} search terms; once per process and change"
            figures.append(Figure("building the index", 1000 * (perf_counter() - started), "ms", note=note))
            times = _type(queries.suggest, gold[::5] if small else gold, 1 if small else 3)
            right = sum(bool(codes & {found.group_code for found in queries.suggest(query)[:3]}) for query, codes in gold)
            db.engine.dispose()
    note = f"{len(times)} key presses"
    return [
        *figures,
        Figure("a suggestion, half of them within", percentile(times, 0.5), "ms", note=note),
        Figure("a suggestion, 95 % of them within", percentile(times, 0.95), "ms", target=P95_MS, note=note),
        Figure(
            "the right group among the first three",
            100 * right / len(gold),
            "%",
            target=TOP3_PER_CENT,
            at_least=True,
            note=f"{right} of {len(gold)} queries",
        ),
    ]


def _gold() -> list[tuple[str, set[str]]]:
    """What people type, and the occupation groups that are right."""
    with (ROOT / "tests" / "core" / "taxonomy" / "gold.csv").open(encoding="utf-8", newline="") as file:
        return [(row["query"], set(row["groups"].split())) for row in csv.DictReader(file)]


def _type(suggest: Callable[[str], object], gold: list[tuple[str, set[str]]], rounds: int) -> list[float]:
    """Milliseconds of each key press."""
    times = []
    for text in [query[:end] for query, _ in gold for end in range(2, len(query) + 1)] * rounds:
        started = perf_counter()
        suggest(text)
        times.append(1000 * (perf_counter() - started))
    return times


def percentile(values: list[float], share: float) -> float:
    """The value below which a share of the values lies."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]
