"""Pages where members propose changes to a draft and comment it, and where proposals are answered."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from core.db import atomic
from core.differences import differences
from core.errors import Conflict, DomainError, NotFound
from core.i18n import gettext as _
from core.organisations.queries import organisations_of
from core.regions.models import Region
from core.users.models import User
from core.users.queries import may
from core.web.access import requires
from core.web.context import current_region, require_user
from core.web.editing import save_form
from core.web.submission import once
from plugins.role_standards.drafting import queries, service, words
from plugins.role_standards.drafting.forms import AnswerForm, CommentForm, FieldForm, ProposalForm
from plugins.role_standards.drafting.models import PartField, ProposalStatus
from plugins.role_standards.permissions import MANAGE, PROPOSE, READ
from plugins.role_standards.standards import queries as standards
from plugins.role_standards.standards.models import VersionStatus
from plugins.role_standards.views import MAX_ID, bp

VERSION = f"/versions/<int(max={MAX_ID}):version_id>"


def on_behalf_of(user: User, region: Region) -> str:
    """The organisation that a person speaks for; the region when they are its own."""
    return next((each.name for each in organisations_of(user, region)), region.name)


@bp.route(f"{VERSION}/propose", methods=["GET", "POST"])
@requires(GET=PROPOSE, POST=PROPOSE)
@once
def propose(version_id: int) -> Any:
    """Propose another wording of a part of a draft. `part` and `requirement` in the address say which."""
    region, user, posted = current_region(), require_user(), request.method == "POST"
    found, of = standards.version(region, version_id, lock=posted)
    wanted = request.args.get("part", "")
    part = PartField(wanted) if wanted in set(PartField) else PartField.DESCRIPTION
    number = request.args.get("requirement", 0, type=int)
    requirement = standards.requirement(found, number) if part not in (*service.OF_VERSION, PartField.NEW) else None
    now = service.text_now(found, part, requirement)
    form = ProposalForm(request.form if posted else None, data={"after": now})
    return save_form(
        form,
        None,
        lambda: service.propose(
            region=region,
            version=found,
            part=part,
            requirement=requirement,
            by=user,
            organisation=on_behalf_of(user, region),
            **form.facts(),
        ),
        done=_("Förslaget är lämnat."),
        to=lambda _saved: url_for("role_standards.version", version_id=found.id, _anchor="proposals"),
        template="role_standards/drafting/propose.html",
        version=found,
        of=of,
        label=service.label_of(part, requirement),
        text=now,
        field_form=FieldForm(data={"part": part.value}) if requirement is not None and not posted else None,
        requirement=requirement,
    )


@bp.route(f"/proposals/<int(max={MAX_ID}):proposal_id>", methods=["GET", "POST"])
@requires(GET=READ, POST=MANAGE)
@once
def proposal(proposal_id: int) -> Any:
    """A proposal with what it would change; whoever keeps the standards answers it here."""
    region, posted, status = current_region(), request.method == "POST", 200
    found = queries.proposal(region, proposal_id, lock=posted)
    version, of = standards.version(region, found.version_id, lock=posted)
    form = AnswerForm(found, request.form if posted else None)
    if posted:
        status = 422
        if form.version.data != str(found.version):
            status = 409
            form.version.process_data(str(found.version))
            form.add_error(DomainError(_("Någon annan har svarat på förslaget under tiden. Läs svaret.")))
        elif form.validate():
            reply = (form.reply.data or "").strip()
            try:
                with atomic():
                    if form.answer.data == "accept":
                        service.accept(region=region, proposal=found, version=version, reply=reply)
                    else:
                        service.reject(region=region, proposal=found, reply=reply)
                flash(_("Förslaget är besvarat."), "success")
                return redirect(url_for("role_standards.version", version_id=version.id, _anchor="proposals"))
            except (Conflict, DomainError) as error:
                form.add_error(error)
                status = error.status
    answers = may(require_user(), region, MANAGE) and found.status is ProposalStatus.OPEN and version.status is VersionStatus.DRAFT
    page = render_template(
        "role_standards/drafting/proposal.html",
        found=found,
        version=version,
        of=of,
        form=form,
        pieces=differences(found.before, found.after),
        now=_now(found, version),
        answers=answers or posted,
        words=words,
    )
    return page, status


def _now(found: Any, version: Any) -> str:
    """What the part says now, if that is something else than the proposal was written from."""
    if found.status is not ProposalStatus.OPEN or found.part is PartField.NEW:
        return ""
    try:
        requirement = standards.requirement(version, found.requirement_id) if found.requirement_id is not None else None
    except NotFound:
        return ""
    text = service.text_now(version, found.part, requirement)
    return text if text != found.before else ""


@bp.post(f"{VERSION}/comments")
@requires(POST=PROPOSE)
@once
def comment(version_id: int) -> Any:
    """Comment a draft."""
    region, user = current_region(), require_user()
    found, of = standards.version(region, version_id)
    form = CommentForm(request.form)
    return save_form(
        form,
        None,
        lambda: service.comment(
            region=region, version=found, text=(form.text.data or "").strip(), by=user, organisation=on_behalf_of(user, region)
        ),
        done=_("Kommentaren är tillagd."),
        to=lambda _saved: url_for("role_standards.version", version_id=found.id, _anchor="comments"),
        template="role_standards/drafting/comment.html",
        version=found,
        of=of,
    )
