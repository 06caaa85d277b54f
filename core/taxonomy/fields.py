"""Occupation groups as they are written in a form, a file or a call to the API: codes of SSYK 2012, four digits."""

from __future__ import annotations

import re
from collections.abc import Sequence

from wtforms.validators import ValidationError

from core.i18n import gettext as _
from core.taxonomy import queries

MAX_GROUPS = 20


def group_codes(text: str | None) -> list[str]:
    """The codes that were written, each once."""
    return list(dict.fromkeys(re.findall(r"[0-9A-Za-z]+", text or "")))[:MAX_GROUPS]


def unknown_group(codes: Sequence[str]) -> str | None:
    """What is wrong with the first that is no occupation group, in words; None when each is one."""
    known = queries.groups(list(codes))
    for code in codes:
        if code not in known or len(code) != 4:
            return _("Det finns ingen yrkesgrupp %(code)s. Skriv fyra siffror enligt SSYK 2012.", code=code[:20])
    return None


def check_groups(text: str | None) -> None:
    """That there are such occupation groups.

    Raises:
        ValidationError: naming the first that there is not.
    """
    written = (text or "").strip()
    if fault := unknown_group(group_codes(text) or ([written] if written else [])):
        raise ValidationError(fault)
