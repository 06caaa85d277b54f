"""Somebody with a browser: cookies, links, and forms filled in as people fill them in. Standard library only."""

from __future__ import annotations

import secrets
from http.client import HTTPResponse
from http.cookiejar import CookieJar
from typing import cast
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin
from urllib.request import HTTPCookieProcessor, OpenerDirector, ProxyHandler, Request, build_opener

from core.demo.loop_steps.pages import Page, PageForm, read_page

TIMEOUT = 20.0  # seconds for one answer


class StepFailed(Exception):
    """Something that must happen did not; the message says what was seen instead."""


class Visitor:
    """One visitor; `page` is what is on the screen."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self.requests = 0
        self._opener: OpenerDirector = build_opener(ProxyHandler({}), HTTPCookieProcessor(CookieJar()))
        self._opener.addheaders = [("Accept-Language", "sv"), ("User-Agent", "samkraft-demo-loop")]
        self.page = Page(base_url, 0, "", [], [], [])

    def get(self, url: str) -> Page:
        """Open an address."""
        return self._send(Request(urljoin(self.page.url, url)))

    def follow(self, words: str) -> Page:
        """Click the first link with these words.

        Raises:
            StepFailed: when the page has no such link.
        """
        href = self.page.link(words)
        if href is None:
            raise StepFailed(f"{self.page.url} has no link '{words}'. It says: {self.page.text[:300]}")
        return self.get(href)

    def submit(self, values: dict[str, str] | None = None, *, file: tuple[str, str, bytes] | None = None) -> Page:
        """Fill in and send the form that has these fields, keeping what it holds already.

        Args:
            file: Name of the file field, the file's name, and its content.

        Raises:
            StepFailed: when there is no such form, or the page came back with errors in it.
        """
        values = values or {}
        names = [*values, *([file[0]] if file else [])]
        form = self.page.form(*names)
        if form is None:
            raise StepFailed(f"{self.page.url} has no form with {', '.join(names) or 'a button'}. It says: {self.page.text[:300]}")
        before = self.page.url
        page = self._send(self._request(form, {**form.values, **values}, file))
        if page.status >= 400:
            raise StepFailed(f"{before} refused what was sent, with {page.status}: {page.text[:500]}")
        return page

    def _request(self, form: PageForm, values: dict[str, str], file: tuple[str, str, bytes] | None) -> Request:
        target = urljoin(self.page.url, form.action) if form.action else self.page.url
        if form.method == "get":
            return Request(f"{target.partition('?')[0]}?{urlencode(values)}")
        if file is None:
            return Request(target, data=urlencode(values).encode(), method="POST")
        boundary = secrets.token_hex(16)
        parts = [
            f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode() for name, value in values.items()
        ]
        name, filename, content = file
        parts.append(
            f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{filename}"\r\n'
            "Content-Type: text/csv\r\n\r\n".encode()
            + content
            + f"\r\n--{boundary}--\r\n".encode()
        )
        headers = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
        return Request(target, data=b"".join(parts), headers=headers, method="POST")

    def _send(self, request: Request) -> Page:
        if not request.full_url.startswith(self.base_url):
            raise StepFailed(f"A link leads out of the application, to {request.full_url}.")
        self.requests += 1
        try:
            answer = cast(HTTPResponse, self._opener.open(request, timeout=TIMEOUT))
        except HTTPError as error:
            answer = cast(HTTPResponse, error)
        with answer:
            body = answer.read().decode("utf-8", "replace")
            self.page = read_page(body, url=answer.geturl(), status=answer.status)
        if self.page.status >= 500:
            raise StepFailed(f"{request.full_url} answered {self.page.status}: {self.page.text[:300]}")
        return self.page
