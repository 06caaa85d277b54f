"""The blueprint, and what all its templates say facts with."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from core.geo.queries import name_of
from core.organisations import sizes, sni
from core.organisations.forms import kind_label
from core.organisations.service import format_orgnr

bp = Blueprint("core_organisations", __name__, url_prefix="/r/<region>/organisations", template_folder="../templates")


@bp.context_processor
def words() -> dict[str, Any]:
    """Facts in words."""
    return {
        "kind_label": kind_label,
        "place": lambda code: name_of(code) if code else "",
        "orgnr": format_orgnr,
        "size_label": sizes.label,
        "branch": lambda found: f"{found.sni_code} {sni.title_of(found.sni_code, found.sni_version)}" if found.sni_code else "",
    }
