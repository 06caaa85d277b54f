"""Sending the mails to providers."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import current_app

from core.i18n import gettext as _
from core.i18n import ngettext
from core.mail.templates import send_template
from core.regions.models import Region
from core.web.format import format_date
from plugins.demand_pooling.levels import level_label
from plugins.demand_pooling.models import DemandCluster
from plugins.demand_pooling.providers.mail_templates import ASK, DECIDED, REMIND
from plugins.demand_pooling.providers.models import AskedProvider, ProviderRequest
from plugins.demand_pooling.providers.tokens import token_of


def link(region: Region, asked: AskedProvider) -> str:
    """The address of a provider's own page, in full."""
    base = urlsplit(current_app.extensions["samkraft_settings"].public_url)
    adapter = current_app.url_map.bind(base.netloc, script_name=base.path or "/", url_scheme=base.scheme)
    return adapter.build("demand_pooling.offer_by_link", {"region": region.slug, "token": token_of(asked.seed)}, force_external=True)


def title_of(cluster: DemandCluster) -> str:
    """What a cluster is about, to somebody outside the region."""
    return _("%(occupation)s, %(level)s", occupation=cluster.occupation_label, level=level_label(cluster.level).lower())


def ask(region: Region, cluster: DemandCluster, request: ProviderRequest, asked: AskedProvider) -> None:
    """The first mail with the link."""
    people, employers = request.evidence["people"], request.evidence["employers"]
    whom = ngettext("%(n)s arbetsgivare", "%(n)s arbetsgivare", employers, n=employers)
    _send(
        region,
        cluster,
        asked,
        ASK,
        people=ngettext("%(n)s person hos %(whom)s", "%(n)s personer hos %(whom)s", people, n=people, whom=whom),
        message=request.message,
        day=format_date(request.answer_by),
    )


def remind(region: Region, cluster: DemandCluster, request: ProviderRequest, asked: AskedProvider) -> None:
    """The same link again."""
    _send(region, cluster, asked, REMIND, day=format_date(request.answer_by))


def tell_outcome(region: Region, cluster: DemandCluster, asked: AskedProvider, outcome: str) -> None:
    """What was decided."""
    _send(region, cluster, asked, DECIDED, outcome=outcome)


def _send(region: Region, cluster: DemandCluster, asked: AskedProvider, kind: str, **variables: Any) -> None:
    if not asked.email:
        return
    why = _(
        "Du får mejlet för att %(region)s har skrivit den här adressen för %(provider)s. "
        "Länken är personlig: skicka den bara till den som svarar.",
        region=region.name,
        provider=asked.organisation_name,
    )
    values = {
        **variables,
        "title": title_of(cluster),
        "provider": asked.organisation_name,
        "link": link(region, asked),
        "sender": region.name,
        "why": why,
    }
    send_template(kind=kind, to=asked.email, variables=values, region=region)
