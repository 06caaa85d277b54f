"""The plugin's pages. Importing this package binds every view to the blueprint."""

from __future__ import annotations

from plugins.employer_needs.commitments import views as letters  # noqa: F401
from plugins.employer_needs.commitments import views_staff as letters_for_staff  # noqa: F401
from plugins.employer_needs.dashboards import views as dashboard_views  # noqa: F401

# After the plugin's own, on whose helpers they stand.
from plugins.employer_needs.inviting import views as inviting_views  # noqa: F401
from plugins.employer_needs.questions import views as question_views  # noqa: F401
from plugins.employer_needs.views import (  # noqa: F401  (imported for their routes)
    answer_again,
    answer_earlier,
    answer_needs,
    answer_parts,
    answer_send,
    answer_start,
    following,
    invitations,
    overview,
    rounds,
    secrecy,
    status,
    typeahead,
)
from plugins.employer_needs.views.blueprint import bp

__all__ = ["bp"]
