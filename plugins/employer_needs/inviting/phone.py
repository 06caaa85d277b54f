"""Who took down an answer that was given on the phone, as others may see it."""

from __future__ import annotations

from core.db import one_or_none
from core.i18n import gettext as _
from core.records.people import display_name
from core.users.models import User
from plugins.employer_needs.models import Response


def taken_by(response: Response) -> str:
    """The name of the member of staff; "regionen" when the person is gone. Empty for an answer in the form."""
    if not response.by_phone:
        return ""
    user = one_or_none(User, response.entered_by_id) if response.entered_by_id is not None else None
    return display_name(user) or _("regionen")
