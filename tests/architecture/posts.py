"""Every form of every address, sent as somebody who may, and undone: what changed, and what the audit log says of it.

The fields are those of the page itself; what a form needs besides stands in `FILLED`, by the name of the field.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from core.audit.models import AuditEntry
from core.db import Model, atomic, db
from core.testing.client import HTMLForm
from core.testing.matrix import Ground, Visitor
from core.testing.routes import Route
from core.testing.snapshot import contents
from core.testing.statements import statements, written
from core.users.roles import REGION_ADMIN

# Large tables that no form writes to, and those that follow every post.
UNMOVED = {"core_municipality", "core_county", "core_occupation", "core_occupation_group", "core_occupation_term", "core_skill"}
FOLLOWING = {"core_submission", "core_audit_entry", "core_outbox", "core_user_session", "core_role_permission"}
FILLED = {
    "email": "ny.person@exempel.example",
    "name": "Provnamnet",
    "title": "Provrubriken",
    "reason": "Ett skäl som räcker för provet.",
    "text": "En text som räcker för provet.",
    "url": "https://mottagare.example/ny",
    "message": "Hej",
    "requester": "ngn@exempel.example",
    "request": "Allt om provet",
    "role": "strategist",
    "domain": "nydoman.example",
    "organisation_name": "Provbolaget AB",
    "subject": "Provrubriken",
    "body": "En text som räcker för provet.",
    "confirm": "y",
    "sure": "y",
    "decided_by": "Nämnden",
    "decision": "Beslut 1",
}


@dataclass
class Sent:
    """What came of a post.

    Args:
        cells: By table and column, the values that were not there before.
        data: What was sent.
        names: The names of all controls of the form, also of those that send nothing as it stands.
        lost: The tables that have fewer rows than before.
        said: The actions that the audit log got.
    """

    status: int = 0
    fault: str = ""
    data: dict[str, list[str]] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    cells: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    lost: set[str] = field(default_factory=set)
    said: list[str] = field(default_factory=list)

    @property
    def acted(self) -> bool:
        """Whether something was changed, and the visitor led on."""
        return 300 <= self.status < 400 and bool(self.cells or self.lost)


class Posts:
    """Sends forms on a ground, one by one, each undone."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.models = {mapper.local_table.name: mapper.class_ for mapper in Model.registry.mappers}
        self.without = [self.models[name] for name in UNMOVED if name in self.models]
        self.before = self._contents()

    def routes(self) -> Iterator[Route]:
        """The forms: posts of pages, not those of the API."""
        yield from (each for each in self.ground.routes if each.method == "POST" and not each.is_api)

    def act(self, route: Route) -> Sent:
        """Send a form with the values of its page, and where that does nothing, with what it lacks filled in."""
        visitor = self._visitor(route)
        found = self._form(visitor, route)
        for data in (_data(found, {}), _data(found, FILLED), _data(found, FILLED, instead=True)):
            sent = self.send(route, data)
            sent.names = set(found.names)
            if sent.acted or sent.fault:
                break
        return sent

    def send(self, route: Route, data: Mapping[str, list[str]]) -> Sent:
        """One post, looked at and undone."""
        visitor = self._visitor(route)
        jar = visitor.browser.client._cookies or {}
        cookies = dict(jar)
        sent = Sent(data=dict(data))
        undo = self.ground.connection.begin_nested()
        try:
            body = {**data, "csrf_token": visitor.token, "submission_key": "prov-prov-prov-prov"}
            with statements(self.ground.connection) as seen:
                answer = visitor.browser.client.post(self._url(route), data=body, headers={"X-CSRFToken": visitor.token})
            sent.status = answer.status_code
            self._compare(sent, written(seen))
        except Exception as error:
            sent.fault = f"{type(error).__name__}: {error}"[:200]
        finally:
            undo.rollback()
            jar.clear()
            jar.update(cookies)
        return sent

    def _contents(self, only: set[str] | None = None) -> dict[str, list[tuple[Any, ...]]]:
        with atomic():
            found = contents(without=self.without, only=only)
        db.session.remove()
        return found

    def _compare(self, sent: Sent, tables: set[str] | None) -> None:
        """Read anew the tables that were written to (every one where that cannot be told), and say what is new in them."""
        for name, rows in self._contents(tables).items():
            columns = [column.name for column in Model.metadata.tables[name].columns]
            old = {repr(row) for row in self.before[name]}
            new = [row for row in rows if repr(row) not in old]
            if name == AuditEntry.__tablename__:
                sent.said = [str(row[columns.index("action")]) for row in new]
            if name in FOLLOWING:
                continue
            known = {repr(row[0]): row for row in self.before[name]}
            for row in new:
                was = known.get(repr(row[0]))
                for index, value in enumerate(row):
                    if was is None or repr(was[index]) != repr(value):
                        sent.cells.setdefault((name, columns[index]), set()).add(repr(value))
            if len(rows) < len(self.before[name]):
                sent.lost.add(name)

    def _visitor(self, route: Route) -> Visitor:
        name = "nobody in particular" if self.ground.is_personal(route) else REGION_ADMIN
        return next(each for each in self.ground.visitors if each.name == name)

    def _url(self, route: Route) -> str:
        return self.ground.url(route, self.ground.own)

    def _form(self, visitor: Visitor, route: Route) -> HTMLForm:
        """The form that posts to an address: on its own page, if it has one."""
        methods = route.rule.methods or set()
        if "GET" in methods:
            undo = self.ground.connection.begin_nested()  # that somebody was turned away is written down too
            try:
                page = visitor.browser.get(self._url(route))
            finally:
                undo.rollback()
            for each in page.forms:
                if each.method == "post" and each.action in ("", self._url(route), page.url):
                    return each
        return HTMLForm(self._url(route), "post")


def _data(form: HTMLForm, filled: Mapping[str, str], *, instead: bool = False) -> dict[str, list[str]]:
    """What a form sends: what the page holds, and what is lacking filled in; or, `instead`, all that can be."""
    data: dict[str, list[str]] = {}
    for name, value in form.fields:
        data.setdefault(name, []).append(value)
    for name in form.names:
        if name in filled and (instead or not any(data.get(name, []))):
            data[name] = [filled[name]]
    data |= {name: [value] for name, value in filled.items() if not form.names}
    if form.buttons:
        data.setdefault(form.buttons[0][0], [form.buttons[0][1]])
    return data
