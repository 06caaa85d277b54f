"""A list as a file, with an entry in the audit log: who took out how much of what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Any

from flask import Response, url_for

from core.audit.service import record
from core.clock import SWEDEN
from core.db import atomic
from core.files.sheets import MAX_ROWS, Kind, download

if TYPE_CHECKING:
    from core.regions.models import Region


def recorded_download(
    kind: Kind, name: str, header: Sequence[Any], rows: Iterable[Sequence[Any]], *, action: str, region: Region
) -> Response:
    """The file.

    Args:
        name: Name of the file, without the region's and the ending.
        action: What the audit log calls it.

    Raises:
        DomainError: too many rows for one file. Nothing is recorded then.
    """
    taken = list(islice(rows, MAX_ROWS + 1))
    answer = download(kind, f"{name}-{region.slug}", header, taken)
    with atomic():
        record(action, region=region, rows=len(taken), format=kind)
    return answer


def local_time(at: datetime | None) -> str:
    """A point in time as a cell: Swedish time, to the minute, in the order that sorts."""
    return at.astimezone(SWEDEN).strftime("%Y-%m-%d %H:%M") if at else ""


def download_links(endpoint: str, **arguments: Any) -> dict[str, str]:
    """What `ui.downloads` shows: the list's two addresses, with the list's own filters. The views call the kind of file `form`."""
    return {form: url_for(endpoint, form=form, **arguments) for form in ("csv", "xlsx")}
