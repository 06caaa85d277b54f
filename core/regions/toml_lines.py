"""Where a key stands in a TOML file, so that a fault can name its line. tomllib gives values without positions."""

from __future__ import annotations

import re

_HEADER = re.compile(r"^\s*\[\[?\s*(.+?)\s*\]\]?\s*(#.*)?$")
_KEY = re.compile(r"""^\s*((?:"[^"]*"|'[^']*'|[A-Za-z0-9_-]+)(?:\s*\.\s*(?:"[^"]*"|'[^']*'|[A-Za-z0-9_-]+))*)\s*=""")
_PART = re.compile(r""""([^"]*)"|'([^']*)'|([A-Za-z0-9_-]+)""")


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple(a or b or c for a, b, c in _PART.findall(dotted))


class LineIndex:
    """Finds the line of a path such as `("regions", "uppsala", "plugins", "internships")`."""

    def __init__(self, text: str) -> None:
        self.lines = text.splitlines()
        self.found: dict[tuple[str, ...], int] = {}
        table: tuple[str, ...] = ()
        for number, line in enumerate(self.lines, 1):
            if header := _HEADER.match(line):
                table = _parts(header.group(1))
                self.found.setdefault(table, number)
            elif key := _KEY.match(line):
                self.found.setdefault((*table, *_parts(key.group(1))), number)

    def line(self, *path: str, value: str | None = None) -> int:
        """The line of a path, or of its nearest parent that has one; with `value`, the line at or after it that holds the value."""
        for length in range(len(path), 0, -1):
            start = self.found.get(path[:length])
            if start is None:
                continue
            needle = value if length == len(path) else path[length]
            if needle is not None:
                for number in range(start, min(start + 200, len(self.lines) + 1)):
                    if number > start and _HEADER.match(self.lines[number - 1]):
                        break
                    if self.lines[number - 1].lstrip().startswith("#"):
                        continue
                    if re.search(rf"(?<![\w-]){re.escape(needle)}(?![\w-])", self.lines[number - 1]):
                        return number
            return start
        return 1
