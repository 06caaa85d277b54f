"""The region's identity providers, for its administrators."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from core.db import atomic
from core.errors import DomainError
from core.i18n import gettext as _
from core.users.oidc import service
from core.users.oidc.forms import ProviderForm
from core.users.oidc.metadata import ProviderFault, forget, keys, metadata
from core.users.oidc.models import IdentityProvider
from core.users.oidc.queries import of_region, one_of_region
from core.web.access import requires
from core.web.context import current_region
from core.web.reauth import recent_sign_in
from core.web.submission import once

bp = Blueprint("core_oidc_admin", __name__, url_prefix="/r/<region>/admin/identity-providers")
MANAGE = "core.identity_provider.manage"


@bp.get("/")
@requires(GET=MANAGE)
def index() -> str:
    """The region's providers."""
    return render_template("admin/identity_providers.html", providers=of_region(current_region()))


@bp.route("/new", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@recent_sign_in()
@once
def new() -> Any:
    """Add a provider."""
    return _edit(None)


@bp.route("/<int:provider_id>", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@recent_sign_in()
@once
def edit(provider_id: int) -> Any:
    """Change a provider."""
    return _edit(one_of_region(current_region(), provider_id))


def _edit(provider: IdentityProvider | None) -> Any:
    form = ProviderForm(provider=provider)
    if form.validate_on_submit():
        try:
            with atomic():
                saved = service.save_provider(
                    region=current_region(), provider=provider, values=form.values(), secret=form.secret.data or ""
                )
        except DomainError as error:
            form.add_error(error)
        else:
            flash(_("Inloggningstjänsten är sparad. Prova den innan ni berättar om den."), "success")
            return redirect(url_for("core_oidc_admin.edit", provider_id=saved.id))
    callback = url_for("core_oidc.callback", provider_id=provider.id, _external=True) if provider else None
    return render_template("admin/identity_provider.html", form=form, provider=provider, callback=callback)


@bp.post("/<int:provider_id>/check")
@requires(POST=MANAGE)
@once
def check(provider_id: int) -> Any:
    """Ask the provider for its configuration and keys, and say whether they can be used."""
    provider = one_of_region(current_region(), provider_id)
    forget()
    try:
        keys(metadata(provider.issuer))
    except ProviderFault as fault:
        flash(_("Tjänsten kan inte användas ännu: %(why)s (%(code)s).", why=_explained(fault), code=fault.code), "error")
    else:
        flash(_("Tjänsten svarar, och dess nycklar går att läsa. Prova att logga in i ett annat fönster."), "success")
    return redirect((request.referrer and url_for("core_oidc_admin.edit", provider_id=provider.id)) or url_for("core_oidc_admin.index"))


def _explained(fault: ProviderFault) -> str:
    match fault.code:
        case "address_not_allowed":
            return _("adressen leder till ett internt nät, eller är inte https. Driften kan tillåta den med outbound_allow")
        case "unreachable":
            return _("servern svarar inte i tid. Kontrollera adressen och brandväggen")
        case "bad_status" | "not_json":
            return _("på adressen finns ingen beskrivning av en OpenID Connect-tjänst. Kontrollera utfärdarens adress")
        case "wrong_issuer":
            return _("tjänsten kallar sig %(name)s. Skriv just den adressen som utfärdare", name=fault.detail)
        case "bad_keys":
            return _("dess nycklar går inte att läsa. Be den som driver tjänsten om hjälp")
        case _:
            return _("dess beskrivning saknar något som behövs: %(what)s", what=fault.detail)
