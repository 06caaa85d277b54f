"""A server on this machine that answers as Susa-navet does, with the same shapes, and that can misbehave in every way we know of."""

from __future__ import annotations

import gzip
import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask

from core.db import atomic, get
from core.jobs.runner import drain
from plugins.training_catalog.models import ImportRun, Source
from plugins.training_catalog.sources import client, pages
from plugins.training_catalog.sources import service as sources
from plugins.training_catalog.sources.models import Schedule, SourceKind

from .conftest import Catalogue, event_, info, provider

Reply = Callable[["BaseHTTPRequestHandler"], None]


class Feed:
    """The lists of the API, and what goes wrong. `asked` are the paths with their queries, in order."""

    def __init__(self) -> None:
        self.lists: dict[str, list[dict[str, Any]]] = {"educationProviders": [], "educationInfos": [], "educationEvents": []}
        self.asked: list[str] = []
        self.trouble: Callable[[Any, str, int], bool] | None = None
        self.file = b""
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.asked.append(self.path)
                outer.answer(self)

            def log_message(self, *args: Any) -> None:
                """Keep quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}/emil3"

    def put(self, name: str, *documents: dict[str, Any] | str) -> None:
        """Give documents, wrapped; a text is the id of one that has been removed."""
        for document in documents:
            identifier = document if isinstance(document, str) else document["identifier"]
            self.lists[name] = [each for each in self.lists[name] if each["id"] != identifier]
            content = None if isinstance(document, str) else document
            self.lists[name].append({"id": identifier, "status": "ACTIVE" if content else "DELETED", "content": content})

    def fill(self, events: int) -> None:
        """One provider, one education, and some events that differ."""
        self.put("educationProviders", provider())
        self.put("educationInfos", info())
        self.put("educationEvents", *(event_(f"e.test.{n}", places=n + 1) for n in range(events)))

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        parts = urlsplit(handler.path)
        query = parse_qs(parts.query)
        name = parts.path.split("/")[2] if parts.path.count("/") >= 2 else ""
        number = int(query.get("page", ["0"])[0])
        if self.trouble is not None and self.trouble(handler, name, number):
            return
        if parts.path == "/file":
            send(handler, 200, self.file)
        elif parts.path.count("/") == 3:
            found = [each for each in self.lists.get(name, []) if each["id"] == parts.path.rpartition("/")[2]]
            send(handler, 200 if found else 404, json.dumps(found[0] if found else {}).encode())
        else:
            send(handler, 200, json.dumps(self.page(name, number, int(query["size"][0]), changes="updatedSince" in query)).encode())

    def page(self, name: str, number: int, size: int, *, changes: bool = False) -> dict[str, Any]:
        """A page with its envelope. Removed records are only among changes."""
        every = [each for each in self.lists[name] if changes or each["content"] is not None]
        facts = {"size": size, "totalElements": len(every), "totalPages": -(-len(every) // size), "pageNumber": number}
        return {"links": [], name: every[number * size : (number + 1) * size], "page": facts}


def send(handler: BaseHTTPRequestHandler, status: int, body: bytes, **headers: str) -> None:
    """An answer."""
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def bomb(handler: BaseHTTPRequestHandler, _number: int) -> bool:
    """A few kilobytes that become hundreds of megabytes."""
    send(handler, 200, gzip.compress(b"[" + b" " * (200 * 2**20)), Content_Encoding="gzip", Content_Type="application/json")
    return True


def served(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Feed]:
    """The server, which the operator lets us call; pages of two documents, and no time lost in pauses."""
    made = Feed()
    thread = threading.Thread(target=made.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    before = app.extensions["samkraft_settings"]
    app.extensions["samkraft_settings"] = before.model_copy(update={"outbound_allow": [f"127.0.0.1:{made.port}"]})
    monkeypatch.setattr(pages, "SIZE", 2)
    monkeypatch.setattr(client, "pause", lambda seconds: None)
    yield made
    app.extensions["samkraft_settings"] = before
    made.server.shutdown()
    made.server.server_close()
    thread.join(timeout=5)


class Mirror:
    """A configured source and its harvests."""

    def __init__(self, catalogue: Catalogue, feed: Feed) -> None:
        self.catalogue = catalogue
        self.feed = feed
        self.source = self.set_up()

    def set_up(self, **more: Any) -> Source:
        """Make a source, or change the one there is."""
        values = {"name": "Susa-navet", "kind": SourceKind.SUSA_NAVET, "url": self.feed.url, "schedule": Schedule.DAILY, **more}
        setup = sources.Setup(**values)
        with self.catalogue.scope(), atomic():
            found = getattr(self, "source", None)
            if found is None:
                return sources.create(region=self.catalogue.region, setup=setup)
            found = get(Source, found.id)
            return sources.change(region=self.catalogue.region, source_id=found.id, version=found.version, setup=setup)

    def begin(self) -> ImportRun:
        """Ask for a harvest."""
        with self.catalogue.scope(), atomic():
            return sources.begin(region=self.catalogue.region, source=get(Source, self.source.id))

    def harvest(self) -> ImportRun:
        """Ask for a harvest, and let the jobs run."""
        run = self.begin()
        drain()
        return self.run(run.id)

    def run(self, run_id: int) -> ImportRun:
        """A run as it is now."""
        found: ImportRun = next(each for each in self.catalogue.all(ImportRun) if each.id == run_id)
        return found

    @property
    def shown(self) -> list[str]:
        """The identifiers of the events that are there."""
        return sorted(each.identifier for each in self.catalogue.events if each.removed_at is None)
