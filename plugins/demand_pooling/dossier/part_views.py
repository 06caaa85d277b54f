"""Pages of a dossier's parts: the own words, the programme, the letters, the steering group."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for

from core.db import atomic
from core.errors import Conflict, DomainError
from core.i18n import gettext as _
from core.plugins import hooks
from core.web.access import requires
from core.web.context import current_region, current_user
from core.web.submission import once
from plugins.demand_pooling.dossier import commitments, queries, rules, service
from plugins.demand_pooling.dossier.forms import LettersForm, OrderForm, PlanForm, SeatForm, VersionedForm, YhForm, texts_form
from plugins.demand_pooling.dossier.models import Dossier, Kind
from plugins.demand_pooling.dossier.permissions import WRITE
from plugins.demand_pooling.dossier.programme import Programme
from plugins.demand_pooling.dossier.texts import ROLE_LABELS, TEXTS, commitment_words
from plugins.demand_pooling.dossier.views import ID, MAX_ID, bp, places
from plugins.demand_pooling.queries import get_cluster


def _page(template: str, dossier: Dossier, form: Any, **more: Any) -> Any:
    page = render_template(f"demand_pooling/dossier/{template}.html", dossier=dossier, form=form, **more)
    return (page, 422) if request.method == "POST" else page


def _refused(form: VersionedForm, dossier_id: int, error: DomainError) -> bool:
    """Show the error. After a conflict the form takes the version that is there now, so that a second try is a decision."""
    form.add_error(error)
    if isinstance(error, Conflict):
        form.version.data = str(queries.get_dossier(current_region(), dossier_id).version)
        return True
    return False


def _done(dossier_id: int, words: str) -> Any:
    flash(words, "success")
    return redirect(url_for("demand_pooling_dossier.dossier", dossier_id=dossier_id))


@bp.route(f"/dossiers/{ID}/texts", methods=["GET", "POST"])
@requires(GET=WRITE, POST=WRITE)
@once
def texts(dossier_id: int) -> Any:
    """Write the own words."""
    region = current_region()
    found = queries.get_dossier(region, dossier_id)
    form = texts_form(found, request.form or None, title=found.title, version=str(found.version), **found.texts)
    theirs: Sequence[tuple[str, str]] = ()
    if form.validate_on_submit():
        said = {text.name: form[text.name].data or "" for text in TEXTS[found.kind]}
        try:
            with atomic():
                service.save_texts(region=region, dossier_id=found.id, version=form.seen, title=form["title"].data or "", texts=said)
            return _done(found.id, _("Texterna är sparade."))
        except DomainError as error:
            if _refused(form, found.id, error):
                now = queries.get_dossier(region, dossier_id)
                theirs = [(str(text.label), str(now.texts.get(text.name, ""))) for text in TEXTS[found.kind]]
    return _page("texts", found, form, texts=TEXTS[found.kind], theirs=theirs)


@bp.route(f"/dossiers/{ID}/programme", methods=["GET", "POST"])
@requires(GET=WRITE, POST=WRITE)
@once
def programme(dossier_id: int) -> Any:
    """Enter the facts of the programme."""
    region = current_region()
    found = queries.get_dossier(region, dossier_id)
    made: type[PlanForm] = YhForm if found.kind is Kind.YH_APPLICATION else OrderForm
    stored = Programme.of(found.programme)
    form = made(data={**vars(stored), "version": str(found.version)}, places=places())
    if form.validate_on_submit():
        facts = {field.name: field.data or type(getattr(stored, field.name))() for field in form if hasattr(stored, field.name)}
        try:
            with atomic():
                service.save_programme(region=region, dossier_id=found.id, version=form.seen, facts=facts)
            return _done(found.id, _("Uppgifterna är sparade."))
        except DomainError as error:
            _refused(form, found.id, error)
    return _page("programme", found, form, shown=[field for field in form if field.name != "version"])


@bp.route(f"/dossiers/{ID}/letters", methods=["GET", "POST"])
@requires(GET=WRITE, POST=WRITE)
@once
def letters(dossier_id: int) -> Any:
    """Choose which letters of intent it leans on."""
    region, user = current_region(), current_user()
    found = queries.get_dossier(region, dossier_id)
    form = LettersForm(data={"letters": list(found.letters), "version": str(found.version)})
    if form.validate_on_submit():
        try:
            with atomic():
                service.choose_letters(region=region, dossier_id=found.id, version=form.seen, refs=form.letters.data or [])
            return _done(found.id, _("Valet är sparat."))
        except DomainError as error:
            _refused(form, found.id, error)
    group = get_cluster(region, found.cluster_id).occupation_group if found.cluster_id else ""
    rows = commitments.of_group(region, group) if group else []
    promised: dict[str, list[str]] = {}
    employers = {row.letter_ref: row.organisation_name for row in rows}
    for row in rows:
        promised.setdefault(row.letter_ref, []).append(commitment_words(row.kind, row.amount, row.period))
    people = {each.ref: each for each in hooks.for_region(region).letters_of_intent(user=user, refs=[*promised, *found.letters])}
    gone = [ref for ref in found.letters if ref not in promised]
    names = {ref: people[ref].organisation_name if ref in people else _("Okänd arbetsgivare") for ref in gone}
    holding = {ref: _label(employers[ref], people.get(ref), promised[ref]) for ref in promised}
    form.offer({**holding, **{ref: _("%(name)s: återkallad, ta bort", name=names[ref]) for ref in gone}})
    return _page("letters", found, form, most=rules.MOST_LETTERS, people=people)


def _label(employer: str, letter: Any, promised: list[str]) -> str:
    person = f" ({letter.person_name})" if letter is not None and letter.person_name else ""
    return f"{employer}{person}. {'; '.join(promised)}"


@bp.route(f"/dossiers/{ID}/steering-group", methods=["GET", "POST"])
@requires(GET=WRITE, POST=WRITE)
@once
def steering(dossier_id: int) -> Any:
    """Propose a steering group, with what it lacks."""
    region = current_region()
    found = queries.get_dossier(region, dossier_id)
    form = SeatForm()
    if form.validate_on_submit():
        try:
            with atomic():
                service.add_seat(
                    region=region,
                    dossier_id=found.id,
                    role=form.chosen,
                    organisation=form.organisation.data or "",
                    position=form.position.data or "",
                )
            flash(_("Ledamoten är tillagd."), "success")
            return redirect(url_for("demand_pooling_dossier.steering", dossier_id=found.id))
        except DomainError as error:
            form.add_error(error)
    seats = queries.seats(found)
    judged = rules.steering((seat.role for seat in seats), qualified=Programme.of(found.programme).exam == "qualified")
    offered = [row for row in commitments.of_letters(region, found.letters) if row.kind == "steering_group" and row.withdrawn_at is None]
    return _page("steering", found, form, seats=seats, judged=judged, roles=ROLE_LABELS, source=rules.STEERING_SOURCE, offered=offered)


@bp.post(f"/dossiers/{ID}/steering-group/<int(max={MAX_ID}):seat_id>/remove")
@requires(POST=WRITE)
@once
def remove_seat(dossier_id: int, seat_id: int) -> Any:
    """Take a proposed member away."""
    with atomic():
        service.remove_seat(region=current_region(), dossier_id=dossier_id, seat_id=seat_id)
    flash(_("Ledamoten är borttagen."))
    return redirect(url_for("demand_pooling_dossier.steering", dossier_id=dossier_id))
