"""An operation of the API: what it takes, what it gives, and the one way it is carried out.

    @bp.get("/rounds/<int:round_id>")
    @requires(GET="employer_needs.round.read")
    @operation("Get a round", answer=RoundOut)
    def get_round(round_id: int) -> RoundOut:
        return RoundOut.model_validate(queries.round_row(round_id).round)

What is declared is what is checked, what is served at `/api/v1/openapi.json`, and what is shown at `/api/`: nothing has to be kept in step.
A method that changes something runs in `atomic()`, so it calls a service and returns; it does not commit.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any

from flask import Response, g, request, url_for
from pydantic import BaseModel

from core.api import parsing, receipts
from core.api.problems import Problem
from core.api.schemas import Listing, PageQuery
from core.db.atomic import SAFE_METHODS

_ATTRIBUTE = "samkraft_operation"


@dataclass(frozen=True)
class Operation:
    """What an operation declares.

    Args:
        summary: One line, in English.
        description: More, from the view's docstring.
        tag: Heading in the documentation; the plugin's title when empty.
        query: Model of the query parameters; None when there are none.
        body: Model of the JSON body; None when there is none.
        answer: Model of the answer; `Listing[Model]` for a page of a list; None for an answer without body.
        status: Of the answer.
        conditional: The caller must send `If-Match`, and the view must call `check_version()`.
        secret: Members of the answer that are told once and never stored.
    """

    summary: str
    description: str
    tag: str
    query: type[BaseModel] | None
    body: type[BaseModel] | None
    answer: type[BaseModel] | None
    status: int
    conditional: bool
    secret: Sequence[str]


def operation(
    summary: str,
    *,
    tag: str = "",
    query: type[BaseModel] | None = None,
    body: type[BaseModel] | None = None,
    answer: type[BaseModel] | None = None,
    status: int = 200,
    conditional: bool = False,
    secret: Sequence[str] = (),
) -> Callable[[Callable[..., Any]], Callable[..., Response]]:
    """Declare a view as an operation. The view is called with the arguments of its address, and `query` and `body` where declared.

    It returns an instance of `answer`, or that and a dict of headers (such as `Location`); nothing when there is no answer.
    """

    def decorate(view: Callable[..., Any]) -> Callable[..., Response]:
        # The docstring's first line is for readers of the code; the rest is for readers of the documentation.
        description = " ".join((view.__doc__ or "").partition("\n\n")[2].split())
        declared = Operation(summary, description, tag, query, body, answer, status, conditional, tuple(secret))

        @wraps(view)
        def wrapper(**kwargs: Any) -> Response:
            if (found := parsing.read_query(query)) is not None:
                kwargs["query"] = found
            if body is not None:
                kwargs["body"] = parsing.read_body(body)
            elif request.method not in SAFE_METHODS:
                parsing.read_nothing()
            if request.method in SAFE_METHODS:
                return _conditional(_response(declared, view(**kwargs)))
            if conditional and not request.headers.get("If-Match"):
                raise Problem(428, "precondition_required", errors=[{"header": "If-Match", "detail": "required"}])
            return receipts.once(lambda: _acted(declared, view, kwargs), secret=declared.secret)

        setattr(wrapper, _ATTRIBUTE, declared)
        return wrapper

    return decorate


def declared_operation(view: Callable[..., Any]) -> Operation | None:
    """What a view declares as an operation, or None."""
    found: Operation | None = getattr(view, _ATTRIBUTE, None)
    return found


def check_version(version: int) -> None:
    """Let the call pass if it knows the present version of the thing (R10).

    Raises:
        Problem: 412 when somebody has changed it since the caller read it.
    """
    g._api_version_checked = True
    tags = {tag.partition(":")[0] for tag in request.if_match.as_set()}  # a compressed answer's tag ends in ":gzip"
    if not request.if_match.star_tag and str(version) not in tags:
        raise Problem(412, "precondition_failed", errors=[{"header": "If-Match", "detail": f'the present version is "{version}"'}])


def _acted(declared: Operation, view: Callable[..., Any], kwargs: dict[str, Any]) -> Response:
    response = _response(declared, view(**kwargs))
    if declared.conditional and not g.get("_api_version_checked"):
        raise RuntimeError(f"{request.endpoint} is conditional, but did not call check_version().")
    return response


def _response(declared: Operation, result: Any) -> Response:
    if isinstance(result, Response):
        return result
    value, headers = result if isinstance(result, tuple) else (result, {})
    if value is None:
        return Response(status=declared.status, headers=headers)
    if declared.answer is None or not isinstance(value, declared.answer):
        raise TypeError(f"{request.endpoint} gave a {type(value).__name__}, not what it declares.")
    text = value.model_dump_json()
    response = Response(text, status=declared.status, mimetype="application/json", headers=headers)
    if isinstance(value, Listing):
        _link_pages(response, value)
    version = getattr(value, "version", None)
    response.set_etag(str(version) if isinstance(version, int) else hashlib.sha256(text.encode()).hexdigest()[:24])
    return response


def _conditional(response: Response) -> Response:
    """304 when the caller has it already (`If-None-Match`)."""
    if response.status_code == 200 and response.get_etag()[0]:
        response.make_conditional(request)
    return response


def _link_pages(response: Response, listing: Listing[Any]) -> None:
    """`Link` to the first, previous, next and last page (RFC 8288)."""
    pages = {"first": 1, "prev": listing.page - 1, "next": listing.page + 1, "last": listing.pages}
    links = []
    for name, number in pages.items():
        if 1 <= number <= listing.pages:
            arguments = {**request.args.to_dict(flat=False), "page": number, **(request.view_args or {})}
            links.append(f'<{url_for(request.endpoint or "", _external=True, **arguments)}>; rel="{name}"')
    response.headers["Link"] = ", ".join(links)


def page_of(query: PageQuery) -> dict[str, int]:
    """The arguments for `core.db.paginate`."""
    return {"number": query.page, "size": query.limit}
