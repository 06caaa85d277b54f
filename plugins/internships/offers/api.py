"""Places for an employer's own system: offered, listed and followed. A token of an employer reaches its own and nobody else's."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from flask import url_for
from pydantic import Field

from core.api import ApiModel, Id, Line, Listing, PageQuery, operation, page_of, require_principal
from core.errors import DomainError, NotFound
from core.i18n import gettext as _
from core.organisations.models import Organisation
from core.organisations.queries import of_region
from core.taxonomy import queries as taxonomy
from core.users.queries import organisations_where
from core.web.access import requires
from core.web.context import current_region
from plugins.internships.applicants.api import Email, bp
from plugins.internships.offers import queries, service
from plugins.internships.offers.models import TEXT_LENGTH, TITLE_LENGTH, HomeHelp, OfferSource, OfferStatus, PlacementOffer
from plugins.internships.periods.queries import collecting
from plugins.internships.periods.queries import period as period_of
from plugins.internships.permissions import PLACES
from plugins.internships.views import MAX_ID

Wanted = Annotated[Line, Field(max_length=200, pattern=r"\S")]
Text = Annotated[str, Field(max_length=TEXT_LENGTH)]
Lines = Annotated[list[Wanted], Field(max_length=20)]


class OfferPeriodOut(ApiModel):
    """A period that takes places now."""

    id: int
    title: str
    starts_on: date
    ends_on: date
    offers_by: date


class OfferQuery(PageQuery):
    """Which offers."""

    period: Id | None = None
    status: Literal["", "draft", "open", "withdrawn"] = ""


class OfferFacts(ApiModel):
    """What is said of places at a workplace."""

    period_id: Id
    workplace: Annotated[Line, Field(max_length=TITLE_LENGTH, pattern=r"\S")]
    title: Annotated[Line, Field(max_length=TITLE_LENGTH, pattern=r"\S", description="What one does there.")]
    municipality_code: Annotated[str, Field(pattern="^[0-9]{4}$", description="By Statistics Sweden's code.")]
    capacity: Annotated[int, Field(ge=1, le=service.MAX_CAPACITY)]
    minimum: Annotated[int, Field(ge=0, le=service.MAX_CAPACITY, description="The fewest with whom it opens at all; 0: no such rule.")] = 0
    occupation_group: Annotated[str, Field(pattern="^([0-9]{4})?$", description="SSYK 2012; empty when it is not said.")] = ""
    address: Annotated[Line, Field(max_length=300)] = ""
    description: Text = ""
    skills: Lines = Field(default_factory=list)
    languages: Lines = Field(default_factory=list)
    driving_licence: bool = False
    clearance: Annotated[Lines, Field(description="Documents that must be shown.")] = Field(default_factory=list)
    accessibility_text: Text = ""
    home_help: HomeHelp = HomeHelp.NONE
    home_help_text: Annotated[Line, Field(max_length=500)] = ""


class OfferIn(OfferFacts):
    """Places to offer."""

    organisation_id: Annotated[Id, Field(description="May be left out when the token reaches one employer.")] | None = None
    open: Annotated[bool, Field(description="Whether they can be wished for at once; otherwise they are a draft.")] = False
    contact_name: Annotated[Line, Field(max_length=120)] = ""
    contact_email: Email | Literal[""] = ""
    contact_phone: Annotated[Line, Field(max_length=40)] = ""


class OfferOut(OfferFacts):
    """Places that are offered. Whom to reach, and who supervises, is not told."""

    id: int
    organisation_id: int
    status: OfferStatus
    source: OfferSource
    version: int


@bp.get("/offer-periods")
@requires(GET=PLACES)
@operation("List periods that take places", query=PageQuery, answer=Listing[OfferPeriodOut])
def offer_periods(query: PageQuery) -> Listing[OfferPeriodOut]:
    """The periods in which places can be offered now, the one that closes first first."""
    return Listing[OfferPeriodOut].cut([OfferPeriodOut.model_validate(each) for each in collecting(current_region())], query)


@bp.get("/offers")
@requires(GET=PLACES)
@operation("List offers", query=OfferQuery, answer=Listing[OfferOut])
def offers(query: OfferQuery) -> Listing[OfferOut]:
    """Those of one's own employers, the latest period first; a token of the whole region lists everybody's."""
    page = queries.own_places(current_region(), require_principal(), period=query.period or 0, status=query.status, **page_of(query))
    return Listing[OfferOut].of(page, [_shown(row.offer) for row in page.items])


@bp.get(f"/offers/<int(max={MAX_ID}):offer_id>")
@requires(GET=PLACES)
@operation("Get an offer", answer=OfferOut)
def offer(offer_id: int) -> OfferOut:
    """One of one's own."""
    return _shown(queries.own_place(current_region(), require_principal(), offer_id))


@bp.post("/offers")
@requires(POST=PLACES)
@operation("Offer places", body=OfferIn, answer=OfferOut, status=201)
def offer_places(body: OfferIn) -> tuple[OfferOut, dict[str, str]]:
    """Offer places at a workplace, in a period that takes them."""
    region = current_region()
    employer = _employer(body.organisation_id)
    if body.occupation_group and taxonomy.group(body.occupation_group) is None:
        raise DomainError(_("Skriv yrkets fyra siffror enligt SSYK 2012."), field="occupation_group")
    facts = body.model_dump(exclude={"period_id", "organisation_id", "open"})
    facts |= {name: " ".join(facts[name].split()) for name in ("workplace", "title")}
    period = period_of(body.period_id, lock=True)
    made = service.make_offer(region=region, period=period, organisation=employer, source=OfferSource.API, facts=facts)
    if body.open:
        service.open_offer(region=region, offer=made)
    return _shown(made), {"Location": url_for("internships_api.offer", offer_id=made.id, _external=True)}


def _employer(chosen: int | None) -> Organisation:
    """The employer that was named, or the only one that the token reaches."""
    region = current_region()
    reach = organisations_where(require_principal(), region, PLACES)
    if chosen is None and not reach.everywhere and len(reach.organisations) == 1:
        chosen = next(iter(reach.organisations))
    if chosen is not None and chosen in reach:
        try:
            return of_region(region, chosen)
        except NotFound:
            pass
    raise DomainError(_("Välj en arbetsgivare som du får erbjuda platser för."), field="organisation_id")


def _shown(found: PlacementOffer) -> OfferOut:
    return OfferOut.model_validate(found)
