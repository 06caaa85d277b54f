"""Caps, orders and agreements for the tests."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from core.organisations.models import Organisation
from core.regions.models import Region
from core.regions.queries import municipalities
from plugins.internships import tokens
from plugins.internships.clock import today
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


def objects(region: Region) -> dict[str, dict[str, Any]]:
    """An object for each address."""
    period = a_period(region, title="APL med tak")
    cap = a_cap(region, period, an_employer(region, "Takverken AB"))
    order = an_order(region, period, a_school(region, "Beställarskolan"), an_employer(region, "Mottagarverken AB"))
    share = a_unit(region, order)
    pages = ("order", "close_order", "received_request", "ask_unit", "ask_same_units")
    return {
        **{f"internships.{page}": {"request_id": order.id} for page in pages},
        "internships.remind_unit": {"request_id": order.id, "share_id": share.id},
        "internships.unit_reply": {"token": link(share)},
        **{f"internships.{page}": {"period_id": period.id} for page in ("period_caps", "new_cap")},
        **{f"internships.{page}": {"period_id": period.id, "cap_id": cap.id} for page in ("edit_cap", "remove_cap")},
    }


def rows(region: Region, count: int) -> None:
    """So many orders, each with a unit."""
    for number in range(count):
        period = a_period(region, title=f"APL beställd {count}-{number}")
        school, receiver = a_school(region, f"Beställarskolan {count}-{number}"), an_employer(region, f"Mottagaren {count}-{number} AB")
        a_unit(region, an_order(region, period, school, receiver))
