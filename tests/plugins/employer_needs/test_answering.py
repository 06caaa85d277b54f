"""The employer's way, from the mailed link to the receipt, as a browser without JavaScript walks it."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select

from core.db import db
from core.jobs.models import Outbox
from core.mail.models import Mail
from core.testing.client import Browser
from plugins.employer_needs.models import Invitation, StatusEntry
from plugins.employer_needs.values import NeedState, ResponseStatus

from .conftest import World, fill_need

Visitors = Callable[[], Browser]


def test_whole_way(world: World, employer: Visitors) -> None:
    visitor = employer()
    visitor.get(world.link(world.invite()))
    assert "Vilken kompetens behöver Exempelverken AB?" in visitor.text
    assert "allmän handling" in visitor.text
    assert world.only(Invitation).opened_at is None
    visitor.submit()
    assert visitor.url.endswith("/organisation")
    assert 'value="Exempelverken AB"' in visitor.page
    visitor.submit()
    assert "Inga behov än" in visitor.text
    fill_need(visitor)
    assert "Klar" in visitor.text
    assert "Pågår" not in visitor.text
    visitor.follow("Gå vidare")
    visitor.submit(contact_email="hr@exempel.example", visibility="named_to_strategists")
    assert "Kontrollera ditt svar" in visitor.text
    visitor.submit()
    response, need = world.response, world.need
    assert visitor.url.endswith("/kvitto")
    assert response.reference in visitor.text
    assert response.status == ResponseStatus.SENT
    assert response.organisation_id is not None
    assert (need.state, need.occupation_group, need.headcount) == (NeedState.PUBLISHED, "5330", 2)
    assert need.skills == [{"label": "Demensvård", "id": None}]
    assert [entry.code for entry in world.rows(StatusEntry)] == ["received"]
    assert world.only(Invitation).answered_at == response.sent_at
    events = db.session.execute(select(Outbox).where(Outbox.kind == "event")).scalars().all()
    assert [(event.name, event.payload["need_id"], event.payload["organisation_name"]) for event in events] == [
        ("employer_needs.need_published.v1", need.id, "Exempelverken AB")
    ]
    mails = db.session.execute(select(Mail).where(Mail.kind == "employer_needs.receipt")).scalars().all()
    assert [mail.recipient for mail in mails] == ["hr@exempel.example"]
    assert response.reference in mails[0].body
