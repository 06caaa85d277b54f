"""What `samkraft run` prints when it is ready."""

from __future__ import annotations

from flask import current_app

from core.demo.people import demo_people, fresh_link
from core.users.roles import ROLES


def sign_in_links(base_url: str) -> list[tuple[str, str]]:
    """One one-time sign-in link per role: (role and region, address). The first region with the role is taken."""
    links: dict[str, tuple[str, str]] = {}
    with current_app.test_request_context(base_url=base_url):
        for person in sorted(demo_people(), key=lambda p: p.region):
            if person.role not in links and (path := fresh_link(person.email)):
                links[person.role] = (f"{person.role_title}, {person.region}", base_url.rstrip("/") + path)
    return [links[role] for role in ROLES if role in links]
