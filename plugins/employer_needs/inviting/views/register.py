"""Inviting from the register: choose, look at whom and how many, then invite."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask import flash, redirect, render_template, request
from werkzeug.datastructures import MultiDict

from core.db import atomic
from core.errors import DomainError
from core.i18n import ngettext
from core.organisations import sizes, sni
from core.organisations.models import OrganisationKind
from core.regions.queries import municipalities
from core.web.access import requires
from core.web.context import current_region
from core.web.submission import once
from plugins.employer_needs.inviting import choosing
from plugins.employer_needs.inviting.forms import ChoiceForm
from plugins.employer_needs.links import path
from plugins.employer_needs.services import rounds
from plugins.employer_needs.services.rounds import takes_answers
from plugins.employer_needs.views.blueprint import bp
from plugins.employer_needs.views.rounds import MANAGE

SHOWN = 100


@bp.route("/omgangar/<int:round_id>/bjud-in/register", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@once
def invite_from_register(round_id: int) -> Any:
    """The choice stands in the address, so a look writes nothing. A post invites whom the same choice leads to then."""
    region = current_region()
    survey_round = rounds.own_round(region, round_id)
    places = [(place.code, place.name) for place in municipalities(region)]
    form = ChoiceForm(request.args or MultiDict({"kind": OrganisationKind.EMPLOYER.value}), municipalities=places)
    choice = form.choice()
    if request.method == "POST":
        try:
            with atomic():
                added = choosing.invite_chosen(
                    region=region, round_id=round_id, choice=choice, without_address=request.form.get("without_address") == "1"
                )
        except DomainError as error:
            if error.status != 422:
                raise
            flash(error.message, "error")
            return redirect(path("invite_from_register", round_id=round_id, **_address(choice)))
        flash(ngettext("%(n)s ny arbetsgivare är inlagd.", "%(n)s nya arbetsgivare är inlagda.", added, n=added))
        return redirect(path("round_page", round_id=round_id))
    chosen = choosing.choose(region, survey_round, choice)
    titles = dict(sni.sections())
    rows = [
        (each.name, each.municipality_code, titles.get(each.sni_section, ""), sizes.label(each.size_class), each.id in chosen.addresses)
        for each in chosen.organisations[:SHOWN]
    ]
    return render_template(
        "employer_needs/inviting/register.html",
        survey_round=survey_round,
        form=form,
        chosen=chosen,
        rows=rows,
        most=choosing.MAX_CHOSEN,
        mails_now=takes_answers(survey_round),
        before=choosing.last_round(survey_round),
        address=path("invite_from_register", round_id=round_id, **_address(choice)),
    )


def _address(choice: choosing.Choice) -> dict[str, str]:
    return {name: value for name, value in asdict(choice).items() if value or name == "kind"}  # all kinds is a choice, too
