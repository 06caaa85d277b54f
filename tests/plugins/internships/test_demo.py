"""The demo has what the pages are worth looking at with, and seeding twice makes nothing more."""

from __future__ import annotations

import json

from sqlalchemy import func, select

from core.db import atomic, db
from core.files import storage
from core.testing.factories import Factory
from plugins.internships import demo
from plugins.internships.after.models import Contract
from plugins.internships.agreements.models import AgreementStatus, CooperationAgreement
from plugins.internships.matching.format import parse
from plugins.internships.matching.result import parse_result
from plugins.internships.matching.verifier import verify
from plugins.internships.offers.models import OfferStatus, PlacementOffer
from plugins.internships.periods.models import PeriodStatus, PlacementPeriod
from plugins.internships.requests.models import PlacementRequest, RequestStatus
from plugins.internships.rounds.models import MatchRun, Placement, PlacementStatus, RunStatus

CODES = ["2482", "2506", "2505", "2425", "2523", "2510", "2584", "2282", "2521", "2481", "2417", "2283", "2422"]


def test_fifty_five_places_in_twelve_municipalities_once(make: Factory) -> None:
    region = make.region("norr", plugins=["internships"], municipalities=CODES)
    for _ in range(2):
        with make.inside(region, "internships"), atomic():
            demo.seed(region)
        with make.inside(region, "internships"):
            now = db.session.execute(select(PlacementPeriod.id).where(PlacementPeriod.status == PeriodStatus.COLLECTING)).scalar_one()
            counted = select(func.sum(PlacementOffer.capacity), func.count(PlacementOffer.municipality_code.distinct()))
            found = db.session.execute(counted.where(PlacementOffer.period_id == now, PlacementOffer.status == OfferStatus.OPEN)).one()
            assert tuple(found) == (55, 12)
            assert db.session.execute(select(func.count()).select_from(PlacementPeriod)).scalar_one() == 3


def test_a_round_that_was_truly_matched_and_goes_on_with_an_order_and_an_agreement(make: Factory) -> None:
    region = make.region("norr", plugins=["internships"], municipalities=CODES)
    with make.inside(region, "internships"), atomic():
        demo.seed(region)
    with make.inside(region, "internships"):
        run = db.session.execute(select(MatchRun)).scalar_one()
        content, result = storage.load(run.input_stored_name), storage.load(run.result_stored_name)
        assert content is not None and result is not None
        assert verify(parse(json.loads(content), content), parse_result(json.loads(result))) == []
        assert (run.status, run.placed, run.of) == (RunStatus.PUBLISHED, 12, 12)
        stood = db.session.execute(select(Placement.status, func.count()).group_by(Placement.status)).all()
        assert dict(stood) == {
            PlacementStatus.COMPLETED: 1,
            PlacementStatus.UNDER_WAY: 10,
            PlacementStatus.DECLINED: 1,
        }
        signed = db.session.execute(select(Contract.completed_at)).scalars().all()
        assert (len(signed), signed.count(None)) == (11, 1)
        assert db.session.execute(select(PlacementRequest.status)).scalar_one() == RequestStatus.DISTRIBUTED
        assert db.session.execute(select(CooperationAgreement.status)).scalar_one() == AgreementStatus.IN_FORCE
