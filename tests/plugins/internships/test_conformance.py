"""The plugin keeps what every plugin promises."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, ClassVar

from sqlalchemy import select

from core.clock import today
from core.db import db
from core.regions.models import Region
from core.testing.conformance import PluginConformance
from core.testing.conformance_routes import Values
from core.testing.factories import Factory
from plugins.internships import tokens
from plugins.internships.applicants.links import token_for
from plugins.internships.applicants.self_found import propose
from plugins.internships.offers import again
from plugins.internships.offers.supervisors import save_supervisor
from plugins.internships.rounds.models import MatchRun, RunStatus

from . import afterwards, ordered, placed
from .made import a_kind, a_period, a_school, an_applicant, an_employer, an_offer
from .rounds import made_round


class TestConformance(PluginConformance):
    plugin = "internships"
    lists = (
        "internships.kinds",
        "internships.periods",
        "internships.offers",
        "internships.places",
        "internships.supervisors",
        "internships.placements",
        "internships.receives",
        "internships.applicants",
        "internships.orders",
        "internships.requests",
        "internships.agreements",
    )
    no_personal_data: ClassVar[dict[str, str]] = {}

    def objects(self, make: Factory, region: Region) -> Values:
        employer = an_employer(region)
        early = a_period(region, title="APL förra", starts_on=today() + timedelta(weeks=10), wishes_by=today() + timedelta(weeks=6))
        an_offer(region, early, employer)
        period = a_period(region)
        again.ask(region=region, period=period)
        invitation = again.invitations(period)[0]
        offer = an_offer(region, period, employer, is_open=False)
        facts: dict[str, Any] = {"name": "Demo Handledare", "email": "handledare@test.samkraft.example", "phone": "", "capacity": 2}
        supervisor = save_supervisor(region=region, organisation=employer, supervisor=None, facts=facts)
        applicant = an_applicant(
            region, period, a_school(region, "Skolan för sökande"), "Demo Anmäld", email="anmald@test.samkraft.example"
        )
        of_period = ("period", "edit_period", "move_period", "ask_again")
        of_offer = ("place", "edit_place", "open_place", "withdraw_place", "place_schools")
        said = {
            "organisation_name": "Egna AB",
            "municipality_code": employer.municipality_code,
            "contact_email": "egen@test.samkraft.example",
        }
        own = propose(region=region, applicant=applicant, facts=said)
        return {
            "internships.own_places": {"period_id": period.id},
            "internships.answer_place": {"found_id": own.id},
            "internships_api.applicant": {"applicant_id": applicant.id},
            "internships_api.offer": {"offer_id": offer.id},
            "internships.edit_kind": {"kind_id": a_kind(region).id},
            **{f"internships.{page}": {"period_id": period.id} for page in of_period},
            **{f"internships.{page}": {"offer_id": offer.id} for page in of_offer},
            **{f"internships.{page}": {"supervisor_id": supervisor.id} for page in ("edit_supervisor", "remove_supervisor")},
            "internships.offer_again": {"token": tokens.token_of(again.PURPOSE, invitation.seed)},
            **{
                f"internships.{page}": {"applicant_id": applicant.id}
                for page in ("applicant", "withdraw_applicant", "edit_applicant", "applicant_needs")
            },
            **{f"internships.{page}": {"token": token_for(applicant)} for page in ("mine", "withdraw_mine", "my_needs", "my_place")},
            "internships.invite_applicants": {"period_id": period.id},
            **placed.objects(region),
            **made_round.objects(region),
            **afterwards.objects(region),
            **ordered.objects(region),
        }

    def payloads(self, make: Factory, region: Region) -> Mapping[str, Mapping[str, Any]]:
        run_id = db.session.execute(select(MatchRun.id).where(MatchRun.status == RunStatus.QUEUED)).scalar_one()  # of objects()
        return {"internships.match_period": {"run_id": run_id}, **placed.payloads(region)}

    def rows(self, make: Factory, region: Region, count: int) -> None:
        for number in range(count):
            employer = an_employer(region, f"Exempelverken {count}-{number} AB")
            period = a_period(region, title=f"APL {count}-{number}")
            facts: dict[str, Any] = {
                "name": f"Demo {number}",
                "email": f"h{count}-{number}@test.samkraft.example",
                "phone": "",
                "capacity": 2,
            }
            supervisor = save_supervisor(region=region, organisation=employer, supervisor=None, facts=facts)
            an_offer(region, period, employer, supervisor_id=supervisor.id)
        placed.rows(region, count)
        ordered.rows(region, count)
