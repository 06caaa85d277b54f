"""What a region writes is shown as text with a few marks, whatever it holds."""

from __future__ import annotations

import re

import pytest

from core.texts.render import render


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Hej\ndu\n\nIgen", "<p>Hej<br>du</p>\n<p>Igen</p>"),
        ("- ett\n- **två**", "<ul><li>ett</li><li><strong>två</strong></li></ul>"),
        ("[Digg](https://www.digg.se/x?a=1&b=2)", '<p><a href="https://www.digg.se/x?a=1&amp;b=2" rel="noopener noreferrer">Digg</a></p>'),
    ],
)
def test_marks(written: str, shown: str) -> None:
    assert str(render(written)) == shown


@pytest.mark.requirement("S34")
@pytest.mark.parametrize(
    "written",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](data:text/html,<script>)",
        '[x](https://a.example/"onmouseover="alert(1))',
        "**<b onclick=x>**",
        "[<svg/onload=x>](https://a.example)",
    ],
)
def test_nothing_runs(written: str) -> None:
    html = str(render(written))
    assert "<script" not in html and "<img" not in html and "<svg" not in html
    assert "<b " not in html and 'href="javascript' not in html and 'href="data' not in html
    assert not re.search(r"<[^>]*\bon", html)
