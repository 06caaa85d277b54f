"""What an employer writes reaches the database and nothing else: no log line holds it, not even before the last wall."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator

import pytest

from core.jobs.runner import drain
from core.testing.client import Browser

from .conftest import World

CANARIES = ("kanarie", "fågelsång", "812-44 55 66")
Visitors = Callable[[], Browser]


class Everything(logging.Handler):
    """Each record as it was made: message, arguments, facts and trace."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.getMessage()} {record.__dict__}".lower())


@pytest.fixture
def logged() -> Iterator[list[str]]:
    handler, root = Everything(), logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield handler.lines
    root.removeHandler(handler)
    root.setLevel(before)


@pytest.mark.requirement("S47")
def test_an_answer_leaves_nothing_personal_in_the_log(world: World, employer: Visitors, strategist: Browser, logged: list[str]) -> None:
    visitor = employer().get(world.link(world.invite("Kanarie Bygg AB"))).submit().submit()
    visitor.follow("Lägg till ett behov").submit(title="vårdbiträde")
    visitor.submit(kind="new_recruitment", headcount_0_1="2")
    visitor.submit(municipality_code="2417", level="upper_secondary")
    visitor.submit(skill_0="Kanarieskötsel", shortage="4")
    visitor.submit(distance_acceptable="yes", placements_offered="1", note="Ring Fågelsång på 0812-44 55 66.")
    visitor.follow("Gå vidare")
    contact = {"contact_name": "Kanarie Fågelsång", "contact_phone": "0812-44 55 66", "visibility": "named_to_strategists"}
    visitor.submit(contact_email="kanariefagel(at)exempel", **contact)
    assert "kanariefagel(at)exempel" in visitor.page
    visitor.submit(contact_email="kanariefagel@exempel.example", **contact).submit()
    assert visitor.url.endswith("/kvitto")
    assert (world.response.contact_name, world.response.contact_email) == ("Kanarie Fågelsång", "kanariefagel@exempel.example")
    drain()
    strategist.get(f"/r/{world.region.slug}/search?q=Kanarie Fågelsång")
    strategist.get(f"/r/{world.region.slug}/employer-needs/nothing/kanariefagel@exempel.example")
    assert strategist.status == 404
    assert [line for line in logged if any(canary in line for canary in CANARIES)] == []
    requests = [line for line in logged if line.startswith("request ")]
    jobs = [line for line in logged if line.startswith("job ")]
    assert (len(requests) > 10, len(jobs) >= 1) == (True, True)
