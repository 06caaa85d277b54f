"""The register of organisations. A token of an organisation reads what its scopes let it, and changes only its own organisation."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Annotated, Any, Literal

from flask import Blueprint, url_for
from pydantic import Field

from core.api import ApiModel, Line, Listing, PageQuery, check_version, operation, page_of, require_principal
from core.errors import DomainError, Forbidden
from core.geo.places import municipalities
from core.i18n import gettext as _
from core.organisations import facts as service
from core.organisations import queries
from core.organisations.models import Organisation, OrganisationKind
from core.organisations.permissions import MANAGE, READ
from core.organisations.sizes import CLASSES
from core.web.access import requires
from core.web.context import current_region

bp = Blueprint("core_api_organisations", __name__)
TAG = "Organisations"
Kind = Literal[
    "employer", "municipality", "region", "learning_centre", "education_provider", "university", "folk_high_school",
    "employer_association", "municipal_federation", "agency", "union",
]  # fmt: skip
Municipality = Annotated[str, Field(pattern="^[0-9]{4}$", description="Statistics Sweden's code.")]
Orgnr = Annotated[
    str, Field(min_length=10, max_length=13, pattern="^[0-9 -]+$", description="Ten digits; never a personal identity number.")
]


class OrganisationQuery(PageQuery):
    """Which organisations, in which order."""

    q: Annotated[Line, Field(max_length=100, description="A part of a name, or the beginning of a number.")] = ""
    kind: Kind | None = None
    municipality: Municipality | None = None
    state: Literal["open", "closed"] | None = None
    sort: Literal["name", "-name", "newest"] = "name"


class OrganisationIn(ApiModel):
    """An organisation to be added."""

    name: Annotated[Line, Field(min_length=1, max_length=200)]
    orgnr: Orgnr | None = None
    kind: Kind = "employer"
    municipality_code: Municipality | None = None
    sni_code: Annotated[str, Field(max_length=10, pattern="^[0-9A-Z.]*$")] = ""
    size_class: Annotated[int, Field(ge=0, le=10_000, description="The least number of employees of its class.")] | None = None
    website: Annotated[Line, Field(max_length=300)] = ""


class OrganisationChange(ApiModel):
    """What is to be changed; what is left out stays."""

    name: Annotated[Line, Field(min_length=1, max_length=200)] | None = None
    orgnr: Orgnr | None = None
    kind: Kind | None = None
    municipality_code: Municipality | None = None
    sni_code: Annotated[str, Field(max_length=10, pattern="^[0-9A-Z.]*$")] | None = None
    size_class: Annotated[int, Field(ge=0, le=10_000)] | None = None
    website: Annotated[Line, Field(max_length=300)] | None = None


class OrganisationOut(ApiModel):
    """An organisation that works in the region."""

    id: int
    name: str
    orgnr: str | None
    kind: str
    municipality_code: str | None
    sni_code: str
    size_class: int | None
    website: str
    closed_on: date | None
    merged_into_id: int | None
    version: int


def _shown(organisation: Organisation) -> OrganisationOut:
    return OrganisationOut.model_validate(organisation)


def _checked(values: dict[str, Any]) -> service.Facts:
    """Facts that hold. The municipality and the size class must be known ones."""
    if values.get("municipality_code") and values["municipality_code"] not in municipalities():
        raise DomainError(_("Kommunkoden finns inte."), field="municipality_code")
    if values.get("size_class") is not None and values["size_class"] not in CLASSES:
        known = ", ".join(str(size) for size in CLASSES)
        raise DomainError(_("Storleksklassen finns inte. Välj en av: %(classes)s.", classes=known), field="size_class")
    return service.checked_facts(values)


@bp.get("/regions/<region>/organisations")
@requires(GET=READ)
@operation("List organisations", tag=TAG, query=OrganisationQuery, answer=Listing[OrganisationOut])
def organisations(query: OrganisationQuery) -> Listing[OrganisationOut]:
    """The organisations of a region."""
    filters = queries.OrganisationFilter(
        q=query.q.strip(), kind=query.kind or "", municipality=query.municipality or "", state=query.state or "", sort=query.sort
    )
    page = queries.page(current_region(), filters, **page_of(query))
    return Listing[OrganisationOut].of(page, [_shown(row) for row in page.items])


@bp.post("/regions/<region>/organisations")
@requires(POST=MANAGE)
@operation("Add an organisation", tag=TAG, body=OrganisationIn, answer=OrganisationOut, status=201)
def add_organisation(body: OrganisationIn) -> tuple[OrganisationOut, dict[str, str]]:
    """Add an organisation.

    A number that is known already is refused. A token of an organisation cannot add others.
    """
    if require_principal().organisation_id is not None:
        raise Forbidden(_("Nyckeln tillhör en organisation och kan bara ändra den."))
    made = service.add_organisation(region=current_region(), facts=_checked(body.model_dump()))
    location = url_for("core_api_organisations.get_organisation", organisation_id=made.id, _external=True)
    return _shown(made), {"Location": location}


@bp.get("/regions/<region>/organisations/<int:organisation_id>")
@requires(GET=READ)
@operation("Get an organisation", tag=TAG, answer=OrganisationOut)
def get_organisation(organisation_id: int) -> OrganisationOut:
    """One organisation.

    One that was merged into another stands here too; `merged_into_id` says where to go.
    """
    return _shown(queries.of_region(current_region(), organisation_id))


@bp.patch("/regions/<region>/organisations/<int:organisation_id>")
@requires(PATCH=MANAGE)
@operation("Change an organisation", tag=TAG, body=OrganisationChange, answer=OrganisationOut, conditional=True)
def change_organisation(organisation_id: int, body: OrganisationChange) -> OrganisationOut:
    """Change what is known of an organisation."""
    own = require_principal().organisation_id
    organisation = queries.of_region(current_region(), organisation_id, lock=True)
    if own is not None and own != organisation.id:
        raise Forbidden(_("Nyckeln tillhör en organisation och kan bara ändra den."))
    check_version(organisation.version)
    values = asdict(service.facts_of(organisation)) | body.model_dump(exclude_unset=True)
    if not values.get("kind"):
        values["kind"] = OrganisationKind(organisation.kind)
    service.change_organisation(region=current_region(), organisation=organisation, version=organisation.version, facts=_checked(values))
    return _shown(organisation)
