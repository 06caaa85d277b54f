"""Following up: response rates, whom to call, what came of a call, and filling in the form for somebody on the phone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Response as HttpResponse
from flask import flash, redirect, render_template, request

from core.db import atomic
from core.errors import Conflict
from core.files.sheets import Kind, download
from core.geo.queries import name_of
from core.i18n import gettext as _
from core.organisations.service import format_orgnr
from core.records.people import shown_contact
from core.web.access import requires
from core.web.context import current_region, current_user
from core.web.submission import once
from plugins.employer_needs.inviting import queries, service
from plugins.employer_needs.inviting.forms import CALL_RESULT, CallForm
from plugins.employer_needs.inviting.models import CallResult
from plugins.employer_needs.inviting.queries import Rate
from plugins.employer_needs.links import path
from plugins.employer_needs.queries import rounds as round_queries
from plugins.employer_needs.services import rounds
from plugins.employer_needs.views.access import grant
from plugins.employer_needs.views.blueprint import bp
from plugins.employer_needs.views.rounds import MANAGE, READ


def _groups(round_id: int) -> list[tuple[str, str, str, Sequence[Rate]]]:
    """What rates are shown by: an anchor, a heading, what to call those of whom it is not known, and the rates."""
    return [
        ("municipality", _("Svarsfrekvens per kommun"), _("Utan kommun"), queries.rates_by_municipality(round_id)),
        ("branch", _("Svarsfrekvens per bransch"), _("Okänd bransch"), queries.rates_by_branch(round_id)),
        ("size", _("Svarsfrekvens per storlek"), _("Okänd storlek"), queries.rates_by_size(round_id)),
    ]


@bp.get("/omgangar/<int:round_id>/svarsfrekvens")
@requires(GET=READ)
def rates(round_id: int) -> str:
    """By municipality, branch and size, as charts with their tables."""
    return render_template(
        "employer_needs/inviting/rates.html",
        row=round_queries.round_row(round_id),
        groups=_groups(round_id),
        downloads={kind: path("rates_file", round_id=round_id, kind=kind) for kind in ("csv", "xlsx")},
    )


@bp.get("/omgangar/<int:round_id>/svarsfrekvens.csv", defaults={"kind": "csv"})
@bp.get("/omgangar/<int:round_id>/svarsfrekvens.xlsx", defaults={"kind": "xlsx"})
@requires(GET=READ)
def rates_file(round_id: int, kind: Kind) -> HttpResponse:
    """The same as a file."""
    round_queries.round_row(round_id)
    header = [_("Indelning"), _("Grupp"), _("Inbjudna"), _("Har svarat"), _("Har avstått"), _("Andel svar")]
    rows = [
        [title, each.label or unknown, each.invited, each.answered, each.declined, round(each.share, 3)]
        for _anchor, title, unknown, found in _groups(round_id)
        for each in found
    ]
    return download(kind, _("svarsfrekvens"), header, rows)


@bp.get("/omgangar/<int:round_id>/ej-svarat.csv", defaults={"kind": "csv"})
@bp.get("/omgangar/<int:round_id>/ej-svarat.xlsx", defaults={"kind": "xlsx"})
@requires(GET=READ)
def call_list_file(round_id: int, kind: Kind) -> HttpResponse:
    """Those to call, as a file."""
    round_queries.round_row(round_id)
    header = [
        _("Organisation"),
        _("Organisationsnummer"),
        _("Kommun"),
        _("E-postadress"),
        _("Telefonnummer"),
        _("Läge"),
        _("Samtal"),
        _("Senaste samtal"),
    ]
    rows = [
        [
            each.invitation.organisation_name,
            format_orgnr(each.invitation.orgnr),
            name_of(each.invitation.municipality_code or ""),
            each.invitation.email,
            each.phone,
            _("Har avstått") if each.invitation.declined_at else _("Har börjat") if each.begun else _("Inte börjat"),
            each.calls,
            str(CALL_RESULT[each.last.result]) if each.last else "",
        ]
        for each in queries.all_to_call(round_id)
    ]
    return download(kind, _("ej-svarat"), header, rows)


@bp.route("/omgangar/<int:round_id>/ej-svarat/<int:invitation_id>", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@once
def call(round_id: int, invitation_id: int) -> Any:
    """One employer that has not answered: how to reach it, what has happened, and a call to write down."""
    region = current_region()
    survey_round = rounds.own_round(region, round_id)
    invitation = service.own_invitation(region, round_id, invitation_id)
    form = CallForm()
    if form.validate_on_submit():
        service.note_call(
            region=region,
            round_id=round_id,
            invitation_id=invitation_id,
            by=current_user(),
            result=CallResult(form.result.data),
            note=form.note.data or "",
        )
        flash(_("Samtalet är antecknat."))
        return redirect(path("call", round_id=round_id, invitation_id=invitation_id))
    page = render_template(
        "employer_needs/inviting/call.html",
        survey_round=survey_round,
        invitation=invitation,
        contact=shown_contact(invitation.email, invitation.contact_name, invitation.email),
        phone=queries.phones([invitation]).get(invitation.id, ""),
        calls=queries.calls_of(invitation),
        delegations=queries.delegations_of(invitation),
        results=CALL_RESULT,
        form=form,
        takes_answers=rounds.takes_answers(survey_round),
    )
    return (page, 422) if request.method == "POST" else page


@bp.post("/omgangar/<int:round_id>/pa-telefon")
@requires(POST=MANAGE)
@once
def by_phone(round_id: int) -> Any:
    """Fill in the form for an employer on the phone that is not invited."""
    return _take_down(round_id, None)


@bp.post("/omgangar/<int:round_id>/ej-svarat/<int:invitation_id>/pa-telefon")
@requires(POST=MANAGE)
@once
def invited_by_phone(round_id: int, invitation_id: int) -> Any:
    """Fill in the form for an invited employer on the phone."""
    return _take_down(round_id, invitation_id)


def _take_down(round_id: int, invitation_id: int | None) -> Any:
    user = current_user()
    try:
        with atomic():
            response = service.begin_by_phone(region=current_region(), round_id=round_id, invitation_id=invitation_id, by=user)  # type: ignore[arg-type]
    except Conflict as error:
        flash(error.message, "info")
        return redirect(path("round_page", round_id=round_id))
    grant(response)
    flash(_("Du fyller nu i svaret åt arbetsgivaren. Det står i svaret att det lämnades per telefon till dig."), "info")
    return redirect(path("needs" if response.organisation_confirmed else "organisation", reference=response.reference))
