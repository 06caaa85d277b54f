"""Caps, orders and agreements for the tests."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from core.clock import today
from core.organisations.models import Organisation
from core.regions.models import Region
from core.regions.queries import municipalities
from plugins.internships import tokens
from plugins.internships.agreements import service as agreements
from plugins.internships.agreements.models import AgreementStatus, CooperationAgreement, Side
from plugins.internships.agreements.queries import parties
from plugins.internships.periods import caps
from plugins.internships.periods.models import Cap, CapScope, PlacementPeriod
from plugins.internships.requests import queries, service
from plugins.internships.requests.models import PlacementRequest, RequestShare

from .made import a_period, an_employer
from .placed import a_school


def a_cap(region: Region, period: PlacementPeriod, employer: Organisation | None, **facts: Any) -> Cap:
    """At most three at an employer, or in a municipality."""
    base = {
        "scope": CapScope.EMPLOYER if employer else CapScope.AREA,
        "organisation_id": employer.id if employer else None,
        "municipality_code": "",
        "maximum": 3,
        "reason": "Det finns tre handledare.",
        "agreement_id": None,
    }
    return caps.save_cap(region=region, period=period, cap=None, facts={**base, **facts})


def order_facts(**facts: Any) -> dict[str, Any]:
    """What a form would say of an order that is answered within two weeks."""
    base = {"programme": "Barn och fritid", "occupation_group": "5311", "places": 6, "reply_by": today() + timedelta(weeks=2), "text": ""}
    return {**base, **facts}


def an_order(region: Region, period: PlacementPeriod, school: Organisation, receiver: Organisation, **facts: Any) -> PlacementRequest:
    """Six places."""
    return service.send_request(region=region, period=period, school=school, receiver=receiver, facts=order_facts(**facts))


def a_unit(region: Region, request: PlacementRequest, workplace: str = "Björkens förskola", **facts: Any) -> RequestShare:
    """A unit that is asked for two."""
    base = {"municipality_code": municipalities(region)[0].code, "email": "enhet@test.samkraft.example", "asked": 2}
    return service.ask_unit(region=region, request=request, facts={"workplace": workplace, **base, **facts})


def link(share: RequestShare) -> str:
    """The token of the unit's link."""
    return tokens.token_of(queries.PURPOSE, share.seed)


def agreement_facts(**facts: Any) -> dict[str, Any]:
    """What a form would say of an agreement that has held since last year."""
    start = date(today().year - 1, 1, 1)
    return {"title": "Vårdpraktik i inlandet", "starts_on": start, "ends_on": None, "renew_by": None, "terms": "Vi hjälps åt.", **facts}


def an_agreement(region: Region, school: Organisation, employer: Organisation, **facts: Any) -> CooperationAgreement:
    """An agreement in force between a school and an employer."""
    made = agreements.save_agreement(region=region, agreement=None, facts=agreement_facts(**facts))
    for organisation, side in ((school, Side.SCHOOL), (employer, Side.EMPLOYER)):
        contact = {"side": side, "contact_name": "Demo Kontakt", "contact_email": f"{side.value}@test.samkraft.example"}
        agreements.add_party(region=region, agreement=made, organisation=organisation, facts=contact)
    agreements.move_agreement(region=region, agreement=made, to=AgreementStatus.IN_FORCE)
    return made


def objects(region: Region) -> dict[str, dict[str, Any]]:
    """An object for each address."""
    period = a_period(region, title="APL med tak")
    cap = a_cap(region, period, an_employer(region, "Takverken AB"))
    order = an_order(region, period, a_school(region, "Beställarskolan"), an_employer(region, "Mottagarverken AB"))
    share = a_unit(region, order)
    pages = ("order", "close_order", "received_request", "ask_unit", "ask_same_units")
    agreement = an_agreement(region, a_school(region, "Avtalsskolan"), an_employer(region, "Avtalsverken AB"))
    party = parties(agreement)[0][0]
    about = ("agreement", "edit_agreement", "move_agreement", "agreement_party", "agreement_promise", "agreement_review")
    return {
        **{f"internships.{page}": {"agreement_id": agreement.id} for page in about},
        "internships.remove_party": {"agreement_id": agreement.id, "party_id": party.id},
        **{f"internships.{page}": {"request_id": order.id} for page in pages},
        "internships.remind_unit": {"request_id": order.id, "share_id": share.id},
        "internships.unit_reply": {"token": link(share)},
        **{f"internships.{page}": {"period_id": period.id} for page in ("period_caps", "new_cap")},
        **{f"internships.{page}": {"period_id": period.id, "cap_id": cap.id} for page in ("edit_cap", "remove_cap")},
    }


def rows(region: Region, count: int) -> None:
    """So many orders, each with a unit, and agreements."""
    for number in range(count):
        period = a_period(region, title=f"APL beställd {count}-{number}")
        school, receiver = a_school(region, f"Beställarskolan {count}-{number}"), an_employer(region, f"Mottagaren {count}-{number} AB")
        a_unit(region, an_order(region, period, school, receiver))
        an_agreement(region, school, receiver, title=f"Avtal {count}-{number}")
