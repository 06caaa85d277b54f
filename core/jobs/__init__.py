"""Work outside the request: ask for it with `enqueue()`; it is done at least once, and its effects once."""

from core.jobs.models import Outcome
from core.jobs.outbox import enqueue

__all__ = ["Outcome", "enqueue"]
