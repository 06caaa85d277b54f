"""Names of organisations: in words, and as keys by which duplicates are found."""

from __future__ import annotations

from typing import Any

from core.i18n import lazy_gettext as _l
from core.organisations.models import OrganisationKind
from core.search.folding import fold

KINDS: dict[OrganisationKind, Any] = {
    OrganisationKind.EMPLOYER: _l("Arbetsgivare"),
    OrganisationKind.MUNICIPALITY: _l("Kommun"),
    OrganisationKind.REGION: _l("Region"),
    OrganisationKind.LEARNING_CENTRE: _l("Lärcentrum"),
    OrganisationKind.EDUCATION_PROVIDER: _l("Utbildningsanordnare"),
    OrganisationKind.UNIVERSITY: _l("Universitet eller högskola"),
    OrganisationKind.FOLK_HIGH_SCHOOL: _l("Folkhögskola"),
    OrganisationKind.EMPLOYER_ASSOCIATION: _l("Arbetsgivarorganisation"),
    OrganisationKind.MUNICIPAL_FEDERATION: _l("Kommunalförbund"),
    OrganisationKind.AGENCY: _l("Myndighet"),
    OrganisationKind.UNION: _l("Fackförbund"),
}
# Legal forms, folded, and what often stands beside them.
_FORMS = frozenset(
    {
        "ab",
        "aktiebolag",
        "aktiebolaget",
        "hb",
        "handelsbolag",
        "kb",
        "kommanditbolag",
        "ek",
        "ekonomisk",
        "for",
        "forening",
        "publ",
        "filial",
    }
)


def name_key(name: str) -> str:
    """A name without case, accents and legal form; the folded name when nothing else is left."""
    words = fold(name).split()
    return " ".join(word for word in words if word not in _FORMS)[:200] or " ".join(words)[:200]


def kind_of(text: str) -> OrganisationKind | None:
    """The kind that a text means: its name in the code, in Swedish or in English; None when it is none of them."""
    folded = fold(text).replace(" ", "_")
    for kind, label in KINDS.items():
        if folded in (kind.value, fold(str(label)).replace(" ", "_")):
            return kind
    return _OTHER_WORDS.get(folded)


_OTHER_WORDS = {
    "foretag": OrganisationKind.EMPLOYER,
    "company": OrganisationKind.EMPLOYER,
    "hogskola": OrganisationKind.UNIVERSITY,
    "universitet": OrganisationKind.UNIVERSITY,
    "utbildare": OrganisationKind.EDUCATION_PROVIDER,
    "branschorganisation": OrganisationKind.EMPLOYER_ASSOCIATION,
    "fack": OrganisationKind.UNION,
    "kommunalforbund": OrganisationKind.MUNICIPAL_FEDERATION,
}
