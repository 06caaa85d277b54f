"""The verbs of working with clusters, for views, jobs and the plugin's other parts."""

from __future__ import annotations

from plugins.demand_pooling.work.adopting import Adopted, adopt
from plugins.demand_pooling.work.moving import merge, move, put_back, release, remove, split
from plugins.demand_pooling.work.statuses import change_status, comment, follow, lock, progress, unfollow, unlock
from plugins.demand_pooling.work.undoing import undo

__all__ = [
    "Adopted",
    "adopt",
    "change_status",
    "comment",
    "follow",
    "lock",
    "merge",
    "move",
    "progress",
    "put_back",
    "release",
    "remove",
    "split",
    "undo",
    "unfollow",
    "unlock",
]
