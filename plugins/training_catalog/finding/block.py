"""A region's current occasions as bit masks: what a choice gives, and how many each further choice would give, in milliseconds.

Each occasion is one bit. The bits lie in layers: layer 0 has one occasion of every education, layer 1 the second of those that have two,
and so on; educations with many occasions come first, so that a layer is a beginning of the one above it. To choose is to AND masks;
to count educations is to OR the layers of what is left and count bits. Plain integers do both at the speed of memory.
A layer's occasions are each education's soonest, next soonest and so on, what has no date last.

Answering so is an old idea (P. O'Neil, "Model 204 Architecture and Performance", 1987). Nothing here knows the database.
"""

from __future__ import annotations

import json
import zlib
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, compress, zip_longest
from typing import Any

# Of occasions: an integer for each layer, as far as there are any. Of educations: one integer.
Layers = Sequence[int]
FORMAT = 2
FAR = date.max.toordinal()  # for a date that is not there, or lies behind
_LOW = 32  # bits of a key below the day: the education's id
_ID = (1 << _LOW) - 1
_BITS = bytes.maketrans(b"01", b"\0\1")


def bits(mask: int) -> bytes:
    """A mask as bytes of 0 and 1, the lowest bit first."""
    return bin(mask)[:1:-1].encode().translate(_BITS)


def positions(mask: int) -> list[int]:
    """The numbers of the bits that are set, in order."""
    return list(compress(range(mask.bit_length()), bits(mask)))


def mask_of(numbers: Iterable[int], size: int) -> int:
    """A mask with some bits set."""
    found = bytearray((size + 7) // 8)
    for number in numbers:
        found[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(found, "little")


def both(first: Layers, second: Layers) -> list[int]:
    """The occasions that are in both."""
    return [one & other for one, other in zip(first, second, strict=False)]


def either(first: Layers, second: Layers) -> list[int]:
    """The occasions that are in any of two."""
    return [one | other for one, other in zip_longest(first, second, fillvalue=0)]


@dataclass
class Block:
    """The picture.

    Args:
        ids: Ids of the educations, by position.
        sizes: How many educations each layer holds.
        starts, lasts: Of each occasion, layer by layer, the day it starts and the last day to apply, as ordinals; `FAR` for none.
        titles: Of each education, where it comes when they are sorted by title.
        credits: Of each education the number of credits; 0 for none.
        providers: Of each occasion, the id of its provider.
        events: Occasions, by dimension and value.
        infos: Educations, by dimension and value.
    """

    ids: array[int]
    sizes: list[int]
    starts: array[int]
    lasts: array[int]
    titles: array[int]
    credits: array[float]
    providers: array[int]
    events: dict[str, dict[str, Layers]] = field(default_factory=dict)
    infos: dict[str, dict[str, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.firsts = [sum(self.sizes[:depth]) for depth in range(len(self.sizes))]
        self.all_infos = (1 << len(self.ids)) - 1
        self.all_events: Layers = [(1 << size) - 1 for size in self.sizes]
        self.place = {identity: number for number, identity in enumerate(self.ids)}

    def event_mask(self, dimension: str, values: Iterable[str]) -> Layers:
        """The occasions that have any of some values."""
        known = self.events.get(dimension, {})
        found: Layers = []
        for value in values:
            if value in known:
                found = either(found, known[value])
        return found

    def info_mask(self, dimension: str, values: Iterable[str]) -> int:
        """The educations that have any of some values."""
        known, found = self.infos.get(dimension, {}), 0
        for value in values:
            found |= known.get(value, 0)
        return found

    def provider_mask(self, provider_id: int) -> Layers:
        """The occasions of a provider; those with few have no mask of their own and are looked for."""
        if known := self.events.get("provider", {}).get(str(provider_id)):
            return known
        return [
            mask_of((number for number, found in enumerate(self.providers[first : first + size]) if found == provider_id), size)
            for first, size in zip(self.firsts, self.sizes, strict=True)
        ]

    def credits_mask(self, least: int, most: int) -> int:
        """The educations of so many credits, in whatever unit; 0 is no limit."""
        top = most or float("inf")
        return mask_of((number for number, amount in enumerate(self.credits) if amount and least <= amount <= top), len(self.ids))

    def of_ids(self, ids: Iterable[int]) -> int:
        """The educations of some ids; those that are not current are passed over."""
        place = self.place
        return mask_of([place[identity] for identity in ids if identity in place], len(self.ids))

    def ids_of(self, infos: int) -> array[int]:
        """The ids of some educations."""
        return array("i", compress(self.ids, bits(infos)))

    def dates(self, events: Layers, infos: int) -> dict[int, tuple[int, int]]:
        """By id: the nearest start, and the nearest last day to apply, among the chosen occasions of some educations."""
        found: dict[int, tuple[int, int]] = {}
        for first, layer in zip(self.firsts, events, strict=False):
            for place in positions(layer & infos):
                begins, ends = found.get(place, (FAR, FAR))
                found[place] = (min(begins, self.starts[first + place]), min(ends, self.lasts[first + place]))
        return {self.ids[place]: pair for place, pair in found.items()}

    def keys(self, events: Layers, infos: int, order: str) -> list[int]:
        """Keys of some educations, to be sorted: by start, or by last day to apply ("deadline"), then by id. `ids_in` reads them."""
        found: list[int] = []
        seen = 0
        for first, size, layer in zip(self.firsts, self.sizes, events, strict=False):
            chosen = layer & infos & ~seen
            if not chosen:
                continue
            which = bits(chosen)
            days = self.lasts if order == "deadline" else self.starts
            pairs = zip(compress(days[first : first + size], which), compress(self.ids, which), strict=True)
            found += [day << _LOW | identity for day, identity in pairs]
            if order != "deadline":
                seen |= chosen  # a lower layer has the sooner start
        return found

    def by_title(self, infos: int) -> array[int]:
        """Ids of some educations, in the order of their titles."""
        which = bits(infos)
        return array(
            "i", [identity for _rank, identity in sorted(zip(compress(self.titles, which), compress(self.ids, which), strict=True))]
        )

    def count(self, dimension: str, events: Layers, infos: int) -> dict[str, int]:
        """How many of some educations have each value of a dimension, by their chosen occasions. Values that none has are left out."""
        found: dict[str, int] = {}
        if dimension in self.infos:
            chosen = collapse(events) & infos
            for value, mask in self.infos[dimension].items():
                if number := (mask & chosen).bit_count():
                    found[value] = number
            return found
        left = [layer & infos for layer in events]
        for value, layers in self.events.get(dimension, {}).items():
            chosen = 0
            for layer, other in zip(left, layers, strict=False):
                chosen |= layer & other
            if number := chosen.bit_count():
                found[value] = number
        return found


def collapse(events: Layers) -> int:
    """The educations of which any of some occasions is an occasion."""
    found = 0
    for layer in events:
        found |= layer
    return found


def ids_in(*keys: Iterable[int]) -> array[int]:
    """The ids that keys are of, each once, in the order of the keys."""
    return array("i", dict.fromkeys([key & _ID for key in sorted(chain(*keys))]))


def pack(block: Block) -> bytes:
    """A block as bytes, compressed."""
    parts: list[bytes] = []

    def put(data: bytes) -> int:
        parts.append(data)
        return len(data)

    def number(mask: int) -> int:
        return put(mask.to_bytes((mask.bit_length() + 7) // 8, "little"))

    arrays = [put(each.tobytes()) for each in (block.ids, block.starts, block.lasts, block.titles, block.credits, block.providers)]
    events = {name: [[value, [number(mask) for mask in layers]] for value, layers in some.items()] for name, some in block.events.items()}
    infos = {name: [[value, [number(mask)]] for value, mask in some.items()] for name, some in block.infos.items()}
    header = json.dumps({"format": FORMAT, "sizes": block.sizes, "arrays": arrays, "events": events, "infos": infos}).encode()
    return zlib.compress(b"".join([len(header).to_bytes(4, "little"), header, *parts]), 1)


def unpack(data: bytes) -> Block | None:
    """A block from its bytes; None when they are of another version of the program, or damaged."""
    try:
        raw = zlib.decompress(data)
        at = 4 + int.from_bytes(raw[:4], "little")
        head = json.loads(raw[4:at])
        if head["format"] != FORMAT:
            return None

        def take(size: int) -> bytes:
            nonlocal at
            at += size
            return raw[at - size : at]

        arrays: list[array[Any]] = [array(kind, take(size)) for kind, size in zip("iiiidi", head["arrays"], strict=True)]

        def masks(some: Any) -> dict[str, dict[str, list[int]]]:
            return {
                name: {value: [int.from_bytes(take(size), "little") for size in sizes] for value, sizes in values}
                for name, values in some.items()
            }

        events = masks(head["events"])
        infos = {name: {value: layers[0] for value, layers in values.items()} for name, values in masks(head["infos"]).items()}
        return Block(arrays[0], head["sizes"], *arrays[1:], events, infos)  # type: ignore[call-arg,arg-type]
    except (zlib.error, ValueError, KeyError, TypeError):
        return None


def lay(counts: Mapping[int, int]) -> tuple[list[int], list[int]]:
    """How educations with so many occasions each are laid: their order by position, and the sizes of the layers."""
    order: Sequence[int] = sorted(counts, key=lambda identity: (-counts[identity], identity))
    sizes: list[int] = []
    left = len(order)
    while left:
        depth = len(sizes)
        while left and counts[order[left - 1]] <= depth:
            left -= 1
        if left:
            sizes.append(left)
    return list(order), sizes
