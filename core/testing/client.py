"""A test client that behaves like a browser without JavaScript: it follows links and submits the forms it finds."""

from __future__ import annotations

import contextvars
from collections.abc import Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse


class _Client(FlaskClient):
    """Runs every request in a context of its own, so that a test's own application context (and `g`) is not reused by it."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        kwargs.setdefault("buffered", True)  # read to the end, so that a file that was sent is closed
        return contextvars.Context().run(super().open, *args, **kwargs)


@dataclass
class HTMLForm:
    """A form as found on a page. `fields` holds every successful control's value, in order."""

    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    buttons: list[tuple[str, str]] = field(default_factory=list)


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[HTMLForm] = []
        self.links: list[tuple[str, str]] = []
        self.text: list[str] = []
        self._form: HTMLForm | None = None
        self._select: str | None = None
        self._options: list[tuple[str, bool]] = []
        self._textarea: tuple[str, list[str]] | None = None
        self._link: tuple[str, list[str]] | None = None
        self._hidden = 0
        self._inert = 0  # what lies in a template is no part of the page until a script takes it out

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        a = {k: v if v is not None else "" for k, v in attrs}
        self._inert += tag == "template"
        if self._inert:
            return
        if tag in ("script", "style"):
            self._hidden += 1
        if tag == "form":
            self._form = HTMLForm(a.get("action", ""), a.get("method", "get").lower())
            self.forms.append(self._form)
        elif tag == "a" and "href" in a:
            self._link = (a["href"], [])
        elif self._form is None or not a.get("name") or "disabled" in a:
            if tag == "option" and self._select:
                self._options.append((a.get("value", ""), "selected" in a))
        else:
            self._control(tag, a, self._form)

    def _control(self, tag: str, a: dict[str, str], form: HTMLForm) -> None:
        name = a["name"]
        form.names.add(name)
        if tag == "input":
            kind = a.get("type", "text")
            if kind in ("checkbox", "radio"):
                if "checked" in a:
                    form.fields.append((name, a.get("value", "on")))
            elif kind == "submit":
                form.buttons.append((name, a.get("value", "")))
            elif kind != "file":
                form.fields.append((name, a.get("value", "")))
        elif tag == "button":
            form.buttons.append((name, a.get("value", "")))
        elif tag == "select":
            self._select, self._options = name, []
        elif tag == "textarea":
            self._textarea = (name, [])

    def handle_endtag(self, tag: str) -> None:
        self._inert -= tag == "template"
        if self._inert:
            return
        if tag in ("script", "style"):
            self._hidden -= 1
        if tag == "form":
            self._form = None
        elif tag == "select" and self._select and self._form:
            chosen = [v for v, on in self._options if on] or [v for v, _ in self._options[:1]]
            self._form.fields += [(self._select, v) for v in chosen]
            self._select = None
        elif tag == "textarea" and self._textarea and self._form:
            self._form.fields.append((self._textarea[0], "".join(self._textarea[1]).removeprefix("\n")))
            self._textarea = None
        elif tag == "a" and self._link:
            self.links.append((self._link[0], " ".join("".join(self._link[1]).split())))
            self._link = None

    def handle_data(self, data: str) -> None:
        if self._hidden or self._inert:
            return
        if self._textarea:
            self._textarea[1].append(data)
        if self._link:
            self._link[1].append(data)
        self.text.append(data)


class Browser:
    """One visitor. `get` and `submit` follow redirects; `page`, `text`, `forms`, `links` and `status` describe where it ended."""

    def __init__(self, app: Flask, *, token: str = "") -> None:
        app.test_client_class = _Client
        self.client = app.test_client()
        self.token = token  # sent to the API, which reads no cookie
        self.response: TestResponse | None = None
        self._parsed: tuple[TestResponse | None, _Parser] | None = None

    @property
    def page(self) -> str:
        """The page's HTML; empty when what came is something else."""
        return self.response.get_data(as_text=True) if self.response is not None and "html" in (self.response.mimetype or "") else ""

    @property
    def _read(self) -> _Parser:
        """The page, taken apart. Done when somebody asks, since most tests look at few of the pages they come by."""
        if self._parsed is None or self._parsed[0] is not self.response:
            parser = _Parser()
            parser.feed(self.page)
            self._parsed = (self.response, parser)
        return self._parsed[1]

    @property
    def forms(self) -> list[HTMLForm]:
        """The page's forms."""
        return self._read.forms

    @property
    def links(self) -> list[tuple[str, str]]:
        """Pairs of address and words."""
        return self._read.links

    @property
    def text(self) -> str:
        """What one can read on the page, on one line."""
        return " ".join(" ".join(self._read.text).split())

    @property
    def status(self) -> int:
        """The status of the page the visitor is on."""
        return self.response.status_code if self.response is not None else 0

    @property
    def url(self) -> str:
        """The path of the page the visitor is on."""
        return self.response.request.path if self.response is not None else ""

    def get(self, url: str, **kwargs: Any) -> Browser:
        """Open an address."""
        self.response = self.client.get(url, follow_redirects=True, **kwargs)
        return self

    def post(self, url: str, data: Any = None, *, follow_redirects: bool = True, **kwargs: Any) -> Browser:
        """Post raw data, without tokens: for tests of refusal."""
        self.response = self.client.post(url, data=data, follow_redirects=follow_redirects, **kwargs)
        return self

    def call(self, method: str, url: str, json: Any = None, **headers: str) -> TestResponse:
        """Call the API with the token, if there is one. Headers as keywords: `if_match='"1"'`."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.token:
            sent.setdefault("Authorization", f"Bearer {self.token}")
        return self.client.open(url, method=method, json=json, headers=sent)

    def form(self, *, having: str | None = None, to: str | None = None) -> HTMLForm:
        """The first form that posts, the first with a control of that name, or the first that posts to that address."""
        for form in self.forms:
            if to is not None:
                found = form.action == to and form.method == "post"
            elif having:
                found = having in form.names
            else:
                found = form.method == "post" and "/sign-out" not in form.action
            if found:
                return form
        raise AssertionError(f"no form{' with ' + having if having else ''}{' to ' + to if to else ''} on {self.url}: {self.text[:300]}")

    def form_token(self) -> str:
        """The CSRF token of any form on the page, for a post that is put together by hand."""
        return next(value for form in self.forms for name, value in form.fields if name == "csrf_token")

    def submit(
        self,
        values: dict[str, Any] | None = None,
        *,
        having: str | None = None,
        to: str | None = None,
        button: tuple[str, str] | None = None,
        **extra: Any,
    ) -> Browser:
        """Fill in and send a form of this page, keeping what it holds already. A list gives several values; None leaves a field out."""
        form = self.form(having=having, to=to)
        values = {**(values or {}), **extra}
        unknown = set(values) - form.names
        assert not unknown, f"the form on {self.url} has no {sorted(unknown)}; it has {sorted(form.names)}"
        data: dict[str, list[Any]] = {}
        for name, value in form.fields:
            if name not in values:
                data.setdefault(name, []).append(value)
        for name, value in values.items():
            if value is not None:
                data[name] = list(value) if isinstance(value, list) else [value]
        if button:
            data[button[0]] = [button[1]]
        url = form.action or (self.response.request.full_path.rstrip("?") if self.response is not None else "")
        if form.method == "get":
            return self.get(url.partition("?")[0], query_string=data)
        self.last_post = (url, data)
        self.response = self.client.post(url, data=data, follow_redirects=True)
        return self

    def repeat(self) -> Browser:
        """Send the last form again, as a double click or a reload does."""
        url, data = self.last_post
        self.response = self.client.post(url, data=data, follow_redirects=True)
        return self

    def follow(self, text: str) -> Browser:
        """Click the first link whose words contain a text."""
        for href, words in self.links:
            if text in words:
                return self.get(href)
        raise AssertionError(f"no link '{text}' on {self.url}; there are {[w for _, w in self.links]}")

    def sign_in(self, user: Any, *, amr: Sequence[str] = ("mail", "otp"), minutes_ago: int = 0) -> Browser:
        """Give the visitor a session of its own, as every way of signing in does at its end. No page is opened.

        Args:
            amr: What the session rests on (`core.users.strength`); two factors unless told otherwise.
            minutes_ago: How long ago the person showed who it is; what asks for a recent sign-in looks at this.
        """
        from core.testing.sessions import open_for

        open_for(self.client, user, amr, minutes_ago)
        return self
