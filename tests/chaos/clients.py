"""Clients that post the real form over HTTP, and, as people do, try again with the same page until there is a receipt."""

from __future__ import annotations

import http.client
import random
import re
import threading
import time
import urllib.parse
from dataclasses import dataclass, field

_HIDDEN = re.compile(r'<input[^>]*name="(csrf_token|submission_key)"[^>]*value="([^"]+)"')
TIMEOUT = 10.0


class Refused(Exception):
    """An answer that is neither a receipt nor a failure of the server."""


@dataclass
class Ledger:
    """What the clients know: what they tried, and what was acknowledged."""

    tried: set[str] = field(default_factory=set)
    acknowledged: set[str] = field(default_factory=set)
    retries: int = 0
    refused: list[str] = field(default_factory=list)


class Client(threading.Thread):
    """One client."""

    def __init__(self, number: int, port: int, path: str, seed: int, ledger: Ledger, stop: threading.Event, pause: float) -> None:
        super().__init__(name=f"client-{number}", daemon=True)
        self.number, self.port, self.path, self.ledger, self.stop, self.pause = number, port, path, ledger, stop, pause
        self.random = random.Random(f"{seed}:{number}")

    def run(self) -> None:
        """Post until told to stop; what was begun is brought to its end."""
        count = 0
        while not self.stop.is_set():
            count += 1
            token = f"c{self.number}-{count}"
            try:
                self._submit(token)
            except Refused as error:
                self.ledger.refused.append(f"{token}: {error}")
            self.stop.wait(self.pause * (0.5 + self.random.random()))

    def _submit(self, token: str) -> None:
        cookie, fields = self._until_answered(self._form)
        self.ledger.tried.add(token)
        body = urllib.parse.urlencode({**fields, "token": token})
        location = self._until_answered(lambda: self._post(cookie, body))
        if not location.endswith(f"/receipt/{token}"):
            raise Refused(f"was sent to {location}")
        self.ledger.acknowledged.add(token)
        if self.random.random() < 0.1:  # a double click
            self._until_answered(lambda: self._post(cookie, body))

    def _until_answered(self, ask):  # type: ignore[no-untyped-def]
        deadline = time.monotonic() + 90
        while True:
            try:
                return ask()
            except (OSError, http.client.HTTPException):
                self.ledger.retries += 1
                if time.monotonic() > deadline:
                    raise Refused("no answer for 90 seconds") from None
                time.sleep(0.1)

    def _form(self) -> tuple[str, dict[str, str]]:
        status, headers, page = self._request("GET", {}, None)
        if status != 200:
            raise Refused(f"the form answered {status}")
        fields = dict(_HIDDEN.findall(page))
        if set(fields) != {"csrf_token", "submission_key"}:
            raise Refused("the form lacks its hidden fields")
        return headers.get("Set-Cookie", "").partition(";")[0], fields

    def _post(self, cookie: str, body: str) -> str:
        headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        status, answer, _page = self._request("POST", headers, body)
        if status not in (302, 303):
            raise Refused(f"the post answered {status}")
        return str(answer.get("Location", ""))

    def _request(self, method: str, headers: dict[str, str], body: str | None) -> tuple[int, http.client.HTTPMessage, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)
        try:
            connection.request(method, self.path, body=body, headers=headers)
            response = connection.getresponse()
            page = response.read().decode()
            if response.status >= 500:
                raise http.client.HTTPException(f"answered {response.status}")
            return response.status, response.headers, page
        finally:
            connection.close()
