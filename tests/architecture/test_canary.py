"""Nothing of one region shows in another (S3): every text of region B holds a word, and nothing that leaves region A holds any of them.

Status codes do not tell: a page can be let in rightly and still show a neighbour's row. The control plants the same in A itself, and
finds it: without it, a page that shows nothing at all would pass.
"""

from __future__ import annotations

import gzip
import io
import logging
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from core.audit.service import record
from core.db import all_regions, atomic, db, region_scope
from core.jobs import enqueue
from core.jobs.models import Outbox
from core.jobs.runner import run
from core.mail.models import Mail
from core.plugins.registry import registry
from core.runtime import logs
from core.testing.client import Browser
from core.testing.database import rolled_back
from core.testing.matrix import Ground
from core.users.roles import REGION_ADMIN
from core.webhooks.models import Webhook, WebhookDelivery
from core.webhooks.signing import body_of
from tests.architecture import canaries, objects_core
from tests.architecture.canaries import Canaries
from tests.core.documents.pdf_reader import Pdf

pytestmark = pytest.mark.sqlite_only  # PostgreSQL's second fence could hide what the first lets through

VISITORS = ("anonymous", "strategist", REGION_ADMIN)
REACHED = {REGION_ADMIN: 150, "strategist": 150, "anonymous": 40}  # addresses that show something of A to its own, at least
# What everybody may read of every region, and where.
OPEN = {
    "/": {"core_region.name", "core_region.description"},
    "/sign-in": {"core_region.name", "core_identity_provider.name"},
    "/account/identities": {"core_region.name", "core_identity_provider.name"},
    "/dev/mail": {"core_mail.recipient", "core_mail.subject"},  # on a developer's own machine only
}
# Pages with a search field, and what must be found in the own region.
SEARCHES: dict[str, str] = {
    "search": "core_organisation.name",
    "organisations/": "core_organisation.name",
    "training-catalog/": "training_catalog_education_info.title_en",
}
OUTSIDE = frozenset({"core.deliver_mail", "core.deliver_webhook"})  # need a server to talk to; what they would send is looked at instead
Shown = dict[tuple[str, str], tuple[str, str]]


class Scene:
    """Two regions full of words, and everything that A puts out."""

    def __init__(self, app: Flask, ground: Ground) -> None:
        self.app, self.ground, self.a, self.b = app, ground, ground.own, ground.other
        self.barren = []
        for region in (self.a, self.b):
            self.barren += canaries.grow(ground.make, region, ground.people[region.id])
            with atomic():
                record("core.member.invited", region=region, word=f"kanarie{'a' if region is self.a else 'b'}0x")
        self.own, self.foreign = (Canaries(region, letter, ground.people[region.id]) for letter, region in (("a", self.a), ("b", self.b)))
        for each in (self.own, self.foreign):
            each.plant()
        with atomic():
            self._listen()
        self.log = io.StringIO()
        self.shown = dict(self._visits())
        self.said = self._jobs()

    def _listen(self) -> None:
        """Each region has a webhook that wants to hear of everything."""
        for region in (self.a, self.b):
            with region_scope(region.id):
                events = sorted(registry().events)
                db.session.add(Webhook(region_id=region.id, url="https://mottagare.example/allt", events=events, seed="prov"))
                db.session.flush()

    def _visits(self) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
        """By visitor and address: what kind of thing came, and its text. With objects of A, and with those of B in A's address."""
        token = Browser(self.app, token=self.ground.make.token(self.a, *registry().permissions))
        for visitor in (each for each in self.ground.visitors if each.name in VISITORS):
            for route in (each for each in self.ground.routes if each.method == "GET"):
                foreign = [self.ground.url(route, self.a, theirs) for theirs, _ in self.ground.foreign(route)]
                for url in (self.ground.url(route, self.a), *foreign):
                    if route.is_api and visitor.name != REGION_ADMIN:
                        continue  # the API knows no visitors, only the token
                    answer = token.call("GET", url) if route.is_api else visitor.browser.client.get(url)
                    yield (visitor.name, url), (answer.mimetype or "", f"{answer.headers}\n{_text(answer)}")

    def _jobs(self) -> list[tuple[str, str]]:
        """What A sends because of jobs: its mails and the messages of its webhooks."""
        with atomic():
            mails = set(db.session.execute(select(Mail.id)).scalars())
            for name, (_owner, job) in sorted(registry().jobs.items()):
                if name in OUTSIDE or (job.every is None and name not in ("demand_pooling.recluster", "demand_pooling.find_supply")):
                    continue
                for region in (self.a, self.b) if job.per_region else (None,):
                    enqueue(name, region=region)
            for region in (self.a, self.b):
                enqueue("employer_needs.republish_needs", region=region, after_id=0)
        for _round in range(5):
            due = select(Outbox.id).where(Outbox.done_at.is_(None), Outbox.name.not_in(OUTSIDE)).order_by(Outbox.id)
            for number in db.session.execute(due).scalars().all():
                run(number)
        db.session.expire_all()
        theirs = select(Mail).where((Mail.region_id == self.a.id) | Mail.recipient.contains(self.own.word))
        sent = [
            ("mail", f"{each.subject}\n{each.body}\n{each.headers}")
            for each in db.session.execute(theirs).scalars()
            if each.id not in mails
        ]
        with all_regions("a test reads what is sent to webhooks"):
            deliveries = db.session.execute(select(WebhookDelivery).where(WebhookDelivery.region_id == self.a.id)).scalars().all()
        return sent + [("webhook", body_of(each, self.a.slug).decode()) for each in deliveries]


def _text(answer: Any) -> str:
    """The text of an answer, unpacked; of a workbook or a Word file that of all files within, of a PDF the words on its pages."""
    kind = answer.mimetype or ""
    if kind == "application/pdf":
        return Pdf(answer.data).words()
    if kind == "application/gzip":
        return gzip.decompress(answer.data).decode()
    if "officedocument" not in kind:
        return str(answer.get_data(as_text=True))
    with zipfile.ZipFile(io.BytesIO(answer.data)) as book:
        return "\n".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())


@pytest.fixture(scope="module")
def written() -> Iterator[io.StringIO]:
    """All that is logged, as production writes it."""
    target = io.StringIO()
    handler = logging.StreamHandler(target)
    handler.setFormatter(logs.formatter("json"))
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield target
    root.removeHandler(handler)
    root.setLevel(before)


@pytest.fixture(scope="module")
def scene(app: Flask, written: io.StringIO) -> Iterator[Scene]:
    with rolled_back(app) as connection, app.app_context():
        found = Scene(app, objects_core.ground(app, connection))
        found.log = written
        yield found


@pytest.mark.requirement("S3")
@pytest.mark.timeout(1800)  # the first to be run makes the scene
def test_nothing_of_another_region_is_shown(scene: Scene) -> None:
    """On no page, in no file, in no answer of the API and on no error page, to nobody, a strategist, or an administrator."""
    leaks = {}
    for (visitor, url), (_kind, text) in scene.shown.items():
        if found := set(scene.foreign.found_in(text)) - OPEN.get(url.partition("?")[0], set()):
            leaks[visitor, url] = found
    assert leaks == {}


@pytest.mark.requirement("S3")
@pytest.mark.timeout(1800)
def test_the_same_words_are_found_in_the_own_region(scene: Scene) -> None:
    """The control: as many addresses, and each kind of file, show the words of the region itself."""
    shown = {(visitor, url): kind for (visitor, url), (kind, text) in scene.shown.items() if scene.own.found_in(text)}
    for visitor, least in REACHED.items():
        assert len({url for who, url in shown if who == visitor}) >= least, visitor
    assert {kind.rpartition(".")[2] for kind in shown.values()} == {
        "text/html",
        "text/csv",
        "text/plain",
        "text/calendar",
        "text/turtle",
        "application/gzip",
        "application/json",
        "application/ld+json",
        "application/pdf",
        "sheet",
        "document",
    }
    assert set(scene.own.planted.values()) == set(scene.foreign.planted.values())
    assert len(scene.own.planted) > 120
    assert scene.barren == []


@pytest.mark.requirement("S3")
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("path", SEARCHES)
def test_a_search_for_another_region_s_words_finds_nothing(scene: Scene, path: str) -> None:
    """What is searched for stands on the page without its number, so it is not taken for a hit."""
    administrator = next(each for each in scene.ground.visitors if each.name == REGION_ADMIN).browser
    for word in (scene.foreign.word, next(iter(scene.foreign.planted))[:-1]):
        assert scene.foreign.found_in(_text(administrator.client.get(f"/r/egen/{path}?q={word}"))) == []
    assert SEARCHES[path] in scene.own.found_in(_text(administrator.client.get(f"/r/egen/{path}?q={scene.own.word}")))


@pytest.mark.requirement("S3")
@pytest.mark.timeout(1800)
def test_mails_and_messages_tell_only_of_the_own_region(scene: Scene) -> None:
    assert [(kind, scene.foreign.found_in(text)) for kind, text in scene.said if scene.foreign.found_in(text)] == []
    assert {kind for kind, text in scene.said if scene.own.found_in(text)} == {"mail", "webhook"}


@pytest.mark.requirement("S3", "S47")
@pytest.mark.timeout(1800)
def test_the_log_holds_no_text_of_anybody(scene: Scene) -> None:
    text = scene.log.getvalue()
    assert text.count("\n") > 100
    assert (scene.foreign.found_in(text), scene.own.found_in(text)) == ([], [])
