"""The verbs of working with clusters, for views, jobs and the plugin's other parts."""

from __future__ import annotations

from plugins.demand_pooling.work.adopting import Adopted, adopt

__all__ = ["Adopted", "adopt"]
