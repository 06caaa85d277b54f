"""Pages of asking. Importing this package binds them to the blueprint."""

from __future__ import annotations

from plugins.employer_needs.inviting.views import calling, employer, register, schedule, standing  # noqa: F401  (imported for their routes)
