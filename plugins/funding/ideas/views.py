"""Pages of ideas, and the partner's own page behind the mailed link."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from wtforms.fields.choices import SelectChoice

from core.clock import today
from core.db import atomic, utcnow
from core.errors import DomainError
from core.i18n import gettext as _
from core.plugins import hooks
from core.users.queries import may
from core.web.access import public, requires
from core.web.context import current_region, require_user
from core.web.editing import save_form
from core.web.limits import PUBLIC_POST, limiter
from core.web.submission import once
from plugins.funding.calls.queries import Filters, everything
from plugins.funding.fields import line, organisations
from plugins.funding.ideas import queries, service, words
from plugins.funding.ideas.forms import AnswerForm, BudgetForm, DecisionForm, IdeaForm, PartnerForm
from plugins.funding.ideas.models import IdeaStatus, ProjectIdea
from plugins.funding.permissions import MANAGE_PROJECTS, READ_PROJECTS
from plugins.funding.projects.models import BudgetKind
from plugins.funding.projects.words import KIND
from plugins.funding.views import MAX_ID, bp

ONE = f"/ideas/<int(max={MAX_ID}):idea_id>"
TEMPLATE = "funding/ideas/form.html"


def _posted() -> Any:
    return request.form if request.method == "POST" else None


def _own(idea_id: int) -> ProjectIdea:
    return queries.idea(current_region(), idea_id, lock=request.method == "POST")


def _to(idea: Any) -> str:
    return url_for("funding.idea", idea_id=idea.id)


@bp.get("/ideas")
@requires(GET=READ_PROJECTS)
def ideas() -> str:
    """The region's ideas."""
    region, over = current_region(), request.args.get("over") == "1"
    page = queries.ideas(region, over=over, number=request.args.get("page", 1, type=int))
    manages = may(require_user(), region, MANAGE_PROJECTS)
    return render_template("funding/ideas/list.html", page=page, over=over, words=words, manages=manages)


@bp.get(ONE)
@requires(GET=READ_PROJECTS)
def idea(idea_id: int) -> str:
    """One idea: who takes part with what, the budget, and what is missing."""
    region = current_region()
    whole = queries.whole(region, idea_id)
    open_ = whole.idea.status in (IdeaStatus.DRAFT, IdeaStatus.COLLECTING)
    areas = {area.ref: area for area in hooks.for_region(region).focus_areas()}
    return render_template(
        "funding/ideas/idea.html",
        whole=whole,
        contacts=queries.contacts(whole.partners),
        obstacles=service.obstacles(whole) if open_ else [],
        areas=[areas[ref] for ref in whole.idea.focus_refs if ref in areas],
        words=words,
        kinds=KIND,
        is_open=open_,
        manages=may(require_user(), region, MANAGE_PROJECTS),
    )


@bp.route("/ideas/new", methods=["GET", "POST"])
@requires(GET=MANAGE_PROJECTS, POST=MANAGE_PROJECTS)
@once
def new_idea() -> Any:
    """Write an idea."""
    return _edit(None)


@bp.route(f"{ONE}/edit", methods=["GET", "POST"])
@requires(GET=MANAGE_PROJECTS, POST=MANAGE_PROJECTS)
@once
def edit_idea(idea_id: int) -> Any:
    """Change an idea."""
    return _edit(_own(idea_id))


def _edit(found: ProjectIdea | None) -> Any:
    region = current_region()
    calls = [SelectChoice(str(each.id), each.title) for each in everything(region, Filters(), None)]
    if found is not None and found.call_id is not None and str(found.call_id) not in {choice.value for choice in calls}:
        held = queries.whole(region, found.id).call
        calls += [SelectChoice(str(held.id), held.title)] if held is not None else []
    areas = [SelectChoice(area.ref, area.title) for area in hooks.for_region(region).focus_areas()]
    form = IdeaForm(found, organisations(region), calls, areas, _posted())
    if found is None and request.method == "GET":
        form.call_id.data = request.args.get("call", "")
    return save_form(
        form,
        found,
        lambda: service.save_idea(region=region, idea=found, facts=form.facts()),
        done=_("Projektidén är sparad."),
        to=_to,
        template=TEMPLATE,
        idea=found,
        heading=_("Ändra projektidén") if found else _("Skriv en projektidé"),
        button=_("Spara"),
    )


def _small(of: ProjectIdea, form: Any, save: Any, heading: str, button: str, done: str, to: Any = None) -> Any:
    return save_form(
        form, None, save, done=done, to=to or (lambda saved: _to(of)), template=TEMPLATE, idea=of, heading=heading, button=button
    )


@bp.route(f"{ONE}/partners/new", methods=["GET", "POST"])
@requires(GET=MANAGE_PROJECTS, POST=MANAGE_PROJECTS)
@once
def ask_partner(idea_id: int) -> Any:
    """Ask an organisation to take part."""
    of, form = _own(idea_id), PartnerForm(_posted())

    def save() -> Any:
        return service.ask_partner(
            region=current_region(),
            idea=of,
            name=line(form.name.data),
            contact_name=line(form.contact_name.data),
            contact_email=(form.contact_email.data or "").strip().lower(),
        )

    return _small(of, form, save, _("Fråga en part"), _("Mejla frågan"), _("Frågan är mejlad."))


@bp.route(f"{ONE}/budget", methods=["GET", "POST"])
@requires(GET=MANAGE_PROJECTS, POST=MANAGE_PROJECTS)
@once
def idea_budget(idea_id: int) -> Any:
    """Set a line of the budget."""
    of = _own(idea_id)
    form = BudgetForm(of, _posted())

    def save() -> None:
        kind, year, amount = BudgetKind(form.kind.data), form.year.data or 0, form.amount.data or 0
        service.set_budget(region=current_region(), idea=of, kind=kind, year=year, amount=amount)

    return _small(of, form, save, _("Budgetrad"), _("Spara"), _("Sparat."))


@bp.post(f"{ONE}/submit")
@requires(POST=MANAGE_PROJECTS)
@once
def submit_idea(idea_id: int) -> Any:
    """The application has gone."""
    of = _own(idea_id)
    return _step(
        of, lambda: service.submit(region=current_region(), idea=of, submitted_on=today()), _("Ansökan är markerad som inskickad.")
    )


@bp.post(f"{ONE}/drop")
@requires(POST=MANAGE_PROJECTS)
@once
def drop_idea(idea_id: int) -> Any:
    """Nothing came of it."""
    of = _own(idea_id)
    return _step(of, lambda: service.drop(region=current_region(), idea=of), _("Idén är nedlagd."))


def _step(of: ProjectIdea, change: Any, done: str) -> Any:
    try:
        with atomic():
            change()
        flash(done, "success")
    except DomainError as error:
        flash(error.message, "error")
    return redirect(_to(of))


@bp.route(f"{ONE}/decision", methods=["GET", "POST"])
@requires(GET=MANAGE_PROJECTS, POST=MANAGE_PROJECTS)
@once
def decide_idea(idea_id: int) -> Any:
    """Write down the funder's decision. What is granted becomes a project."""
    of, form = _own(idea_id), DecisionForm(_posted())

    def save() -> Any:
        return service.decide(
            region=current_region(),
            idea=of,
            granted=form.granted.data == "yes",
            amount=form.amount.data or 0,
            decided_on=form.decided_on.data,  # type: ignore[arg-type]
            text=(form.text.data or "").strip(),
            reference=line(form.reference.data),
        )

    def to(made: Any) -> str:
        return url_for("funding.project", project_id=made.id) if made is not None else _to(of)

    return _small(of, form, save, _("Finansiärens beslut"), _("Spara beslutet"), _("Beslutet är sparat."), to)


@bp.route("/partner/<token>", methods=["GET", "POST"])
@public("GET", "POST")
@limiter.limit(PUBLIC_POST)
@once
def partner_answer(token: str) -> Any:
    """A partner's own page behind the mailed link. A look changes nothing, because mail scanners open links."""
    region, posted = current_region(), request.method == "POST"
    partner = queries.by_token(region, token, lock=posted)
    if partner is None:
        abort(404)
    of = queries.idea(region, partner.idea_id, lock=posted)
    form, status = AnswerForm(partner, _posted()), 200
    if posted:
        status = 422
        if form.validate():
            try:
                with atomic():
                    service.answer(region=region, idea=of, partner=partner, **form.facts())
                flash(_("Tack. Svaret är sparat. Du kan ändra det till och med sista dagen."), "success")
                return redirect(url_for("funding.partner_answer", token=token))
            except DomainError as error:
                form.add_error(error)
                status = error.status
    is_open = partner.expires_at > utcnow() and of.status == IdeaStatus.COLLECTING
    page = render_template("funding/ideas/answer.html", form=form, partner=partner, idea=of, is_open=is_open or posted, words=words)
    return page, status, {"X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer"}
