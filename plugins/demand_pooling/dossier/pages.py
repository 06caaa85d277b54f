"""All pages of dossiers on one blueprint."""

from __future__ import annotations

from plugins.demand_pooling.dossier import files as files
from plugins.demand_pooling.dossier import part_views as part_views
from plugins.demand_pooling.dossier.views import bp

__all__ = ["bp"]
