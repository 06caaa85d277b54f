"""What the log says of kept courses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.i18n import gettext as _


def sentence(what: str, detail: Mapping[str, Any]) -> str | None:
    """One sentence for an entry `training_catalog.kept.<what>`; None for one that is unknown."""
    title = detail.get("title", "")
    sentences = {
        "created": _("Började lägga in utbildningen %(title)s", title=title),
        "changed": _("Ändrade utbildningen %(title)s", title=title),
        "published": _("Publicerade utbildningen %(title)s", title=title),
        "withdrawn": _("Tog bort utbildningen %(title)s ur katalogen", title=title),
        "occasion_added": _("La till ett tillfälle av %(title)s", title=title),
        "occasion_changed": _("Ändrade ett tillfälle av %(title)s", title=title),
        "occasion_removed": _("Tog bort ett utkast till tillfälle av %(title)s", title=title),
        "copied": _("Kopierade tillfällen av %(title)s", title=title),
        "cancelled": _("Ställde in ett tillfälle av %(title)s", title=title),
        "resumed": _("Sa att ett inställt tillfälle av %(title)s ges ändå", title=title),
    }
    return sentences.get(what)
