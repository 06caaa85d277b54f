"""The employer's form from its first page to the receipt, as a browser without JavaScript walks it; and many stored answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from random import Random
from typing import Any, cast

from flask import Flask
from sqlalchemy import insert, select
from werkzeug.test import Client

from bench.meter import Meter
from core.db import all_regions, atomic, db, utcnow
from core.regions.models import Region
from core.testing.client import Browser

REGION = "akademi-norr"
START = f"/r/{REGION}/employer-needs/svara"
BATCH = 2_000


@dataclass(frozen=True)
class Walk:
    """What one walk cost.

    Args:
        requests: How many requests it took.
        seconds: Processor time of them all.
        step: Processor time of one page in the middle: its post, and the page that follows.
    """

    requests: int
    seconds: float
    step: float


class _Visited:
    """What a `Browser` needs of an application: a client for any WSGI callable."""

    test_client_class: Any = None

    def __init__(self, app: Callable[..., Any]) -> None:
        self.app = app

    def test_client(self) -> Client:
        """A client with cookies of its own."""
        return Client(self.app)


def walk(app: Callable[..., Iterable[bytes]]) -> Walk:
    """Fill in and send the form once, with one need.

    Args:
        app: The application; or a server, and then the processor time is that of passing requests on.

    Raises:
        RuntimeError: when it did not end at the receipt.
    """
    meter = Meter(app)
    visitor = Browser(cast(Any, _Visited(meter)))
    visitor.get(START).submit()
    visitor.submit(organisation_name="Exempelbolaget Mätning AB", municipality_code="2482")
    visitor.follow("Lägg till ett behov")
    visitor.submit(title="vårdbiträde")
    visitor.submit(kind="new_recruitment", headcount_0_1="2")
    before, spent = len(meter.calls), meter.spent
    visitor.submit(municipality_code="2482", level="upper_secondary")
    if len(meter.calls) != before + 2:
        raise RuntimeError(f"a step took {len(meter.calls) - before} requests instead of a post and a page: {visitor.text[:300]}")
    step = meter.spent - spent
    visitor.submit(skill_0="Demensvård", shortage="4")
    visitor.submit(distance_acceptable="yes", placements_offered="1")
    visitor.follow("Gå vidare")
    visitor.submit(contact_email="matning@exempel.example", visibility="named_to_strategists")
    visitor.submit()
    if not visitor.url.endswith("/kvitto"):
        raise RuntimeError(f"the walk ended at {visitor.url}: {visitor.text[:300]}")
    return Walk(len(meter.calls), meter.spent, step)


def store_answers(app: Flask, count: int) -> int:
    """Put many sent answers with a need each into the open round. Returns how many there are then."""
    from plugins.employer_needs.models import CompetenceNeed, Response
    from plugins.employer_needs.queries.rounds import open_round
    from plugins.employer_needs.values import Level, NeedKind, NeedState, ResponseStatus, Visibility

    rng = Random(count)
    with app.app_context(), all_regions("a benchmark fills a round"):
        region = db.session.execute(select(Region).where(Region.slug == REGION)).scalar_one()
        survey_round = open_round(region)
        if survey_round is None:
            raise RuntimeError(f"{REGION} has no open round")
        now = utcnow()
        for start in range(0, count, BATCH):
            numbers = range(start, min(start + BATCH, count))
            answers = [
                {
                    "region_id": region.id,
                    "round_id": survey_round.id,
                    "reference": f"M{number:010d}",
                    "seed": f"bench-{number}",
                    "token_hash": f"bench-{number}",
                    "status": ResponseStatus.SENT,
                    "organisation_name": f"Exempelbolaget {number} AB",
                    "municipality_code": "2482",
                    "organisation_confirmed": True,
                    "visibility": Visibility.NAMED,
                    "sent_at": now,
                }
                for number in numbers
            ]
            with atomic():
                ids = list(db.session.execute(insert(Response).returning(Response.id), answers).scalars())
                needs = [
                    {
                        "region_id": region.id,
                        "response_id": identity,
                        "state": NeedState.PUBLISHED,
                        "local_title": "Undersköterska",
                        "occupation_group": rng.choice(("5321", "5330", "7212", "8331")),
                        "kind": NeedKind.NEW_RECRUITMENT,
                        "headcount_0_1": rng.randint(1, 4),
                        "municipality_code": "2482",
                        "level": Level.UPPER_SECONDARY,
                        "shortage": 4,
                        "distance_acceptable": True,
                        "published_at": now,
                    }
                    for identity in ids
                ]
                db.session.execute(insert(CompetenceNeed), needs)
        return count
