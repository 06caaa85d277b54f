"""The region administrator's pages: plugins, jobs and the audit log. They call the same functions as the configuration file."""

from __future__ import annotations

from typing import Any, cast

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for

from core.audit import queries as audit_queries
from core.audit.describe import describe
from core.audit.forms import AuditFilterForm
from core.db import one_or_none
from core.files.sheets import Kind
from core.i18n import gettext as _
from core.jobs import queries as job_queries
from core.jobs.models import Outbox
from core.jobs.service import retry
from core.plugins import hooks, lifecycle
from core.plugins.enablement import enabled_plugins
from core.plugins.plugin import Plugin
from core.plugins.registry import registry
from core.plugins.settings import settings_for
from core.plugins.settings_form import accepted, build_form
from core.web.access import requires
from core.web.context import current_region, require_user
from core.web.exports import download_links, local_time, recorded_download
from core.web.reauth import recent_sign_in
from core.web.submission import once

_JOB_LISTS = {"failed": job_queries.failed, "waiting": job_queries.waiting, "skipped": job_queries.skipped}
bp = Blueprint("core_admin", __name__, url_prefix="/r/<region>/admin")


def _plugin(name: str) -> Plugin:
    found = registry().plugins.get(name)
    if found is None:
        abort(404)
    return found


@bp.get("/plugins")
@requires(GET="core.plugins.manage")
def plugins() -> str:
    """Every installed plugin: what it does, whether it is on here, whether it is ready."""
    region = current_region()
    on = {p.name for p in enabled_plugins(region)}
    checks: dict[str, list[Any]] = {}
    for plugin, check in hooks.for_region(region).region_checks():
        checks.setdefault(plugin.name, []).append(check)
    rows = [
        {
            "name": p.name,
            "title": p.title,
            "description": p.description,
            "version": p.version,
            "enabled": p.name in on,
            "requires": [registry().plugins[r].title for r in p.requires],
            "needed_by": [d.title for d in lifecycle.dependants(region, p)] if p.name in on else [],
            "checks": checks.get(p.name, []),
            "settings_url": url_for("core_admin.plugin_settings", name=p.name) if p.settings.model_fields else None,
            "switch_url": url_for("core_admin.switch_plugin", name=p.name),
        }
        for p in sorted(registry().plugins.values(), key=lambda p: str(p.title))
    ]
    gone = [name for name, row in lifecycle.stored_rows(region).items() if row.enabled and name not in registry().plugins]
    return render_template("admin/plugins.html", plugins=rows, quarantined=registry().quarantined, missing=gone)


@bp.route("/plugins/<name>", methods=["GET", "POST"])
@requires(GET="core.plugins.manage", POST="core.plugins.manage")
@once
def switch_plugin(name: str) -> Any:
    """Say what turning a plugin on or off brings with it, then do it."""
    region, plugin = current_region(), _plugin(name)
    on = plugin in enabled_plugins(region)
    if request.method == "POST":
        if request.form.get("action") == ("disable" if on else "enable"):
            changed = (lifecycle.disable if on else lifecycle.enable)(region, name, actor=require_user())
            titles = ", ".join(str(p.title) for p in changed)
            flash(
                _("Avslaget: %(titles)s. Alla uppgifter finns kvar.", titles=titles) if on else _("Påslaget: %(titles)s.", titles=titles),
                "success",
            )
        return redirect(url_for("core_admin.plugins"))
    others = lifecycle.dependants(region, plugin) if on else [p for p in lifecycle.required_by(plugin) if p not in enabled_plugins(region)]
    return render_template("admin/plugin_confirm.html", plugin=plugin, enabled=on, others=[p.title for p in others])


@bp.route("/plugins/<name>/settings", methods=["GET", "POST"])
@requires(GET="core.plugins.manage", POST="core.plugins.manage")
@once
def plugin_settings(name: str) -> Any:
    """A plugin's settings in this region, as a form made from its settings model."""
    region, plugin = current_region(), _plugin(name)
    if not plugin.settings.model_fields:
        abort(404)
    current = settings_for(region, name, plugin.settings)
    form = build_form(plugin.settings, current)
    if request.method == "POST":
        values = accepted(form, plugin, current)
        if values is not None:
            lifecycle.change_settings(region, name, values, actor=require_user())
            flash(_("Inställningarna för %(title)s är sparade.", title=plugin.title), "success")
            return redirect(url_for("core_admin.plugins"))
    return render_template("admin/plugin_settings.html", form=form, plugin=plugin)


@bp.get("/audit")
@requires(GET="core.audit.read")
def audit() -> str:
    """What has been done in the region, newest first."""
    form = AuditFilterForm(request.args)
    page = audit_queries.entries(current_region(), number=request.args.get("page", 1, type=int), wanted=form.wanted())
    described = [(line, describe(line.entry)) for line in page.items]
    chips = [
        (f"{label}: {value}", url_for("core_admin.audit", **cast("dict[str, Any]", {n: v for n, _l, v in form.chosen if n != name})))
        for name, label, value in form.chosen
    ]
    downloads = download_links("core_admin.export_audit", **{name: value for name, _label, value in form.chosen})
    return render_template("admin/audit.html", page=page, entries=described, form=form, chips=chips, downloads=downloads)


@bp.get("/audit.csv", defaults={"form": "csv"})
@bp.get("/audit.xlsx", defaults={"form": "xlsx"})
@requires(GET="core.audit.read")
@recent_sign_in()
def export_audit(form: Kind) -> Response:
    """The same as a file."""
    region = current_region()
    lines = audit_queries.all_entries(region, wanted=AuditFilterForm(request.args).wanted())
    rows = ([local_time(line.entry.at), describe(line.entry), line.who, line.entry.action, line.entry.subject] for line in lines)
    header = [_("När"), _("Vad"), _("Vem"), _("Händelse"), _("Vad det gäller")]
    return recorded_download(form, _("händelselogg"), header, rows, action="core.audit.exported", region=region)


@bp.get("/jobs")
@requires(GET="core.jobs.manage")
def jobs() -> str:
    """Background work: waiting, failed, skipped."""
    region = current_region()
    state = request.args.get("state", "failed")
    if state not in _JOB_LISTS:
        abort(404)
    page = _JOB_LISTS[state](region, number=request.args.get("page", 1, type=int))
    return render_template("admin/jobs.html", counts=job_queries.counts(region), page=page, state=state)


@bp.post("/jobs/<int:job_id>/retry")
@requires(POST="core.jobs.manage")
@once
def retry_job(job_id: int) -> Any:
    """Let a failed job try again."""
    row = one_or_none(Outbox, job_id)
    if row is None or row.region_id != current_region().id:
        abort(404)
    retry(outbox_id=row.id)
    flash(_("Jobbet försöker igen."), "success")
    return redirect(url_for("core_admin.jobs"))
