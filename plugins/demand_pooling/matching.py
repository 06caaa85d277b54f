"""Recognising clusters: which new one is which old one, so that a cluster keeps its address while it grows. Pure functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet


def recognise(old: Mapping[int, tuple[str, AbstractSet[int]]], new: Sequence[tuple[str, AbstractSet[int]]]) -> dict[int, int]:
    """Pair new clusters with old ones: those that share most needs first, then those with the same hub, then the oldest.

    Args:
        old: Hub and needs by the cluster's id, of one occupation group and level.
        new: Hub and needs of each new cluster.

    Returns:
        The id that each new cluster keeps, by its place in `new`. Those that are missing are truly new.
    """
    pairs = []
    for index, (hub, needs) in enumerate(new):
        for cluster_id, (old_hub, old_needs) in old.items():
            shared = len(needs & old_needs)
            if shared or hub == old_hub:
                pairs.append((-shared, hub != old_hub, cluster_id, index))
    kept: dict[int, int] = {}
    for _shared, _moved, cluster_id, index in sorted(pairs):
        if index not in kept and cluster_id not in kept.values():
            kept[index] = cluster_id
    return kept


def successor(needs: AbstractSet[int], new: Mapping[int, AbstractSet[int]]) -> int | None:
    """The cluster that most of a vanished one's needs are in now; None when none of them is in any."""
    shared = {cluster_id: len(needs & members) for cluster_id, members in new.items()}
    best = min(shared, key=lambda cluster_id: (-shared[cluster_id], cluster_id), default=None)
    return best if best is not None and shared[best] else None
