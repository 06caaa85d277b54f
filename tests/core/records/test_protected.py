"""Somebody with protected identity is in no list: members, mail log, names beside what they did."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from core.db import atomic, db
from core.mail import queries as mail
from core.mail.models import Mail
from core.records import people
from core.testing.client import Browser
from core.testing.factories import Factory
from core.users.models import User


@pytest.mark.requirement("S53")
def test_nobody_with_protected_identity_is_in_a_list(make: Factory, browser: Browser) -> None:
    region = make.region("nord")
    hidden, shown = make.user(region, "strategist", name="Hemlig Person"), make.user(region, "strategist", name="Synlig Person")
    browser.sign_in(make.user(region, "region_admin"))
    with atomic():
        for user in (hidden, shown):
            db.session.add(
                Mail(region_id=region.id, kind="x.y", recipient=user.email.upper(), subject=user.name, body="", message_id=user.email)
            )
    paths = ["/r/nord/admin/audit", "/r/nord/admin/persons/"]
    paths += [
        str(rule.rule).replace("<region>", "nord")
        for rule in browser.client.application.url_map.iter_rules()
        if rule.rule.startswith("/r/<region>/admin") and set(rule.arguments) == {"region"} and "GET" in (rule.methods or ())
    ]
    before = [path for path in paths if "Hemlig Person" in browser.get(path).page or hidden.email in browser.page.lower()]
    assert before != [], "the lists would show the person"
    with atomic():
        people.protect(email=hidden.email, region=region)
    after = [path for path in paths if "Hemlig Person" in browser.get(path).page or hidden.email in browser.page.lower()]
    assert after == []
    assert [row.subject for row in mail.log(region).items if row.kind == "x.y"] == ["Synlig Person"]
    assert [row.subject for row in mail.log(region, recipient=hidden.email).items] == []


def test_names_are_shown_as_others_may_see_them(make: Factory) -> None:
    region = make.region("nord")
    hidden, shown = make.user(region, name="Hemlig"), make.user(region, name="Synlig")
    with atomic():
        people.protect(email=hidden.email, region=region)
    assert people.display_names([hidden, shown]) == {hidden.id: "En användare", shown.id: "Synlig"}
    assert (people.display_name(hidden), people.display_name(hidden, hidden), people.display_name(None)) == ("En användare", "Hemlig", "")
    statement = select(User.id, people.shown_name()).where(User.id.in_([hidden.id, shown.id])).order_by(User.id)
    assert [tuple(row) for row in db.session.execute(statement)] == [(hidden.id, ""), (shown.id, "Synlig")]
    assert people.protected_addresses([hidden.email.upper(), shown.email, ""]) == {hidden.email}
