"""What docs/how-to/api.md tells people to type works, and its check of a signature is the one that the site shows."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

from flask import Flask

from core.api.problems import TITLES
from core.api.views.docs import VERIFY
from core.testing.client import Browser
from core.testing.factories import Factory

PAGE = (Path(__file__).parents[2] / "docs/how-to/api.md").read_text("utf-8")
HOST = "https://samkraft.example.se"


def test_every_example_works(app: Flask, make: Factory) -> None:
    region = make.region("norra", plugins=["employer_needs", "training_catalog"])
    token = make.token(region, "core.organisation.read", "core.organisation.manage", "employer_needs.response.read")
    made, met = "", []
    for command in re.findall(r"^curl (?:[^\\\n]|\\\n)*", PAGE, re.MULTILINE):
        words = shlex.split(command.replace("\\\n", " ").replace("$TOKEN", token))
        method, headers, body, url = "GET", {}, None, ""
        rest = iter(words[1:])
        for word in rest:
            if word == "-X":
                method = next(rest)
            elif word == "-H":
                name, _colon, value = next(rest).partition(": ")
                headers[name] = value
            elif word == "-d":
                body = json.loads(next(rest))
            else:
                url = word
        assert url.startswith(HOST)
        headers.pop("Content-Type", None)  # the client sets it itself
        answer = Browser(app).call(method, url.removeprefix(HOST).replace("/organisations/17", made), body, **headers)
        met.append((method, answer.status_code))
        if answer.status_code == 201:
            made = "/organisations/" + str(answer.get_json()["id"])
    assert met == [("GET", 200), ("GET", 200), ("GET", 200), ("GET", 200), ("POST", 201), ("PATCH", 200)]


def test_the_check_of_a_signature_is_the_one_that_the_site_shows() -> None:
    [sample] = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    assert sample.strip() == VERIFY.strip()


def test_every_code_is_told() -> None:
    told = re.findall(r"^\| [0-9]{3} \| (.+) \|$", PAGE, re.MULTILINE)
    assert sorted(code.strip("`") for row in told for code in row.split(", ")) == sorted(TITLES)
