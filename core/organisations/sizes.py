"""Size classes (*storleksklasser*) as Statistics Sweden counts them: by number of employees, named by the least of them."""

from __future__ import annotations

import re

from core.errors import DomainError
from core.i18n import gettext as _

CLASSES = (0, 1, 5, 10, 20, 50, 100, 200, 500, 1_000, 1_500, 2_000, 3_000, 4_000, 5_000, 10_000)
_NUMBER = re.compile(r"\d+")


def label(size_class: int | None) -> str:
    """A class in words: "20–49 anställda"; empty for None."""
    if size_class is None:
        return ""
    if size_class == 0:
        return _("Inga anställda")
    if size_class == CLASSES[-1]:
        return _("%(n)s anställda eller fler", n=size_class)
    last = CLASSES[CLASSES.index(size_class) + 1] - 1 if size_class in CLASSES else size_class
    return _("%(first)s–%(last)s anställda", first=size_class, last=last)


def choices() -> list[tuple[str, str]]:
    """Pairs for a form's select."""
    return [(str(value), label(value)) for value in CLASSES]


def normalise_size(text: str, *, field: str = "size_class") -> int | None:
    """The class of a number of employees, or of a class as registers write it ("20-49", "20–49 anställda", "10000+").

    Raises:
        DomainError: when no number can be found in it.
    """
    plain = re.sub(r"(?<=\d)[\s\u00a0\u202f](?=\d{3}\b)", "", text.strip())
    if not plain:
        return None
    numbers = _NUMBER.findall(plain)
    if not numbers:
        if plain.lower().startswith(("inga", "none", "no ")):
            return 0
        raise DomainError(_("Storleken ska vara ett antal anställda eller en storleksklass, till exempel 35 eller 20–49."), field=field)
    count = int(numbers[0][:9])
    return max(value for value in CLASSES if value <= count)
