"""Small helpers for reads that respect the fence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Integer, Select, func, insert, inspect, literal, select
from sqlalchemy.orm import with_loader_criteria

from core.db.base import RegionScoped, db
from core.db.fence import all_regions, current_scope
from core.errors import NotFound, TenantFenceError

T = TypeVar("T")
MAX_PAGE = 10_000
MAX_INTEGER = 2**31 - 1  # what PostgreSQL's integer holds


def get(model: type[T], key: Any, *, lock: bool = False) -> T:
    """One row by primary key, through the fence (unlike `session.get`, which may answer from memory).

    Args:
        lock: Lock the row until the transaction ends (`FOR UPDATE`; SQLite has already locked the file).

    Raises:
        NotFound: when there is none, or it belongs to another region. The two are never told apart.
    """
    row = one_or_none(model, key, lock=lock)
    if row is None:
        from core.i18n import gettext as _

        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    return row


def one_or_none(model: type[T], key: Any, *, lock: bool = False) -> T | None:
    """As `get`, but None instead of NotFound."""
    (column,) = inspect(model).primary_key
    if isinstance(key, int) and isinstance(column.type, Integer) and not -MAX_INTEGER <= key <= MAX_INTEGER:
        return None  # an address with a number that no column can hold is just another row that does not exist
    statement = select(model).where(column == key)
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    return db.session.execute(statement).scalars().one_or_none()


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a list.

    Args:
        items: The rows of this page.
        total: How many rows there are in all.
        number: This page, from 1.
        size: Rows per page.
    """

    items: Sequence[T]
    total: int
    number: int
    size: int

    @property
    def pages(self) -> int:
        """How many pages there are; at least 1."""
        return max(1, -(-self.total // self.size))

    @property
    def first(self) -> int:
        """The running number of the first row on the page; 0 when there is none."""
        return (self.number - 1) * self.size + 1 if self.items else 0

    @property
    def last(self) -> int:
        """The running number of the last row on the page."""
        return (self.number - 1) * self.size + len(self.items)


def count(statement: Select[Any]) -> int:
    """How many rows a select gives. Stays an ORM statement, so that the fence filters it too."""
    plain = statement.order_by(None)
    if statement._distinct or statement._group_by_clauses:
        return int(db.session.execute(select(func.count()).select_from(plain.subquery())).scalar_one())
    counted = plain.with_only_columns(func.count(), maintain_column_froms=True)
    return int(db.session.execute(counted).scalar_one())


def paginate(statement: Select[Any], *, number: int = 1, size: int = 30, total: int | None = None, scalars: bool = True) -> Page[Any]:
    """Run a select for one page. `number` outside the list is brought to its nearest end, never an error."""
    if total is None:
        total = count(statement)
    pages = max(1, -(-total // size))
    number = min(max(1, number), pages, MAX_PAGE)
    result = db.session.execute(statement.limit(size).offset((number - 1) * size))
    items: Sequence[Any] = result.scalars().all() if scalars else result.all()
    return Page(items=items, total=total, number=number, size=size)


def insert_many(model: type[T], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert many rows with one statement, for imports: several times as fast as objects, and nothing of it is in the session.

    Args:
        rows: Values by the names of the model's attributes, the same names in each. What is left out gets its default.

    Raises:
        TenantFenceError: when a row is of another region than the one that may be written.
    """
    if not rows:
        return
    mapper = inspect(model)
    if issubclass(model, RegionScoped):
        scope = current_scope()
        anywhere = scope is not None and scope.read is None and scope.write is None
        regions = {row["region_id"] for row in rows}
        if scope is None or not (anywhere or regions == {scope.write}):
            raise TenantFenceError(f"{model.__name__} of regions {sorted(regions)} was inserted outside their scope.")
    columns = {each.key: each.columns[0].key for each in mapper.column_attrs}
    db.session.flush()
    values = [{columns[name]: value for name, value in row.items()} for row in rows]
    db.session.connection().execute(insert(mapper.local_table), values)


def insert_selected(model: type[T], columns: Sequence[str], rows: Select[Any]) -> None:
    """`INSERT … SELECT` into a table of the region that may be written: for read models that are made anew from many rows.

    The region of the new rows is set here, and the select is narrowed to it, whatever else the scope may read.

    Args:
        columns: What the select gives, in its order. `region_id` is added.

    Raises:
        TenantFenceError: without a region that may be written.
    """
    scope = current_scope()
    if scope is None or scope.write is None:
        raise TenantFenceError(f"{model.__name__} was filled without a region to write.")
    region_id = scope.write
    own = rows.add_columns(literal(region_id)).options(
        with_loader_criteria(RegionScoped, lambda cls: cls.region_id == region_id, include_aliases=True)
    )
    db.session.flush()
    with all_regions("an INSERT … SELECT that is narrowed to one region here"):
        db.session.execute(insert(model).from_select([*columns, "region_id"], own, include_defaults=False))
