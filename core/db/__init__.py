"""The database: one session, one declarative base, one way to commit, one tenant fence.

Everything outside `core/db` uses what is exported here; `session.get`, `text()` and Core selects on tables are
forbidden elsewhere by an architecture test, because they pass the tenant fence by.
"""

from core.db.atomic import atomic, in_atomic, on_commit
from core.db.base import Model, RegionScoped, Timestamped, Versioned, db, utcnow
from core.db.fence import Scope, all_regions, current_scope, region_scope, set_scope
from core.db.moment import read_one_moment
from core.db.query import Page as Page
from core.db.query import count, get, insert_many, insert_selected, one_or_none, paginate
from core.db.types import JSONDict, JSONList, ShortText, SortKey, UTCDateTime, sort_key

__all__ = [
    "JSONDict",
    "JSONList",
    "Model",
    "Page",
    "RegionScoped",
    "Scope",
    "ShortText",
    "SortKey",
    "Timestamped",
    "UTCDateTime",
    "Versioned",
    "all_regions",
    "atomic",
    "count",
    "current_scope",
    "db",
    "get",
    "in_atomic",
    "insert_many",
    "insert_selected",
    "on_commit",
    "one_or_none",
    "paginate",
    "read_one_moment",
    "region_scope",
    "set_scope",
    "sort_key",
    "utcnow",
]
