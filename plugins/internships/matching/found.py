"""A matching on its way to becoming a result."""

from __future__ import annotations

from dataclasses import dataclass

from plugins.internships.matching.instance import Ints
from plugins.internships.matching.result import Certificate, Proof


@dataclass(frozen=True)
class Found:
    """A matching and what is known of it.

    Args:
        edges: (applicants) the edge, or `NONE`.
        closed: Places that take nobody because of their minimum.
        bound: No matching of the kind places more; None when nothing is known.
        proof: How it is known that none places more.
        bounded_by: Who says so.
        certificate: Prices that prove it.
        notes: Sentences for those who read the result.
        method: What found it.
    """

    edges: Ints
    closed: frozenset[int] = frozenset()
    bound: int | None = None
    proof: Proof = "none"
    bounded_by: str = ""
    certificate: Certificate | None = None
    notes: tuple[str, ...] = ()
    method: str = ""
