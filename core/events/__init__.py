"""Events: how plugins that never import each other tell each other what has happened."""

from core.events.event import ANYBODY, Event
from core.events.replay import ReplayRequested, request_replay
from core.events.service import emit

__all__ = ["ANYBODY", "Event", "ReplayRequested", "emit", "request_replay"]
