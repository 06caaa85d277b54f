"""The lottery that decides between equals: drawn once per round from a seed that is kept, so that anyone can recompute it.

The ticket of an applicant is SHA-256 of `<seed>:<id>`. It depends on nobody else: those who come or leave do not move the others.
(Drawing anew at a re-match moved two thirds of all placements in a trial; see Feigenbaum et al. 2020 on re-matching with kept lotteries.)
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np

from plugins.internships.matching.instance import Ints

METHOD = "sha256(seed:applicant), smallest first"


def draw(applicants: Sequence[str], seed: int) -> Ints:
    """(applicants) the turn of each among all, 0 first."""
    tickets = b"".join([hashlib.sha256(f"{seed}:{one}".encode()).digest() for one in applicants])
    words = np.frombuffer(tickets, dtype=">u8").reshape(-1, 4)
    order = np.lexsort((words[:, 1].astype(np.uint64), words[:, 0].astype(np.uint64)))
    turn = np.empty(len(applicants), dtype=np.int64)
    turn[order] = np.arange(len(applicants))
    return turn
