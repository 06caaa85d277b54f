"""Which of a source's documents a region wants: by provider, by municipality, distance or not. The API itself knows only school forms.

Municipalities can be inferred, so the choice is made after `locate_all`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from plugins.training_catalog.records import EventRecord, Reading, Removal, key_of

if TYPE_CHECKING:
    from plugins.training_catalog.models import Source


@dataclass
class Choice:
    """What is wanted of a source. Educations and providers come along with the events that refer to them."""

    municipalities: frozenset[str] = frozenset()
    providers: frozenset[str] = frozenset()
    distance: bool = True
    infos_wanted: set[str] = field(default_factory=set)
    providers_wanted: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, source: Source) -> Choice:
        """The choice of a source."""
        providers = frozenset(key_of(str(each)) for each in source.provider_ids)
        return cls(frozenset(map(str, source.municipality_codes)), providers, source.keep_distance)

    @property
    def everything(self) -> bool:
        """Whether nothing is chosen away."""
        return not self.municipalities and not self.providers

    def wants(self, event: EventRecord) -> bool:
        """Whether an event, with its municipalities filled in, is wanted."""
        if self.providers and key_of(event.provider) not in self.providers:
            return False
        if not self.municipalities or (event.is_distance and self.distance):
            return True
        return any(place.municipality_code in self.municipalities for place in event.locations)

    def note(self, reading: Reading) -> None:
        """Remember what the wanted events refer to."""
        for event in reading.events:
            if self.wants(event):
                self.infos_wanted.add(key_of(event.education))
                self.providers_wanted.add(key_of(event.provider))

    def cut(self, reading: Reading) -> None:
        """Leave out of a reading what is not wanted. An event that is not goes the way of one that was taken away."""
        if self.everything:
            return
        unwanted = {event.key for event in reading.events if not self.wants(event)}
        reading.events = [event for event in reading.events if event.key not in unwanted]
        reading.removals += [Removal("event", key) for key in sorted(unwanted)]
        reading.infos = [info for info in reading.infos if info.key in self.infos_wanted]
        reading.providers = [provider for provider in reading.providers if provider.key in self.providers_wanted]
        reading.seen["event"] -= unwanted
        reading.seen["info"] &= self.infos_wanted
        reading.seen["provider"] &= self.providers_wanted
