"""Modules for other systems, such as a learning platform: what there is, how many have taken them, and new drafts. Nobody's progress."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from flask import Blueprint, url_for
from pydantic import Field

from core.api import ApiModel, Line, Listing, PageQuery, operation, page_of
from core.errors import DomainError
from core.i18n import gettext as _
from core.organisations.facts import normalise_website
from core.web.access import requires
from core.web.context import current_region
from plugins.guidance.modules import figures, queries, service
from plugins.guidance.modules.forms import LEAST, MAX_THEMES, MOST, THEME_LENGTH
from plugins.guidance.modules.models import TEXT_LENGTH, Module, ModuleStatus, StepKind
from plugins.guidance.permissions import MODULES
from plugins.guidance.views import MAX_ID

bp = Blueprint("guidance_modules_api", __name__)
ONE = f"/modules/<int(max={MAX_ID}):module_id>"
Theme = Annotated[Line, Field(min_length=1, max_length=THEME_LENGTH)]


class ModuleQuery(PageQuery):
    """Which modules."""

    q: Annotated[Line, Field(max_length=100, description="Words of the title or the aim.")] = ""
    status: Literal["", "draft", "published", "archived"] = ""


class StepOut(ApiModel):
    """A step."""

    id: int
    kind: StepKind
    title: str
    text: str
    url: str
    occasion_ref: str
    occasion_at: datetime | None


class ModuleOut(ApiModel):
    """A module. Sums of few people are null, and so are those that would tell of them."""

    id: int
    title: str
    aim: str
    hours: float
    roles: list[str]
    themes: list[str]
    status: ModuleStatus
    published_at: datetime | None
    begun: int | None = Field(description="How many have begun it; null for fewer than three.")
    finished: int | None = Field(description="How many have finished it; null when that would tell of fewer than three.")


class WholeModuleOut(ModuleOut):
    """A module with its steps."""

    steps: list[StepOut]


class StepIn(ApiModel):
    """A step of a new module. An occasion is chosen on the module's page."""

    kind: Literal["text", "link", "question"]
    title: Annotated[Line, Field(min_length=1, max_length=150)]
    text: Annotated[str, Field(max_length=TEXT_LENGTH)] = ""
    url: Annotated[Line, Field(max_length=500, description="Needed for a link.")] = ""


class ModuleIn(ApiModel):
    """A new module."""

    title: Annotated[Line, Field(min_length=1, max_length=150)]
    aim: Annotated[str, Field(max_length=1_000)] = ""
    hours: Annotated[float, Field(ge=LEAST, le=MOST)]
    themes: Annotated[list[Theme], Field(default_factory=list, max_length=MAX_THEMES)]
    steps: Annotated[list[StepIn], Field(default_factory=list, max_length=queries.MAX_STEPS)]


@bp.get("/modules")
@requires(GET=MODULES)
@operation("List modules", query=ModuleQuery, answer=Listing[ModuleOut])
def list_modules(query: ModuleQuery) -> Listing[ModuleOut]:
    """The region's modules, by title."""
    region = current_region()
    page = queries.kept(region, queries.Filters(query.q, query.status), **page_of(query))
    told = {each.module.id: each for each in figures.sums(region)}
    return Listing[ModuleOut].of(page, [ModuleOut(**_facts(each, told.get(each.id))) for each in page.items])


@bp.get(ONE)
@requires(GET=MODULES)
@operation("Get a module", answer=WholeModuleOut)
def get_module(module_id: int) -> WholeModuleOut:
    """One module with its steps."""
    return _whole(queries.module(current_region(), module_id))


@bp.post("/modules")
@requires(POST=MODULES)
@operation("Write a module", body=ModuleIn, answer=WholeModuleOut, status=201)
def write_module(body: ModuleIn) -> tuple[WholeModuleOut, dict[str, str]]:
    """A draft. Somebody in the region reads and publishes it."""
    region = current_region()
    facts = {"title": body.title, "aim": body.aim, "hours": body.hours, "themes": list(dict.fromkeys(body.themes)), "roles": []}
    made = service.save_module(region=region, module=None, facts=facts)
    for each in body.steps:
        if each.kind == "link" and not each.url:
            raise DomainError(_("Skriv en webbadress."), field="steps")
        url = normalise_website(each.url, field="steps") if each.kind == "link" else ""
        step = {"kind": StepKind(each.kind), "title": each.title, "text": each.text, "url": url}
        service.save_step(region=region, module=made, step=None, facts=step)
    return _whole(made), {"Location": url_for("guidance_modules_api.get_module", module_id=made.id, _external=True)}


def _facts(found: Module, told: figures.Sum | None) -> dict[str, object]:
    names = ("id", "title", "aim", "hours", "roles", "themes", "status", "published_at")
    sums = {"begun": told.begun if told else None, "finished": told.finished if told else None}
    return {name: getattr(found, name) for name in names} | sums


def _whole(found: Module) -> WholeModuleOut:
    told = next((each for each in figures.sums(current_region()) if each.module.id == found.id), None)
    names = ("id", "kind", "title", "text", "url", "occasion_ref", "occasion_at")
    steps = [StepOut(**{name: getattr(each, name) for name in names}) for each in queries.steps(found)]
    return WholeModuleOut.model_validate({**_facts(found, told), "steps": steps})
