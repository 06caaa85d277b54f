"""The plugin's pages. Importing this package binds every view to the blueprint."""

from __future__ import annotations

# After the plugin's own, on whose helpers they stand.
from plugins.employer_needs.questions import views as question_views  # noqa: F401
from plugins.employer_needs.views import (  # noqa: F401  (imported for their routes)
    answer_needs,
    answer_parts,
    answer_send,
    answer_start,
    invitations,
    overview,
    rounds,
    status,
    typeahead,
)
from plugins.employer_needs.views.blueprint import bp

__all__ = ["bp"]
