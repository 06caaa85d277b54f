"""Pages of leadership groups and their members."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from core.db import atomic
from core.errors import Conflict
from core.i18n import gettext as _
from core.records.people import shown_contact
from core.users.queries import may
from core.web.access import requires
from core.web.context import current_region, current_user
from core.web.editing import save_form
from core.web.submission import once
from plugins.regional_plans.fields import organisations
from plugins.regional_plans.group import queries, service
from plugins.regional_plans.group.forms import GroupForm, MemberForm
from plugins.regional_plans.group.models import LeadershipGroup
from plugins.regional_plans.meetings.queries import seats
from plugins.regional_plans.permissions import MEETINGS, READ
from plugins.regional_plans.views import MAX_ID, bp

GROUP = f"/groups/<int(max={MAX_ID}):group_id>"
MEMBER = f"{GROUP}/members/<int(max={MAX_ID}):member_id>"


def _posted() -> Any:
    return request.form if request.method == "POST" else None


def _to_group(found: LeadershipGroup) -> str:
    return url_for("regional_plans.group", group_id=found.id)


@bp.get("/groups")
@requires(GET=READ)
def groups() -> str:
    """The region's leadership groups."""
    region = current_region()
    return render_template("regional_plans/group/list.html", groups=queries.groups(region), manages=may(current_user(), region, MEETINGS))


@bp.get(GROUP)
@requires(GET=READ)
def group(group_id: int) -> str:
    """A group and who sits in it. Addresses are shown to those who call to meetings."""
    region = current_region()
    found = queries.group(region, group_id)
    manages = may(current_user(), region, MEETINGS)
    return render_template("regional_plans/group/group.html", found=found, seats=seats(found.id), manages=manages)


@bp.route("/groups/new", methods=["GET", "POST"], defaults={"group_id": None})
@bp.route(f"{GROUP}/edit", methods=["GET", "POST"])
@requires(GET=MEETINGS, POST=MEETINGS)
@once
def edit_group(group_id: int | None) -> Any:
    """Make a group, or change one."""
    region = current_region()
    found = queries.group(region, group_id, lock=request.method == "POST") if group_id is not None else None
    form = GroupForm(found, _posted())
    return save_form(
        form,
        found,
        lambda: service.save_group(region=region, group=found, facts=form.facts()),
        done=_("Gruppen är sparad."),
        to=_to_group,
        template="regional_plans/meetings/edit.html",
        back_url=_to_group(found) if found else url_for("regional_plans.groups"),
        heading=_("Ändra gruppen") if found else _("Lägg till en ledningsgrupp"),
        lead="",
        shown=lambda now: [(_("Gruppens namn"), now.title), (_("Uppdrag"), now.aim)],
    )


@bp.route(f"{GROUP}/members/new", methods=["GET", "POST"], defaults={"member_id": None})
@bp.route(f"{MEMBER}/edit", methods=["GET", "POST"])
@requires(GET=MEETINGS, POST=MEETINGS)
@once
def edit_member(group_id: int, member_id: int | None) -> Any:
    """Let somebody sit in a group, or change what stands of them."""
    region, posted = current_region(), request.method == "POST"
    of = queries.group(region, group_id, lock=posted)
    found = queries.member(of, member_id, lock=posted) if member_id is not None else None
    form = MemberForm(found, organisations(region), _posted())
    return save_form(
        form,
        found,
        lambda: service.save_member(region=region, group=of, member=found, facts=form.facts()),
        done=_("Ledamoten är sparad."),
        to=lambda saved: _to_group(of),
        template="regional_plans/meetings/edit.html",
        back_url=_to_group(of),
        heading=_("Ändra ledamoten") if found else _("Lägg till en ledamot"),
        lead=of.title,
        shown=lambda now: [(_("Namn"), shown_contact(now.email, now.name)[0]), (_("Befattning"), now.title)],
    )


@bp.post(f"{MEMBER}/leave")
@requires(POST=MEETINGS)
@once
def leave_group(group_id: int, member_id: int) -> Any:
    """A member leaves the group."""
    region = current_region()
    of = queries.group(region, group_id, lock=True)
    try:
        with atomic():
            service.leave(region=region, group=of, member=queries.member(of, member_id, lock=True))
        flash(_("Ledamoten sitter inte längre i gruppen."), "success")
    except Conflict as error:
        flash(error.message, "error")
    return redirect(_to_group(of))
