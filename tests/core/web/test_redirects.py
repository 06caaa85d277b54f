"""No text leads a browser away from this site (S24): a corpus of what has worked elsewhere, and made-up texts of the same characters.

Judged twice: by `urllib.parse`, as the server's own libraries read an address, and by the steps that a browser takes (WHATWG URL):
spaces and control characters at the ends fall away, tabs and line breaks fall away everywhere, and a backslash is a slash.
"""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.testing.client import Browser
from core.web.redirects import safe_path

HERE = "https://samkraft.example/sign-in"
DEFAULT = "/hem"
EVIL = "evil.example"
HOSTILE = [
    "https://evil.example",
    "https://evil.example/r/norr/",
    "http:evil.example",
    "https:evil.example",
    "https:/evil.example",
    "https:///evil.example",
    "HTTPS://evil.example",
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "//evil.example@samkraft.example",
    "https://samkraft.example@evil.example",
    "https://samkraft.example.evil.example/",
    "//samkraft.example:443@evil.example/",
    "/\\evil.example",
    "\\/evil.example",
    "\\\\evil.example",
    "\\evil.example",
    "/\\/evil.example",
    "//\\evil.example",
    "https:\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r\n/evil.example",
    "\t//evil.example",
    " //evil.example",
    "\x00//evil.example",
    "\x0b//evil.example",
    "/\t\\evil.example",
    "\u00a0//evil.example",
    "\u3000//evil.example",
    "/\x00/evil.example",
    "ht\ntps://evil.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\tscript:alert(1)",
    "/\x7f/evil.example",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "file:///etc/passwd",
    "ftp://evil.example/",
    "mailto:a@evil.example",
    "evil.example",
    "./evil.example",
    "../evil.example",
    "?next=https://evil.example",
    "#//evil.example",
    "//[::1]/",
    "//[evil",
    "/r/norr/\r\nLocation: https://evil.example",
    "/" + "a" * 600,
]
ODD = ["/", "\\", "//", ":", "@", ".", "..", "?", "#", "%2f", "%5c", "%09", "\t", "\n", "\r", " ", "\x00", "\x7f", "\u2028", "\uff0f"]
TEXTS = st.lists(st.one_of(st.sampled_from([*ODD, EVIL, "https", "javascript", "r/norr/", "[", "]"]), st.characters()), max_size=12).map(
    "".join
)


def _where_a_browser_goes(target: str) -> tuple[str, str]:
    """The scheme and the host that a browser ends at when a page of this site sends it to a target."""
    text = re.sub(r"[\t\n\r]", "", target.strip("".join(map(chr, range(33)))))
    if scheme := re.match(r"([A-Za-z][A-Za-z0-9+.\-]*):", text):
        found = scheme[1].lower()
        if found not in ("http", "https"):
            return found, ""
        rest = text[scheme.end() :].replace("\\", "/")
        if found == "http" or rest.startswith("/"):  # "https:x" without a slash is a path of the same site, and refused all the same
            return found, _host(rest.lstrip("/"))
        return found, "samkraft.example"
    text = text.replace("\\", "/")
    return "https", _host(text.lstrip("/")) if text.startswith("//") else "samkraft.example"


def _host(text: str) -> str:
    return re.split(r"[/?#]", text, maxsplit=1)[0].rpartition("@")[2]


def _faults(target: str) -> list[str]:
    try:
        joined = urlsplit(urljoin(HERE, target))
    except ValueError:
        return ["urllib cannot read it"]
    faults = (
        [f"urllib goes to {joined.scheme}://{joined.netloc}"] if (joined.scheme, joined.netloc) != ("https", "samkraft.example") else []
    )
    if _where_a_browser_goes(target) != ("https", "samkraft.example"):
        faults.append(f"a browser goes to {_where_a_browser_goes(target)}")
    return faults


def test_the_judges_know_hostile_from_harmless() -> None:
    """Where both were silent about everything, the other tests would prove nothing."""
    away = ["//evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example", " //evil.example", "https:///evil.example"]
    assert [_where_a_browser_goes(each) for each in away] == [("https", EVIL)] * len(away)
    assert _where_a_browser_goes("java\tscript:alert(1)") == ("javascript", "")
    assert [_faults(each) for each in ("/", "/r/norr/?q=a:b@c#d", "/a//b", "/.//x")] == [[], [], [], []]


@pytest.mark.requirement("S24")
@pytest.mark.parametrize("target", HOSTILE, ids=[ascii(each)[1:40] for each in HOSTILE])
def test_what_has_worked_elsewhere_does_not_work_here(target: str) -> None:
    assert len(HOSTILE) >= 40
    assert safe_path(target, DEFAULT) == DEFAULT


@pytest.mark.requirement("S24")
@given(TEXTS)
@example("/%09/evil.example")
@example("/%5cevil.example")
@example("/.//evil.example")
@example("/..//evil.example")
@example("/\uff0fevil.example")
def test_no_text_leads_away(text: str) -> None:
    for target in (text, f"/{text}"):
        assert _faults(safe_path(target, DEFAULT)) == [], ascii(target)


@pytest.mark.requirement("S24")
@given(st.lists(st.text("abcåäö-_.~%@:", min_size=1), min_size=1), st.text("abc=&/:@?"))
def test_a_path_of_this_site_is_kept(parts: list[str], query: str) -> None:
    path = f"/{'/'.join(parts)}?{query}"
    assert safe_path(path, DEFAULT) == (path if len(path) <= 500 else DEFAULT)


@pytest.mark.requirement("S24")
def test_the_sign_in_page_keeps_only_a_path_of_this_site(browser: Browser) -> None:
    """The form carries on where to go after signing in: nothing of the corpus, and a good path (the control)."""
    for target, kept in [*((each, []) for each in HOSTILE[::3]), ("/r/norr/?q=1", ["/r/norr/?q=1"])]:
        browser.get("/sign-in", query_string={"next": target})
        assert browser.status == (400 if "\x00" in target else 200), ascii(target)
        assert sorted({value for form in browser.forms for name, value in form.fields if name == "next" and value}) == kept, ascii(target)
