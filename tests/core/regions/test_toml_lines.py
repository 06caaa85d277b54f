"""Where a key stands in a TOML file, whatever way it is written."""

from __future__ import annotations

import pytest

from core.regions.toml_lines import LineIndex

TEXT = """\
# line 1
[regions.nord] # a comment
name = "x = 1"

[regions."öst"]
"name" = 'y'
municipalities = [
  "Vara",
  # "Skara" is left out
  "Skara",
]

[ regions . nord . plugins ]
meetings = { most_seats = 5, fee = 1 }
minutes.tone = "kort"

[regions.nord.plugins.archive]
shelf = 3
"""


@pytest.mark.parametrize(
    ("path", "value", "line"),
    [
        (("regions", "nord"), None, 2),
        (("regions", "nord", "name"), None, 3),
        (("regions", "öst"), None, 5),
        (("regions", "öst", "name"), None, 6),
        (("regions", "öst", "municipalities"), None, 7),
        (("regions", "öst", "municipalities"), "Vara", 8),
        (("regions", "öst", "municipalities"), "Skara", 10),
        (("regions", "öst", "municipalities"), "Borås", 7),
        (("regions", "nord", "plugins"), None, 13),
        (("regions", "nord", "plugins", "meetings"), None, 14),
        (("regions", "nord", "plugins", "meetings", "fee"), None, 14),
        (("regions", "nord", "plugins", "minutes", "tone"), None, 15),
        (("regions", "nord", "plugins", "archive"), None, 17),
        (("regions", "nord", "plugins", "archive", "shelf"), None, 18),
        (("regions", "nord", "plugins", "archive", "no_such"), None, 17),
        (("nothing",), None, 1),
    ],
)
def test_line(path: tuple[str, ...], value: str | None, line: int) -> None:
    assert LineIndex(TEXT).line(*path, value=value) == line


@pytest.mark.parametrize("text", ["", "\n", "[", "= 1", "[[a]]\nb = 1\n", "\ufeff[a]\n"])
def test_anything_has_a_line(text: str) -> None:
    assert LineIndex(text).line("a", "b", value="c") >= 1
