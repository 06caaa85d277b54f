"""Reads as much of a PDF as a test needs: objects, streams, the tree of tags, and the words by way of each font's own table.

It looks at the bytes, not at the program that made them.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter

OBJECT = re.compile(rb"(\d+) 0 obj\b(.*?)\bendobj", re.S)
STREAM = re.compile(rb"stream\r?\n(.*?)\r?\n?endstream", re.S)
TOKEN = re.compile(rb"/(\w+) [\d.]+ Tf|<([0-9A-Fa-f]+)>|\(")
PART = re.compile(rb"\\([0-7]{1,3})|\\(.)|.", re.S)
NAMES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
HEX = re.compile(rb"<([0-9A-Fa-f]+)>")


class Pdf:
    """A PDF's objects, those in object streams too."""

    def __init__(self, content: bytes) -> None:
        assert content.startswith(b"%PDF-")
        self.objects: dict[int, bytes] = {}
        self.streams: dict[int, bytes] = {}
        for number, body in OBJECT.findall(content):
            head, _, _ = body.partition(b"stream")
            self.objects[int(number)] = head
            if found := STREAM.search(body):
                self.streams[int(number)] = zlib.decompress(found[1]) if b"/FlateDecode" in head else found[1]
        for number, head in list(self.objects.items()):
            if b"/ObjStm" in head:
                self._unpack(self.streams[number], int(re.search(rb"/N (\d+)", head)[1]), int(re.search(rb"/First (\d+)", head)[1]))  # type: ignore[index]
        self.text_of_objects = b"\n".join(self.objects.values())

    def _unpack(self, stream: bytes, count: int, first: int) -> None:
        numbers = [int(value) for value in stream[:first].split()]
        places = [(numbers[2 * at], first + numbers[2 * at + 1]) for at in range(count)]
        for (number, start), (_, end) in zip(places, [*places[1:], (0, len(stream))], strict=True):
            self.objects[number] = stream[start:end]

    def tags(self) -> Counter[str]:
        """How many elements of each structure type there are."""
        elements = [body for body in self.objects.values() if re.search(rb"/Type\s*/StructElem", body)]
        return Counter(re.search(rb"/S\s*/(\w+)", body)[1].decode() for body in elements)  # type: ignore[index]

    def words(self) -> str:
        """The words of the pages, as a reader that knows only the fonts' tables gets them."""
        tables = {number: self._table(number) for number, body in self.objects.items() if re.search(rb"/Type\s*/Font\b", body)}
        found = []
        for body in self.objects.values():
            if not re.search(rb"/Type\s*/Page\b", body):
                continue
            resources = self._followed(body, rb"/Resources")
            fonts = {name: int(number) for name, number in re.findall(rb"/(\w+) (\d+) 0 R", self._followed(resources, rb"/Font"))}
            found.append(self._shown(self.streams[int(re.search(rb"/Contents (\d+) 0 R", body)[1])], fonts, tables))  # type: ignore[index]
        return "\n".join(found)

    def _followed(self, body: bytes, key: bytes) -> bytes:
        if reference := re.search(key + rb"\s+(\d+) 0 R", body):
            return self.objects[int(reference[1])]
        start = body.find(key)
        return body[start:]

    def _table(self, font: int) -> dict[bytes, str]:
        reference = re.search(rb"/ToUnicode (\d+) 0 R", self.objects[font])
        if not reference:
            return {}
        table = {}
        for part in re.findall(rb"beginbfchar(.*?)endbfchar", self.streams[int(reference[1])], re.S):
            codes = HEX.findall(part)
            for code, text in zip(codes[::2], codes[1::2], strict=True):
                table[bytes.fromhex(code.decode())] = bytes.fromhex(text.decode()).decode("utf-16-be")
        return table

    def _shown(self, page: bytes, fonts: dict[bytes, int], tables: dict[int, dict[bytes, str]]) -> str:
        words, table, at = [], {}, 0
        while found := TOKEN.search(page, at):
            at = found.end()
            if found[1]:
                table = tables[fonts[found[1]]]
                continue
            codes, at = (bytes.fromhex(found[2].decode()), at) if found[2] else _literal(page, at)
            words += [table.get(codes[place : place + 2], "") for place in range(0, len(codes), 2)]
        return "".join(words)


def _literal(page: bytes, at: int) -> tuple[bytes, int]:
    """A string in parentheses, which may hold others, and where it ends."""
    made, depth = bytearray(), 1
    while True:
        part = PART.match(page, at)
        assert part
        at = part.end()
        if part[1]:
            made.append(int(part[1], 8))
        elif part[2]:
            made += NAMES.get(part[2], part[2])
        else:
            depth += {b"(": 1, b")": -1}.get(part[0], 0)
            if depth == 0:
                return bytes(made), at
            made += part[0]
