"""What one may do with clusters, and which roles may from the start."""

from __future__ import annotations

from core.i18n import lazy_gettext as _l
from core.plugins import Permission

READ = "demand_pooling.cluster.read"
READ_NAMED = "demand_pooling.cluster.read_named"
RECALCULATE = "demand_pooling.cluster.recalculate"
PLAN = "demand_pooling.plan.manage"
WORK = "demand_pooling.cluster.work"
REQUEST = "demand_pooling.request.manage"
OFFER = "demand_pooling.offer.write"

PERMISSIONS = [
    Permission(READ, _l("Se behovskluster"), ("strategist", "education_coordinator", "guidance_counsellor", "provider_representative")),
    Permission(READ_NAMED, _l("Se vilka arbetsgivare som har behoven, när de själva tillåter det"), ("strategist",), sensitive=True),
    Permission(WORK, _l("Arbeta med behovskluster: flytta behov, låsa och ändra läge"), ("strategist",)),
    Permission(PLAN, _l("Räkna fram planer för klasser, och sköta mottagande platser"), ("strategist",)),
    Permission(REQUEST, _l("Fråga utbildningsanordnare, jämföra erbjudanden och besluta"), ("strategist",)),
    Permission(
        OFFER,
        _l("Läsa regionens förfrågningar till den egna organisationen, och svara på dem"),
        ("provider_representative",),
        per_organisation=True,
    ),
    Permission(RECALCULATE, _l("Räkna om behovskluster"), ("strategist",)),
]
