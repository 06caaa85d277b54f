"""Requests to providers for other systems: figures and answers, never a person."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from core.api import ApiModel, Listing, PageQuery, operation, page_of
from core.web.access import requires
from core.web.context import current_region
from plugins.demand_pooling.api import bp
from plugins.demand_pooling.permissions import REQUEST
from plugins.demand_pooling.providers import queries
from plugins.demand_pooling.providers.models import ProviderRequest


class OfferOut(ApiModel):
    """What a provider offers."""

    form: str
    price: int = Field(description="Whole units of the currency, without value-added tax.")
    price_per: str = Field(description="`person` or `whole`: what the price is for.")
    currency: str
    starts_on: date
    seats_min: int
    seats_max: int
    valid_until: date


class AnswerOut(ApiModel):
    """A provider that was asked."""

    organisation_id: int
    organisation: str
    state: str
    offer: OfferOut | None


class RequestOut(ApiModel):
    """A request to providers."""

    id: int
    cluster_id: int
    state: str
    answer_by: date
    people: int = Field(description="In the cluster when the request was sent.")
    employers: int
    asked: int
    offers: int


class RequestDetail(RequestOut):
    """A request with what each provider has answered."""

    forms: list[str]
    start_wish: str
    reason: str = Field(description="Why it was decided so; empty until then.")
    answers: list[AnswerOut]


def _shown(request: ProviderRequest, asked: int, offers: int) -> RequestOut:
    return RequestOut(
        id=request.id,
        cluster_id=request.cluster_id,
        state=request.state.value,
        answer_by=request.answer_by,
        people=request.evidence.get("people", 0),
        employers=request.evidence.get("employers", 0),
        asked=asked,
        offers=offers,
    )


@bp.get("/requests")
@requires(GET=REQUEST)
@operation("List requests to providers", query=PageQuery, answer=Listing[RequestOut])
def requests(query: PageQuery) -> Listing[RequestOut]:
    """The region's requests, the newest first."""
    page = queries.request_page(current_region(), **page_of(query))
    return Listing[RequestOut].of(page, [_shown(row.request, row.asked, row.offers) for row in page.items])


@bp.get("/requests/<int:request_id>")
@requires(GET=REQUEST)
@operation("Get a request", answer=RequestDetail)
def request_detail(request_id: int) -> RequestDetail:
    """One request with its offers."""
    request, _cluster = queries.get_request(current_region(), request_id)
    rows = queries.answers(request)
    answers = [
        AnswerOut(
            organisation_id=row.asked.organisation_id,
            organisation=row.asked.organisation_name,
            state=row.asked.state.value,
            offer=OfferOut.model_validate(row.offer, from_attributes=True) if row.offer else None,
        )
        for row in rows
    ]
    shown = _shown(request, len(rows), sum(1 for row in rows if row.offer))
    return RequestDetail(
        **shown.model_dump(), forms=list(request.forms), start_wish=request.start_wish, reason=request.reason, answers=answers
    )
