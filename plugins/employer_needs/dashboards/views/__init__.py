"""Pages with figures. Importing this package binds them to the blueprint."""

from __future__ import annotations

from plugins.employer_needs.dashboards.views import public, publishing, staff  # noqa: F401  (imported for their routes)
