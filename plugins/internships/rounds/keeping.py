"""Keeping what the engine answered: files, counts, what is said to each applicant, and whether it may be used. Nothing here commits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import delete

from core.audit.service import record
from core.db import db, utcnow
from core.files import storage
from core.regions.models import Region
from plugins.internships.rounds.engine import Answer
from plugins.internships.rounds.facts import Facts
from plugins.internships.rounds.gate import faults as gate_faults
from plugins.internships.rounds.instance import Built, offer_of
from plugins.internships.rounds.models import MatchRun, Outcome, RunStatus

MAX_LINES = 50
MAX_REASONS = 20


def keep(run: MatchRun, answer: Answer, facts: Facts, built: Built, *, region: Region, basis: str, running: Collection[int] = ()) -> None:
    """Store an answer. With any fault in it the run is refused; without a result it has failed.

    Args:
        run: Locked.
        facts: What the instance was made of.
        built: The instance, and who was placed beforehand.
        basis: The fingerprint of those facts.
    """
    said: dict[str, Any] = {**run.statistics, "basis": basis, "finished": answer.finished, "error": answer.error}
    run.input_hash, run.input_stored_name = answer.digest, storage.store(answer.content)
    if answer.result is None:
        run.status, run.statistics, run.verifier_lines = RunStatus.FAILED, said, answer.faults[:MAX_LINES]
        record("internships.run.failed", region=region, subject=run.ref, error=answer.error)
        return
    seats = seats_of(answer, built)
    lines = [*answer.faults, *gate_faults(facts, seats, running=running)]
    run.result_stored_name = storage.store(answer.result_content)
    run.engine_version = str(answer.result.get("made_by", ""))[:40]
    run.guarantee = answer.result["guarantee"]
    run.placed, run.of = sum(1 for offer_id in seats.values() if offer_id is not None), len(facts.people)
    run.verified_at, run.verifier_lines = utcnow(), lines[:MAX_LINES]
    run.status = RunStatus.REFUSED if lines else RunStatus.DONE
    run.statistics = {**said, **_statistics(answer, facts), "beforehand": len(built.seated)}
    _keep_outcomes(run, answer, built, region)
    if lines:
        record("internships.run.refused", region=region, subject=run.ref, faults=len(lines))
    else:
        record("internships.run.done", region=region, subject=run.ref, placed=run.placed, of=run.of)


def seats_of(answer: Answer, built: Built) -> dict[int, int | None]:
    """The offer of each applicant, also of those who were placed beforehand."""
    return {**{int(one[1:]): offer_of(place) if place else None for one, place in answer.assignments.items()}, **built.seated}


def _statistics(answer: Answer, facts: Facts) -> dict[str, Any]:
    result = answer.result or {}
    tiers = Counter(one["tier"] for one in answer.why["applicants"].values() if one["at"] is not None)
    left: dict[str, dict[str, Any]] = {}
    for name, one in answer.why["unfilled"].items():
        key = str(offer_of(name))
        known = left.setdefault(key, {"left": 0, "why": one["why"], "own": 0})
        known["left"] += one["left"]
        known["own"] += one["left"] if ".s" in name else 0
        if "." not in name:
            known["why"] = one["why"]
    for name, one in answer.why["unfilled"].items():  # ways of a school to the common seats are no seats of their own
        if ".c" in name:
            left[str(offer_of(name))]["left"] -= one["left"]
    closed = {offer_of(name) for name in result.get("closed", [])} | _shut(answer)
    for offer_id in closed & {int(key) for key in left}:
        left[str(offer_id)]["why"] = "closed"
    limits: Counter[str] = Counter()
    for name, count in answer.why["binding"]["limits"].items():
        limits[f"offer:{offer_of(name)}" if name.startswith("o") and not name.startswith("offer:") else name] += count
    return {
        "first": tiers[0],
        "second": tiers[1],
        "later": sum(count for tier, count in tiers.items() if tier > 1),
        "offers": sum(1 for place in facts.places.values() if place.is_open),
        "places": sum(place.capacity for place in facts.places.values()),
        "unfilled": {key: one for key, one in left.items() if one["left"] > 0},
        "limits": dict(limits.most_common(20)),
        "closed": sorted(closed),
        "refused": answer.why["binding"]["refused"],
        "breaks": result.get("breaks") or {},
        "size": result.get("size") or {},
        "broken": len(result.get("broken") or ()),
        "seconds": result.get("seconds", 0),
    }


def _shut(answer: Answer) -> set[int]:
    """Offers of several places that too few came to."""
    rows = (row for one in answer.why["applicants"].values() for row in one["why"])
    return {offer_of(row["place"]) for row in rows if row["why"] == "minimum"}


def _keep_outcomes(run: MatchRun, answer: Answer, built: Built, region: Region) -> None:
    db.session.execute(delete(Outcome).where(Outcome.run_id == run.id))
    db.session.add_all(
        Outcome(
            region_id=region.id,
            run_id=run.id,
            applicant_id=int(name[1:]),
            offer_id=offer_of(one["at"]) if one["at"] else None,
            tier=one["tier"],
            wishes=one["of"],
            reasons=_reasons(one["why"], one["at"]),
        )
        for name, one in answer.why["applicants"].items()
    )
    db.session.add_all(
        Outcome(region_id=region.id, run_id=run.id, applicant_id=applicant_id, offer_id=offer_id, tier=None, wishes=0, reasons=[])
        for applicant_id, offer_id in built.seated.items()
    )
    db.session.flush()


def _reasons(rows: list[Mapping[str, Any]], at: str | None) -> list[dict[str, Any]]:
    """One reason per offer: that of the common seats before that of a school's own."""
    found: dict[int, dict[str, Any]] = {}
    for row in sorted(rows, key=lambda one: (one["tier"], ".s" in one["place"])):
        offer_id = offer_of(row["place"])
        if offer_id in found or (at is not None and offer_id == offer_of(at)):
            continue
        limit = row.get("limit") or ""
        own = limit.startswith("o") and not limit.startswith("offer:")
        found[offer_id] = {
            "offer": offer_id,
            "tier": row["tier"],
            "why": row["why"],
            "limit": "" if own or limit.startswith("offer:") else limit,
            "ahead": row.get("ahead", 0),
        }
    return list(found.values())[:MAX_REASONS]
