"""Bases of what operations take and give."""

from __future__ import annotations

from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from core.db.query import MAX_INTEGER, MAX_PAGE

T = TypeVar("T")
MAX_LIMIT = 100
DEFAULT_LIMIT = 20


Id = Annotated[int, Field(ge=1, le=MAX_INTEGER)]
# One line of text. As a pattern, so that the document says it too.
Line = Annotated[str, Field(pattern=r"^[^\x00-\x1f\x7f]*$")]


class ApiModel(BaseModel):
    """Base of bodies and answers. Unknown members are refused: a misspelt one must not pass for nothing."""

    model_config = ConfigDict(extra="forbid", from_attributes=True, use_enum_values=True)


class Query(ApiModel):
    """Base of query parameters. Derive from `PageQuery` for a list."""


class PageQuery(Query):
    """Which page of a list."""

    page: Annotated[int, Field(ge=1, le=MAX_PAGE, description="Page number, from 1.")] = 1
    limit: Annotated[int, Field(ge=1, le=MAX_LIMIT, description="Items per page.")] = DEFAULT_LIMIT


class Listing(ApiModel, Generic[T]):
    """One page of a list. The `Link` header leads to the others."""

    items: list[T]
    total: int = Field(description="How many there are in all.")
    page: int = Field(description="This page, from 1.")
    limit: int = Field(description="Items per page.")
    pages: int = Field(description="How many pages there are; at least 1.")

    @classmethod
    def of(cls, page: Any, items: list[T]) -> Listing[T]:
        """From a `core.db.Page`, with the items as they are shown."""
        return cls(items=items, total=page.total, page=page.number, limit=page.size, pages=page.pages)

    @classmethod
    def cut(cls, items: list[T], query: PageQuery) -> Listing[T]:
        """One page of a list that is in memory."""
        pages = max(1, -(-len(items) // query.limit))
        page = min(query.page, pages)
        return cls(items=items[(page - 1) * query.limit : page * query.limit], total=len(items), page=page, limit=query.limit, pages=pages)
