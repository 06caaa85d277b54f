"""What an event is: a fact that a plugin publishes, in the past tense, with ids and plain values, never ORM objects."""

from __future__ import annotations

import re
from typing import Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict

ANYBODY = "public"
_NAME = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*\.v[1-9][0-9]*")


class Event(BaseModel):
    """Base of every event. The emitter owns the model; each subscriber declares its own smaller one.

    A field may be added to an event; removing or changing one makes a new version, `…v2`, emitted beside the old.

    Attributes:
        name: `<plugin>.<what_happened>.v<N>`, for example `employer_needs.need_published.v1`.
        permission: Who may hear of it outside the installation, in the API and by webhook: a permission, or `ANYBODY` with a token.
            Empty: nobody; it is for plugins only.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: ClassVar[str]
    permission: ClassVar[str] = ""

    @classmethod
    def sample(cls) -> Self:
        """An example, plainly fictional. The contract tests validate it with every subscriber's model."""
        raise NotImplementedError(f"{cls.__name__} has no sample(); write one that returns an example of the event.")

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        name = getattr(cls, "name", None)
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            raise TypeError(f"{cls.__name__}.name is {name!r}; write it as '<plugin>.<what_happened>.v1', all lower case.")
        if cls.sample.__func__ is Event.sample.__func__:  # type: ignore[attr-defined]
            raise TypeError(f"{cls.__name__} has no sample(); write a classmethod that returns an example of the event.")
