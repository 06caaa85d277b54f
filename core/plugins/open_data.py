"""What a plugin says of its open data."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Distribution:
    """One more way to get an open data set, besides the CSV and JSON that core makes of its rows.

    Args:
        path: Where it is: a path of this site.
        media_type: Of IANA's list, such as "application/json".
        conforms_to: The standard it follows: an address and a title.
        service: It is an API to ask, not a file to fetch.
    """

    title: Any
    path: str
    media_type: str
    conforms_to: tuple[str, str] | None = None
    service: bool = False


@dataclass(frozen=True)
class Dataset:
    """An open data set (DCAT-AP-SE): aggregated, free of personal data, safe to publish.

    Args:
        name: Letters, digits, hyphens and underscores; its address holds it.
        theme: A code of the EU's list of data themes, such as "EDUC".
        keywords: Words it is found by.
        frequency: How often it changes, a code of the EU's list, such as "DAILY".
        distributions: More ways to get it.
    """

    name: str
    title: Any
    description: Any
    header: Sequence[str] = ()
    rows: Callable[[], Sequence[Sequence[Any]]] = tuple
    modified: date | None = None
    theme: str = "SOCI"
    keywords: Sequence[Any] = ()
    frequency: str = "IRREG"
    distributions: Sequence[Distribution] = ()
