"""All tables of the plugin; they stand in the folders of their features, and the loader finds them here."""

from __future__ import annotations

from plugins.guidance.prospects.models import Prospect as Prospect
from plugins.guidance.texts.models import GuidanceText as GuidanceText
