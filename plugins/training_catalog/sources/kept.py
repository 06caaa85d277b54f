"""Sources that the application fills itself: what providers keep here by form, and the learning centres' own courses.

They stand beside the others, so that everything in the catalogue comes from somewhere, but no file is read into them.
"""

from __future__ import annotations

from plugins.training_catalog.records import key_of

CENTRES = "Lärcentrum"
# A name cannot hold two spaces, so that nobody's source is taken for one of these.
BY_FORM = "organisation  "


def is_kept_here(name_key: str) -> bool:
    """Whether a source, by the key of its name, is one that the application fills."""
    return name_key.startswith(BY_FORM) or name_key == key_of(CENTRES)
