"""Slots: a page makes room, other plugins fill it. `{{ slot("training_catalog.event.aside", subject=ref) }}`."""

from __future__ import annotations

from typing import Any

from flask import g, render_template
from markupsafe import Markup

from core.plugins import hooks
from core.plugins.declarations import Card


def slot(name: str, subject: Any = None) -> Markup:
    """The rendered content of a slot, in weight order. Nothing outside a region."""
    region = g.get("region")
    if region is None:
        return Markup("")
    parts = hooks.for_region(region).slot_content(user=g.get("user"), slot=name, subject=subject)
    return Markup("").join(_render(part.template, dict(part.context)) for part in parts)


def _render(template: str, context: dict[str, Any]) -> Markup:
    """A template of a plugin. One that fails is logged and left out: the page belongs to somebody else."""
    with hooks.isolated(template.partition("/")[0], f"template {template}"):
        return Markup(render_template(template, **context))  # nosec B704  # Jinja has escaped it
    return Markup("")


def render_cards(cards: list[Card]) -> list[Markup]:
    """Cards as HTML; one that fails is left out and logged."""
    return [html for card in cards if (html := _render(card.template, {**card.context, "card": card}))]
