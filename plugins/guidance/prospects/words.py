"""Words for forecasts."""

from __future__ import annotations

from typing import Any

from core.i18n import lazy_gettext as _l
from plugins.guidance.prospects.models import Horizon

RATING: dict[int, Any] = {
    1: _l("Mycket svårt att få jobb: många fler söker än som behövs"),
    2: _l("Svårt att få jobb: fler söker än som behövs"),
    3: _l("Ungefär lika många söker som behövs"),
    4: _l("Lätt att få jobb: fler behövs än som söker"),
    5: _l("Mycket lätt att få jobb: många fler behövs än som söker"),
}
HORIZON: dict[Horizon, Any] = {Horizon.ONE_YEAR: _l("Om ett år"), Horizon.FIVE_YEARS: _l("Om fem år")}
