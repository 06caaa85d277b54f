"""Saving what an employer answers to the region's own questions, with the version that was asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.db import db
from core.errors import DomainError
from core.i18n import gettext as _
from core.regions.models import Region
from plugins.employer_needs.models import Response
from plugins.employer_needs.questions import definition, files, queries
from plugins.employer_needs.questions.definition import Kind
from plugins.employer_needs.questions.files import Upload
from plugins.employer_needs.questions.models import OwnAnswers


def save(
    *, region: Region, response: Response, values: Mapping[str, Any], uploads: Mapping[str, Upload], dropped: frozenset[str], done: bool
) -> None:
    """Keep answers. What is no longer asked, after other answers, is let go.

    Args:
        uploads: By question.
        dropped: The questions whose file is taken away.
        done: Whether the page was answered as a whole.

    Raises:
        DomainError: when there are too many files.
    """
    own = queries.own(response)
    if own.set_id is None:
        raise DomainError(_("Regionen ställer inga egna frågor i den här omgången."))
    for key in dropped | uploads.keys():
        files.drop(response, key)
    for key, upload in uploads.items():
        files.keep(region, response, key, upload)
    kept = {each.question_key: each.filename for each in queries.files_of(response)}
    if len(kept) > files.MAX_FILES:
        raise DomainError(_("Ett svar kan ha högst %(max)s filer.", max=files.MAX_FILES))
    asked = {each.key: each for each in definition.asked(own.questions, {**values, **kept})}
    for key in kept.keys() - asked.keys():
        files.drop(response, key)
    row = queries.answers_row(response)
    if row is None:
        row = OwnAnswers(region_id=region.id, response_id=response.id, set_id=own.set_id)
        db.session.add(row)
    row.values = {
        key: value for key, value in values.items() if key in asked and asked[key].kind != Kind.FILE and value not in (None, "", [])
    }
    row.done = done
    db.session.flush()
