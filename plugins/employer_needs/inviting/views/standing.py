"""The standing link: opened by the strategist, and asked with the newest questions when the strategist says so."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect

from core.db import atomic
from core.errors import Conflict
from core.i18n import gettext as _
from core.web.access import requires
from core.web.context import current_region
from core.web.submission import once
from plugins.employer_needs.inviting import standing
from plugins.employer_needs.links import path
from plugins.employer_needs.views.blueprint import bp
from plugins.employer_needs.views.rounds import MANAGE


@bp.post("/fast-lank")
@requires(POST=MANAGE)
@once
def open_standing() -> Any:
    """Open the standing link."""
    try:
        with atomic():
            found = standing.open_standing(region=current_region())
    except Conflict as error:
        flash(error.message, "info")
        return redirect(path("round_list"))
    flash(_("Den fasta länken är öppen. Sätt den på er webbplats, så kan arbetsgivare höra av sig när som helst."))
    return redirect(path("round_page", round_id=found.id))


@bp.post("/omgangar/<int:round_id>/byt-fragor")
@requires(POST=MANAGE)
@once
def renew_questions(round_id: int) -> Any:
    """Ask the newest questions."""
    standing.renew_questions(region=current_region(), round_id=round_id)
    flash(_("Nya svar får de senast publicerade frågorna. Svar som är påbörjade behåller sina."))
    return redirect(path("round_page", round_id=round_id))
