"""Who may see an answer without an account: the browser that came by its link, or whoever carries the link's key."""

from __future__ import annotations

from flask import abort, redirect, request, session

from core import mailed_links
from core.web.context import current_region
from plugins.employer_needs import tokens
from plugins.employer_needs.links import path
from plugins.employer_needs.models import Response, SurveyRound
from plugins.employer_needs.queries import answers as queries
from plugins.employer_needs.services.answers import check_editable
from plugins.employer_needs.values import ResponseStatus

SESSION_KEY = "employer_needs_answers"
KEY = "nyckel"
MAX_ANSWERS = 8  # somebody who answers for several employers in one sitting


def grant(response: Response) -> None:
    """Let this browser work on an answer."""
    known = [reference for reference in session.get(SESSION_KEY, []) if reference != response.reference]
    session[SESSION_KEY] = [*known, response.reference][-MAX_ANSWERS:]


def held(reference: str, *, lock: bool = False, by_key: bool = False) -> Response:
    """The answer with a reference, if this browser may see it; else 404, whether it exists or not.

    Args:
        by_key: Also for whoever carries the key of the answer's link in the address.
    """
    wanted = tokens.read_reference(reference)
    response = queries.response_by_reference(current_region(), wanted, lock=lock) if wanted else None
    if response is None:
        abort(404)
    known = response.reference in session.get(SESSION_KEY, [])
    if not known and not (by_key and mailed_links.same(request.args.get(KEY, ""), response.token_hash)):
        abort(404)
    return response


def draft(reference: str) -> tuple[Response, SurveyRound]:
    """The draft to show or to change.

    A post locks it, and is refused when it can no longer be changed; a look at a sent one leads to its receipt.
    """
    posting = request.method == "POST"
    response = held(reference, lock=posting)
    survey_round = queries.round_of(response)
    if posting:
        check_editable(response, survey_round)
    elif response.status != ResponseStatus.DRAFT:
        abort(redirect(path("receipt", reference=response.reference)))
    else:
        check_editable(response, survey_round)
    return response, survey_round


def carried_key() -> dict[str, str]:
    """The key of the answer's link, carried on to the next address."""
    return {KEY: request.args[KEY]} if request.args.get(KEY) else {}
