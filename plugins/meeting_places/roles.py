"""What people at meetings work as, in few and wide groups: enough for the funder's statistics, and no more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.i18n import lazy_gettext as _l

ROLES: Mapping[str, Any] = {
    "counsellor": _l("Studie- och yrkesvägledare"),
    "teacher": _l("Lärare eller annan skolpersonal"),
    "head": _l("Rektor eller chef"),
    "employment_adviser": _l("Arbetsförmedlare eller arbetsmarknadskonsulent"),
    "hr": _l("Personal- eller rekryteringsansvarig"),
    "strategist": _l("Strateg eller utvecklare"),
    "politician": _l("Förtroendevald"),
    "other": _l("Annat"),
}
