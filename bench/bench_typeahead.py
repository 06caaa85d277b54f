"""How fast and how right the occupation typeahead is, over the full official sets when they are beside the repository.

    .venv/bin/python bench/bench_typeahead.py [--folder ../shared/data/taxonomy] [--rounds 3]

Types the gold set letter by letter, as a browser does, on one core. Ends with 1 when p95 is above 50 ms or the right group is
among the first three for less than 95 % of the queries.
"""

from __future__ import annotations

import argparse
import csv
import sys
import tempfile
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

P95_MS = 50.0
TOP3 = 0.95


def percentile(values: list[float], share: float) -> float:
    """The value below which a share of the values lies."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def main() -> int:
    """Measure, print, and judge."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=ROOT.parent / "shared" / "data" / "taxonomy", help="the official sets")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()

    from core.app import create_app
    from core.db import Model, atomic, db
    from core.taxonomy import importer, queries
    from core.taxonomy.service import sync_demo_taxonomy

    with (ROOT / "tests" / "core" / "taxonomy" / "gold.csv").open(encoding="utf-8", newline="") as file:
        gold = [(row["query"], set(row["groups"].split())) for row in csv.DictReader(file)]
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(environment="test", data_dir=Path(folder), plugins=[], entry_points=False)
        with app.app_context():
            Model.metadata.create_all(db.engine)
            with atomic():
                sync_demo_taxonomy()
            if options.folder.is_dir():
                started = perf_counter()
                with atomic():
                    importer.apply(importer.read(options.folder), version_label="bench")
                print(f"import of the full sets   {perf_counter() - started:8.2f} s")
            else:
                groups = {row.code for row in queries.groups([code for _, codes in gold for code in codes]).values()}
                gold = [(query, codes) for query, codes in gold if codes & groups]
                print(f"{options.folder} is not there: measured on the small set")
            print(f"loaded                    {queries.loaded()}")
            started = perf_counter()
            queries.suggest("x")
            print(f"building the index        {1000 * (perf_counter() - started):8.1f} ms, once per process and change")
            typed = [query[:end] for query, _ in gold for end in range(2, len(query) + 1)]
            times: list[float] = []
            for text in typed * options.rounds:
                started = perf_counter()
                queries.suggest(text)
                times.append(1000 * (perf_counter() - started))
            right = sum(bool(codes & {found.group_code for found in queries.suggest(query)[:3]}) for query, codes in gold)
            db.engine.dispose()
    p95 = percentile(times, 0.95)
    print(
        f"{len(times)} key presses       p50 {percentile(times, 0.5):6.1f} ms   p95 {p95:6.1f} ms   p99 {percentile(times, 0.99):6.1f} ms"
    )
    print(f"top 3 right               {right} of {len(gold)} ({right / len(gold):.1%})")
    return 0 if p95 <= P95_MS and right >= TOP3 * len(gold) else 1


if __name__ == "__main__":
    sys.exit(main())
