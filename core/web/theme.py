"""A region's look: one accent colour, whose contrast is checked when it is set."""

from __future__ import annotations

import re

from core.errors import DomainError
from core.i18n import gettext as _

_HEX = re.compile(r"#[0-9a-fA-F]{6}")
DEFAULT_ACCENT = "#1b5e6b"
MINIMUM = 4.5


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb`, 0–1 (WCAG 2.2, "relative luminance")."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1–21 (WCAG 2.2, 1.4.3)."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def nearest_passing(colour: str) -> str:
    """The colour, darkened in small steps until white text on it reaches 4.5:1."""
    channels = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    current = colour
    while contrast(current, "#ffffff") < MINIMUM:
        channels = [int(c * 0.97) for c in channels]
        current = "#" + "".join(f"{c:02x}" for c in channels)
    return current


def check_accent(colour: str, *, field: str = "accent") -> str:
    """An accent colour that white text can stand on.

    Raises:
        DomainError: when it is no colour, or its contrast is too low; names the nearest one that passes.
    """
    colour = colour.strip().lower()
    if not _HEX.fullmatch(colour):
        raise DomainError(_("Skriv färgen som # och sex tecken, till exempel #1b5e6b."), field=field)
    if contrast(colour, "#ffffff") < MINIMUM:
        raise DomainError(
            _(
                "Vit text på %(colour)s går inte att läsa (kontrast under 4,5:1). Närmaste färg som går är %(nearest)s.",
                colour=colour,
                nearest=nearest_passing(colour),
            ),
            field=field,
        )
    return colour


def stylesheet(accent: str) -> str:
    """The region's style sheet."""
    return f":root{{--region-accent:{accent or DEFAULT_ACCENT};--region-accent-text:#ffffff}}\n"
