"""A region's current occasions as bit masks: what a choice gives, and how many each further choice would give, in milliseconds.

Each occasion is one bit. The bits lie in layers: layer 0 has one occasion of every education, layer 1 the second of those that have two,
and so on; educations with many occasions come first, so that a layer is a beginning of the one above it. To choose is to AND masks;
to count educations is to OR the layers of what is left and count bits. Plain integers do both at the speed of memory.

Answering so is an old idea (P. O'Neil, "Model 204 Architecture and Performance", 1987). Nothing here knows the database.
"""

from __future__ import annotations

import json
import zlib
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

Masks = dict[str, dict[str, int]]
# Bits set in each value of a byte.
_BITS = tuple(tuple(bit for bit in range(8) if value >> bit & 1) for value in range(256))
FORMAT = 1


def positions(mask: int) -> list[int]:
    """The numbers of the bits that are set, in order."""
    found: list[int] = []
    for index, value in enumerate(mask.to_bytes((mask.bit_length() + 7) // 8, "little")):
        if value:
            base = index << 3
            found += [base + bit for bit in _BITS[value]]
    return found


def mask_of(numbers: Iterable[int], size: int) -> int:
    """A mask with some bits set."""
    found = bytearray((size + 7) // 8)
    for number in numbers:
        found[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(found, "little")


@dataclass
class Block:
    """The picture.

    Args:
        ids: Ids of the educations, by position.
        sizes: How many educations each layer holds.
        starts, lasts: Of each occasion, the day it starts and the last day to apply, as ordinals; 0 for none.
        titles: Of each education, where it comes when they are sorted by title.
        events: Masks over occasions, by dimension and value.
        infos: Masks over educations, by dimension and value.
        credits: Of each education the number of credits; 0 for none.
        providers: Of each occasion, the id of its provider.
    """

    ids: array[int]
    sizes: list[int]
    starts: array[int]
    lasts: array[int]
    titles: array[int]
    credits: array[float]
    providers: array[int]
    events: Masks = field(default_factory=dict)
    infos: Masks = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.offsets: list[int] = []
        total = 0
        for size in self.sizes:  # each layer begins at a whole byte
            self.offsets.append(total)
            total += (size + 7) // 8
        self.bytes = total
        self.all_infos = (1 << len(self.ids)) - 1
        self.all_events = sum(((1 << size) - 1) << (8 * offset) for size, offset in zip(self.sizes, self.offsets, strict=True))
        self.place = {identity: number for number, identity in enumerate(self.ids)}

    def event_mask(self, dimension: str, values: Iterable[str]) -> int:
        """The occasions that have any of some values."""
        known, found = self.events.get(dimension, {}), 0
        for value in values:
            found |= known.get(value, 0)
        return found

    def info_mask(self, dimension: str, values: Iterable[str]) -> int:
        """The educations that have any of some values."""
        known, found = self.infos.get(dimension, {}), 0
        for value in values:
            found |= known.get(value, 0)
        return found

    def provider_mask(self, provider_id: int) -> int:
        """The occasions of a provider; those with few have no mask of their own and are looked for."""
        if known := self.events.get("provider", {}).get(str(provider_id)):
            return known
        wanted = {number for number, found in enumerate(self.providers) if found == provider_id}
        found, first = bytearray(self.bytes), 0
        for offset, size in zip(self.offsets, self.sizes, strict=True):
            for place in [number - first for number in wanted if first <= number < first + size]:
                found[offset + (place >> 3)] |= 1 << (place & 7)
            first += size
        return int.from_bytes(found, "little")

    def credits_mask(self, least: int, most: int) -> int:
        """The educations of so many credits, in whatever unit; 0 is no limit."""
        top = most or float("inf")
        return mask_of((number for number, amount in enumerate(self.credits) if amount and least <= amount <= top), len(self.ids))

    def ids_of(self, infos: int) -> array[int]:
        """The ids of some educations."""
        return array("i", [self.ids[place] for place in positions(infos)])

    def placed(self, infos: int) -> list[tuple[int, int]]:
        """Position and id of some educations."""
        return [(place, self.ids[place]) for place in positions(infos)]

    def of_ids(self, ids: Iterable[int]) -> int:
        """The educations of some ids; those that are not current are passed over."""
        place = self.place
        return mask_of((place[identity] for identity in ids if identity in place), len(self.ids))

    def collapse(self, events: int) -> int:
        """The educations of which any of some occasions is an occasion."""
        if not events:
            return 0
        if len(self.sizes) == 1:
            return events
        flat = events.to_bytes(self.bytes, "little")
        found = 0
        for offset, size in zip(self.offsets, self.sizes, strict=True):
            found |= int.from_bytes(flat[offset : offset + (size + 7) // 8], "little")
        return found

    def layers(self, events: int, infos: int) -> list[tuple[int, list[int]]]:
        """Occasions of some educations as positions, layer by layer, each with the layer's first index among the occasions' dates."""
        flat = events.to_bytes(self.bytes, "little")
        found, first = [], 0
        for offset, size in zip(self.offsets, self.sizes, strict=True):
            layer = int.from_bytes(flat[offset : offset + (size + 7) // 8], "little") & infos
            found.append((first, positions(layer)))
            first += size
        return found

    def dates(self, events: int, infos: int, today: date) -> tuple[dict[int, int], dict[int, int]]:
        """By position: the nearest start, and the nearest last day to apply, among the chosen occasions; those that lie ahead only."""
        start: dict[int, int] = {}
        last: dict[int, int] = {}
        day = today.toordinal()
        starts, lasts = self.starts, self.lasts
        for first, places in self.layers(events, infos):
            for place in places:
                begins, ends = starts[first + place], lasts[first + place]
                if begins >= day and begins < start.get(place, FAR):
                    start[place] = begins
                if ends >= day and ends < last.get(place, FAR):
                    last[place] = ends
        return start, last

    def ordered(self, events: int, infos: int, order: str, today: date) -> array[int]:
        """Ids of some educations: by "title", by last day to apply ("deadline"), or by start, what has no date last."""
        places = positions(infos)
        if order == "title":
            return array("i", [self.ids[place] for place in sorted(places, key=self.titles.__getitem__)])
        start, last = self.dates(events, infos, today)
        dates = last if order == "deadline" else start
        ids = self.ids
        return array("i", [ids[place] for _day, _id, place in sorted((dates.get(place, FAR), ids[place], place) for place in places)])

    def count(self, dimension: str, events: int, infos: int) -> dict[str, int]:
        """How many of some educations have each value of a dimension, by their chosen occasions. Values that none has are left out."""
        found: dict[str, int] = {}
        if dimension in self.infos:
            chosen = self.collapse(events) & infos
            for value, mask in self.infos[dimension].items():
                if number := (mask & chosen).bit_count():
                    found[value] = number
            return found
        every = infos == self.all_infos
        for value, mask in self.events.get(dimension, {}).items():
            left = self.collapse(mask & events)
            if number := (left if every else left & infos).bit_count():
                found[value] = number
        return found


FAR = date.max.toordinal()


def pack(block: Block) -> bytes:
    """A block as bytes, compressed."""
    parts: list[bytes] = []

    def put(data: bytes) -> int:
        parts.append(data)
        return len(data)

    def masks(some: Masks) -> dict[str, list[list[Any]]]:
        return {
            dimension: [[value, put(mask.to_bytes((mask.bit_length() + 7) // 8, "little"))] for value, mask in values.items()]
            for dimension, values in some.items()
        }

    arrays = [put(values.tobytes()) for values in (block.ids, block.starts, block.lasts, block.titles, block.credits, block.providers)]
    head = {"format": FORMAT, "sizes": block.sizes, "arrays": arrays, "events": masks(block.events), "infos": masks(block.infos)}
    header = json.dumps(head).encode()
    return zlib.compress(b"".join([len(header).to_bytes(4, "little"), header, *parts]), 1)


def unpack(data: bytes) -> Block | None:
    """A block from its bytes; None when they are of another version of the program, or damaged."""
    try:
        raw = zlib.decompress(data)
        length = int.from_bytes(raw[:4], "little")
        head = json.loads(raw[4 : 4 + length])
        if head["format"] != FORMAT:
            return None
        at = 4 + length
        kinds = ("i", "i", "i", "i", "d", "i")
        arrays: list[array[Any]] = []
        for kind, size in zip(kinds, head["arrays"], strict=True):
            arrays.append(array(kind, raw[at : at + size]))
            at += size
        found: dict[str, Masks] = {"events": {}, "infos": {}}
        for level, all_masks in found.items():
            for dimension, values in head[level].items():
                masks = all_masks.setdefault(dimension, {})
                for value, size in values:
                    masks[value] = int.from_bytes(raw[at : at + size], "little")
                    at += size
        return Block(arrays[0], head["sizes"], *arrays[1:], **found)  # type: ignore[arg-type]
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
