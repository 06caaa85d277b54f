"""Pages of own questions. Importing this package binds them to the blueprint."""

from __future__ import annotations

from plugins.employer_needs.questions.views import answer, answers, builder, surveys  # noqa: F401  (imported for their routes)
