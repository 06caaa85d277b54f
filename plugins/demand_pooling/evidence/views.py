"""Pages: what others have published, group by group, beside what employers have stated; and the joint judgement."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from core.db import atomic
from core.errors import DomainError
from core.geo.queries import name_of
from core.i18n import gettext as _
from core.records.people import display_names
from core.users.queries import may
from core.web.access import requires
from core.web.context import current_region, current_user
from core.web.submission import once
from plugins.demand_pooling.dossier.permissions import IMPORT, JUDGE
from plugins.demand_pooling.evidence import queries, service
from plugins.demand_pooling.evidence.forms import JudgementForm
from plugins.demand_pooling.evidence.models import Level
from plugins.demand_pooling.evidence.words import LEVELS, says
from plugins.demand_pooling.permissions import READ

bp = Blueprint("demand_pooling_evidence", __name__, template_folder="../templates")


@bp.get("/evidence/")
@requires(GET=READ)
def groups() -> str:
    """The occupation groups that employers need, and what is published of each."""
    region = current_region()
    page = queries.groups(region, number=request.args.get("page", 1, type=int))
    return render_template("demand_pooling/evidence/list.html", page=page, levels=LEVELS, may_import=may(current_user(), region, IMPORT))


@bp.route("/evidence/<code>", methods=["GET", "POST"])
@requires(GET=READ, POST=JUDGE)
@once
def group(code: str) -> Any:
    """One occupation group: stated needs, published figures, the judgement and its history."""
    region, user = current_region(), current_user()
    label = queries.group_label(region, code) if len(code) == 4 and code.isdecimal() else None
    if label is None:
        abort(404)
    held = queries.current(region, code)
    form = JudgementForm(seen=str(held.id if held else 0))
    if form.validate_on_submit():
        try:
            with atomic():
                service.judge(
                    region=region,
                    group=code,
                    level=Level(form.level.data),
                    words=form.words.data or "",
                    parties=form.parties.data or "",
                    seen=form.seen_id,
                    actor=user,
                )
            flash(_("Bedömningen är sparad."), "success")
            return redirect(url_for("demand_pooling_evidence.group", code=code))
        except DomainError as error:
            form.add_error(error)
            now = queries.current(region, code)
            form.seen.data = str(now.id if now else 0)
    judged = queries.judgements(region, code)
    names = display_names(who for _each, who in judged if who is not None)
    page = render_template(
        "demand_pooling/evidence/group.html",
        code=code,
        label=label,
        form=form,
        clusters=queries.stated(region, code),
        indicators=[(each, queries.area_name(each.area), says(each)) for each in queries.indicators(region, code)],
        judgements=[(each, names.get(each.actor_id or 0, "")) for each, _who in judged],
        levels=LEVELS,
        municipality_name=name_of,
        may_judge=may(user, region, JUDGE),
        may_import=may(user, region, IMPORT),
    )
    return (page, 422) if request.method == "POST" else page
