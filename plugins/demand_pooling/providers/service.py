"""The verbs of requests to providers, for views and jobs."""

from __future__ import annotations

from plugins.demand_pooling.providers.answering import Terms, decline, offer
from plugins.demand_pooling.providers.asking import ask, remind, remind_all, withdraw
from plugins.demand_pooling.providers.deciding import Share, decide, set_orderers

__all__ = ["Share", "Terms", "ask", "decide", "decline", "offer", "remind", "remind_all", "set_orderers", "withdraw"]
