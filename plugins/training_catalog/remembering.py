"""What a process remembers of the catalogue until it changes: counts, hits, and parts of pages that are the same for every visitor."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import TypeVar

from flask import current_app

from core.db import current_scope

T = TypeVar("T")
# Kept apart, so that a stroll through many pages does not push out the counts. The ids of a choice take 4 bytes each, the parts
# of a page about 40 KiB, a choice worked out up to 40 KiB for each of its parts in a catalogue of 300 000 occasions.
LIMITS = {"searches": 16, "facets": 128, "hits": 64, "pages": 128}
KEY = "training_catalog_remembered"


def remembered(kind: str, token: str, key: Hashable, work: Callable[[], T]) -> T:
    """The result of `work`, as long as the catalogue has the same token. Without a token nothing is remembered.

    Args:
        kind: "searches", "facets", "hits" or "pages".
        token: Changes whenever the catalogue does.
        key: Everything else that the result depends on, the day included. The regions that may be read are added here.
    """
    if not token:
        return work()
    stores, lock = current_app.extensions.setdefault(KEY, ({name: OrderedDict() for name in LIMITS}, Lock()))
    scope = current_scope()
    whole_key = (scope.read if scope else None, token, key)
    store: OrderedDict[Hashable, T] = stores[kind]
    with lock:
        if whole_key in store:
            store.move_to_end(whole_key)
            return store[whole_key]
    result = work()
    with lock:
        store[whole_key] = result
        while len(store) > LIMITS[kind]:
            store.popitem(last=False)
    return result


def forget() -> None:
    """Drop everything this process remembers."""
    current_app.extensions.pop(KEY, None)
