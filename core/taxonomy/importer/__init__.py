"""Import of the full official sets, one module per form that they come in.

`read()` finds the form and checks everything before anything is written; `apply()` writes it in the caller's transaction.
"""

from __future__ import annotations

from pathlib import Path

from core.taxonomy.importer import flat, published
from core.taxonomy.importer.records import Delivery, SourceError
from core.taxonomy.importer.writing import Outcome, apply

__all__ = ["Delivery", "Outcome", "SourceError", "apply", "read"]


def read(folder: Path, *, form: str = "auto") -> Delivery:
    """Read and check the sets in a folder.

    Args:
        folder: Where the files are.
        form: "csv" (flat), "json" (the publisher's), or "auto": the flat form if its files are there, else the publisher's.

    Raises:
        SourceError: when a file is missing or faulty; every fault is told with its place.
    """
    has_csv = [name for name in (flat.GROUPS, flat.OCCUPATIONS) if (folder / name).is_file()]
    has_json = (folder / published.HIERARCHY).is_file()
    if form == "auto":
        form = "json" if has_json and len(has_csv) < 2 else "csv"
    if form == "json":
        if not has_json:
            raise SourceError(f"{published.HIERARCHY} is not in {folder}. Download it from the JobTech Taxonomy, or use --form csv.")
        return published.read(folder)
    lacking = [name for name in (flat.GROUPS, flat.OCCUPATIONS) if name not in has_csv]
    if lacking:
        found = f" (found only {', '.join(has_csv)})" if has_csv else ""
        raise SourceError(
            f"{' and '.join(lacking)} missing in {folder}{found}. "
            f"The folder must hold {flat.GROUPS} and {flat.OCCUPATIONS}, or {published.HIERARCHY}."
        )
    return flat.read(folder)
