"""Every version of an answer that was sent, and in words what one changed of the one before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from core.db import db
from plugins.employer_needs import presentation
from plugins.employer_needs.answering.models import ResponseVersion
from plugins.employer_needs.models import CompetenceNeed, Response
from plugins.employer_needs.values import HORIZONS

# What an employer says of a need. What is added here is copied, kept and compared.
SAID = (
    *("local_title", "occupation_id", "occupation_label", "occupation_group", "group_label", "taxonomy_version", "kind"),
    *HORIZONS,
    *("municipality_code", "level", "skills", "shortage", "distance_acceptable", "placements_offered", "note"),
    *("licences", "languages", "routes_tried", "consequences", "study_forms", "pace", "sessions_max", "travel_km"),
)


def copied(need: CompetenceNeed) -> dict[str, Any]:
    """What a need says, as values that nobody else holds."""
    return {name: list(value) if isinstance(value := getattr(need, name), list) else value for name in SAID}


def keep(response: Response, needs: Sequence[CompetenceNeed], *, at: datetime, by_id: int | None = None) -> ResponseVersion:
    """Keep an answer as it is sent now.

    Args:
        by_id: The member of the region's staff who took it down; None when the employer sent it.
    """
    last = db.session.execute(
        select(func.max(ResponseVersion.number)).where(ResponseVersion.response_id == response.id)
    ).scalar_one_or_none()
    version = ResponseVersion(
        region_id=response.region_id,
        response_id=response.id,
        number=(last or 0) + 1,
        sent_at=at,
        sent_by_id=by_id,
        content={
            "organisation_name": response.organisation_name,
            "orgnr": response.orgnr,
            "municipality_code": response.municipality_code,
            "visibility": response.visibility,
            "needs": [{"id": need.id, "secret": need.secret, **copied(need)} for need in needs],
        },
    )
    db.session.add(version)
    db.session.flush()
    return version


def versions(response: Response) -> Sequence[ResponseVersion]:
    """The versions of an answer, the first first."""
    statement = select(ResponseVersion).where(ResponseVersion.response_id == response.id).order_by(ResponseVersion.number)
    return db.session.execute(statement).scalars().all()


@dataclass(frozen=True)
class Change:
    """One thing that a version says otherwise than the one before.

    Args:
        what: The need it is about, by title; empty for the answer itself.
        label: Which question.
    """

    what: str
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Step:
    """A version, with what it changed. The first has changed nothing."""

    version: ResponseVersion
    changes: Sequence[Change]
    added: Sequence[str]
    removed: Sequence[str]


def steps(found: Sequence[ResponseVersion]) -> list[Step]:
    """What happened from version to version, the newest first."""
    told = [Step(version, *_compared(earlier.content if earlier else None, version.content)) for earlier, version in _pairs(found)]
    return told[::-1]


def _pairs(found: Sequence[ResponseVersion]) -> list[tuple[ResponseVersion | None, ResponseVersion]]:
    return [(found[place - 1] if place else None, version) for place, version in enumerate(found)]


def _compared(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> tuple[list[Change], list[str], list[str]]:
    if before is None:
        return [], [], []
    old = {need["id"]: _need(need) for need in before["needs"]}
    new = {need["id"]: _need(need) for need in after["needs"]}
    changes = [
        Change("", label, str(was), str(now))
        for (label, was), (_label, now) in zip(_rows(before), _rows(after), strict=True)
        if str(was) != str(now)
    ]
    for key, need in new.items():
        if key in old:
            pairs = zip(presentation.all_rows(old[key]), presentation.all_rows(need), strict=True)
            changes += [
                Change(need.title, str(label), str(was), str(now)) for (_s, label, was), (_t, _l, now) in pairs if str(was) != str(now)
            ]
    return changes, [need.title for key, need in new.items() if key not in old], [need.title for key, need in old.items() if key not in new]


def _need(said: Mapping[str, Any]) -> CompetenceNeed:
    """A version's need as one that can be shown; it belongs to no session."""
    return CompetenceNeed(**{name: said.get(name) for name in SAID})


def _rows(content: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return [
        (presentation.label("organisation"), content["organisation_name"]),
        (presentation.label("orgnr"), presentation.orgnr(content["orgnr"])),
        (presentation.label("place"), presentation.place(content["municipality_code"])),
        (presentation.label("visibility"), presentation.visibility(content["visibility"])),
    ]
