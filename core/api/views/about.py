"""Operations about the API itself: where things are, the document, and whose token this is."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Annotated

from flask import Blueprint, Response, current_app, url_for
from pydantic import Field

from core.api import ApiModel, operation, require_principal
from core.api.openapi import VERSION, document
from core.api.service import own_token
from core.regions.queries import by_id
from core.web.access import public, signed_in

bp = Blueprint("core_api", __name__)
TAG = "About"


class ServiceDocument(ApiModel):
    """What this is. The first five names are those of the Swedish REST API profile."""

    apiName: str
    apiVersion: str
    apiStatus: str
    apiDocumentation: str
    apiReleased: str
    openapi: str
    regions: str
    municipalities: str
    occupations: str
    me: str


@bp.get("/")
@public("GET")
@operation("Service document", tag=TAG, answer=ServiceDocument)
def service_document() -> ServiceDocument:
    """Where to begin."""

    def link(endpoint: str) -> str:
        return url_for(endpoint, _external=True)

    return ServiceDocument(
        apiName="samkraft",
        apiVersion=VERSION,
        apiStatus="active",
        apiDocumentation=link("core_api_docs.guide"),
        apiReleased="2026-11-22",
        openapi=link("core_api.openapi_document"),
        regions=link("core_api_places.regions"),
        municipalities=link("core_api_places.municipalities"),
        occupations=link("core_api_places.occupations"),
        me=link("core_api.me"),
    )


@bp.get("/openapi.json")
@public("GET")
@operation("This API as OpenAPI 3.1", tag=TAG)
def openapi_document() -> Response:
    """The document that is made from the code."""
    response = Response(json.dumps(document(current_app), ensure_ascii=False), mimetype="application/json")
    response.add_etag()
    return response


class Me(ApiModel):
    """A token, as its owner may see it."""

    name: str
    hint: Annotated[str, Field(description="The first characters of the token.")]
    region: str
    organisation_id: int | None
    scopes: list[str]
    created_at: datetime
    expires_at: datetime


@bp.get("/me")
@signed_in("GET")
@operation("The token of this call", tag=TAG, answer=Me)
def me() -> Me:
    """Whose token it is and how long it works.

    Use it to check a token, and to warn before it expires.
    """
    principal = require_principal()
    token = own_token(principal.token_id)
    return Me(
        name=principal.name,
        hint=principal.hint,
        region=by_id(principal.region_id).slug,
        organisation_id=principal.organisation_id,
        scopes=sorted(principal.granted_in(by_id(principal.region_id))),
        created_at=token.created_at,
        expires_at=token.expires_at,
    )
