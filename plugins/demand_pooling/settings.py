"""What a region can set. The thresholds are starting values: what a class needs differs between providers and school forms."""

from __future__ import annotations

from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.plugins.enablement import HasId
from core.plugins.settings import settings_for
from plugins.demand_pooling.levels import Level, level_label

MAX_THRESHOLD = 500


def _setting(default: Any, description: Any, **limits: int) -> Any:
    """A field with a translatable description; the administrator's page shows it in the reader's language."""
    return Field(default, description=description, **limits)  # type: ignore[call-overload]


def _threshold(people: int, description: Any) -> Any:
    return _setting(people, description, ge=1, le=MAX_THRESHOLD)


class PoolingSettings(BaseModel):
    """Reach, horizons that count, and the smallest class per level."""

    model_config = ConfigDict(extra="forbid")

    reach_km: int = _setting(
        120, _l("Så långt från mötesorten, i kilometer fågelvägen, får en arbetsgivare ligga för att räknas till klustret."), ge=1, le=1000
    )
    count_0_1: bool = _setting(True, _l("Räkna behov inom ett år."))
    count_1_3: bool = _setting(True, _l("Räkna behov om ett till tre år."))
    count_3_5: bool = _setting(False, _l("Räkna behov om tre till fem år."))
    threshold_short_course: int = _threshold(8, _l("Minsta grupp för en kort kurs, antal personer. Startvärde."))
    threshold_upper_secondary: int = _threshold(12, _l("Minsta grupp på gymnasial nivå eller komvux, antal personer. Startvärde."))
    threshold_vocational: int = _threshold(20, _l("Minsta grupp för en yrkeshögskoleutbildning, antal personer. Startvärde."))
    threshold_higher: int = _threshold(15, _l("Minsta grupp för en högskoleutbildning, antal personer. Startvärde."))
    threshold_none: int = _threshold(8, _l("Minsta grupp när inget formellt krav finns, antal personer. Startvärde."))
    largest_short_course: int = _threshold(30, _l("Största grupp för en kort kurs, antal personer."))
    largest_upper_secondary: int = _threshold(32, _l("Största grupp på gymnasial nivå eller komvux, antal personer."))
    largest_vocational: int = _threshold(35, _l("Största grupp för en yrkeshögskoleutbildning, antal personer."))
    largest_higher: int = _threshold(40, _l("Största grupp för en högskoleutbildning, antal personer."))
    largest_none: int = _threshold(30, _l("Största grupp när inget formellt krav finns, antal personer."))
    network_centres: int = _setting(
        2, _l("Så många lärcentrum till, de närmaste, kan ta emot samma klass som mötesorten. Används när en plan räknas."), ge=0, le=10
    )
    sessions_centre: int = _setting(4, _l("Närträffar per termin för den som följer en lärcentrumklass hemifrån."), ge=0, le=50)
    sessions_distance: int = _setting(2, _l("Närträffar per termin i en klass helt på distans."), ge=0, le=50)
    shared_skills: int = _setting(
        2, _l("Behov i en närliggande yrkesgrupp får vara med i en klass när de delar minst så många kompetenser med den."), ge=1, le=20
    )
    run_seconds: int = _setting(60, _l("Så många sekunder får en plan förbättras innan räkningen avslutas."), ge=5, le=600)
    almost_missing: int = _setting(3, _l("Ett kluster visas som nästan klart när högst så många personer saknas."), ge=1, le=50)
    remind_days_before: int = _setting(
        3, _l("Så många dagar före sista svarsdag påminns anordnare som inte har svarat på en förfrågan."), ge=0, le=30
    )

    @model_validator(mode="after")
    def _counts_something(self) -> Self:
        if not (self.count_0_1 or self.count_1_3 or self.count_3_5):
            raise ValueError(_("Välj minst en tidshorisont att räkna."))
        for level in Level:
            if self.largest(level) < self.threshold(level):
                raise ValueError(
                    _(
                        "För nivån %(level)s är den största gruppen (%(largest)s) mindre än den minsta (%(smallest)s). Ändra en av dem.",
                        level=level_label(level),
                        largest=self.largest(level),
                        smallest=self.threshold(level),
                    )
                )
        return self

    def largest(self, level: str) -> int:
        """The largest class at a level, people. An unknown level gets the smallest of them."""
        if level in set(Level):
            return int(getattr(self, f"largest_{level}"))
        return max(self.threshold(level), min(int(getattr(self, f"largest_{known}")) for known in Level))

    def threshold(self, level: str) -> int:
        """The smallest class at a level, people. An unknown level gets the strictest: nothing is called viable by mistake."""
        if level in set(Level):
            return int(getattr(self, f"threshold_{level}"))
        return max(int(getattr(self, f"threshold_{known}")) for known in Level)

    def counted(self, within_1: int, within_3: int, within_5: int) -> int:
        """How many people of a need count, from its headcount per horizon."""
        return within_1 * self.count_0_1 + within_3 * self.count_1_3 + within_5 * self.count_3_5

    def counted_column(self, within_1: Any, within_3: Any, within_5: Any) -> Any:
        """As `counted`, as an expression over columns."""
        chosen = [
            column for column, counts in ((within_1, self.count_0_1), (within_3, self.count_1_3), (within_5, self.count_3_5)) if counts
        ]
        return sum(chosen[1:], chosen[0])


def pooling_settings(region: HasId) -> PoolingSettings:
    """The region's settings."""
    return settings_for(region, "demand_pooling", PoolingSettings)


HORIZONS = (("count_0_1", _l("inom ett år")), ("count_1_3", _l("om ett till tre år")), ("count_3_5", _l("om tre till fem år")))


def horizon_words(settings: PoolingSettings) -> list[str]:
    """The counted horizons in words."""
    return [str(label) for key, label in HORIZONS if getattr(settings, key)]
