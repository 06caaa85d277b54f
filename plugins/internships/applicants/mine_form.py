"""What an applicant is asked: where they live, how far they can travel, and what they wish."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from core.geo.queries import choices as municipality_choices
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.taxonomy import queries as taxonomy
from core.taxonomy.search import resolve
from core.web.fields import WholeField
from core.web.forms import Form
from plugins.internships.applicants.models import Applicant, Preference, Wish

RANKS = 10
WISHES = 5
MAX_LINES, LINE = 20, 60
_SECTORS = (("", _l("Spelar ingen roll")), ("public", _l("Offentlig verksamhet")), ("private", _l("Privat eller ideell verksamhet")))


class MineForm(Form):
    """The applicant's own facts. The rows for wishes are added by `ranked_form` and `wish_form`."""

    municipality_code = SelectField(_l("Kommun där du bor"), [InputRequired(_l("Välj den kommun där du bor."))], choices=())
    centre_ref = SelectField(
        _l("Lärcentrum som du reser från"), [Optional()], choices=(), description=_l("Välj ett om du hellre reser därifrån än hemifrån.")
    )
    town = StringField(_l("Ort"), [Optional(), Length(max=100)], description=_l("Skriv ingen gatuadress."))
    phone = StringField(_l("Telefon"), [Optional(), Length(max=40)])
    travel_limit_km = WholeField(
        _l("Så långt kan du resa, i kilometer"), [Optional()], limits=(1, 2000), description=_l("Lämna tomt om du inte har någon gräns.")
    )
    driving_licence = BooleanField(_l("Jag har körkort"))
    languages = TextAreaField(
        _l("Språk som du talar"), [Optional(), Length(max=2000)], description=_l("Ett per rad, till exempel svenska.")
    )

    def __init__(
        self, applicant: Applicant, formdata: Any = None, data: dict[str, Any] | None = None, centres: Sequence[tuple[str, str]] = ()
    ) -> None:
        names = ("municipality_code", "centre_ref", "town", "phone", "travel_limit_km", "driving_licence")
        known = {name: getattr(applicant, name) for name in names} | {"languages": "\n".join(applicant.languages or ["Svenska"])}
        super().__init__(formdata, data=known | (data or {}))
        self.municipality_code.choices = [SelectChoice("", _("Välj kommun")), *(SelectChoice(*each) for each in municipality_choices())]
        self.centre_ref.choices = [SelectChoice("", _("Jag reser hemifrån")), *(SelectChoice(*each) for each in centres)]
        if not centres:
            del self.centre_ref
        elif not formdata and self.centre_ref.data not in dict(centres):
            self.centre_ref.data = ""

    def validate_languages(self, field: Any) -> None:
        """Few and short."""
        few(field)

    def facts(self) -> dict[str, Any]:
        """What was filled in of the person."""
        based = {"centre_ref": self.centre_ref.data or ""} if "centre_ref" in self else {}
        return {
            **based,
            "municipality_code": self.municipality_code.data,
            "town": " ".join((self.town.data or "").split()),
            "phone": " ".join((self.phone.data or "").split()),
            "travel_limit_km": self.travel_limit_km.data,
            "driving_licence": bool(self.driving_licence.data),
            "languages": rows_of(self.languages.data),
        }

    def ranked(self) -> list[tuple[int, int]]:
        """(rank, offer's id) of what was chosen."""
        rows = ((self[f"rank_{n}"].data or n, self[f"offer_{n}"].data) for n in range(1, RANKS + 1) if f"offer_{n}" in self)
        return [(rank, int(offer)) for rank, offer in rows if offer]

    def wanted(self) -> list[tuple[str, str, str]]:
        """(occupation group, sector, municipality) of each wish that says something."""
        rows = [
            (group_of(self[f"occupation_{n}"].data), self[f"sector_{n}"].data or "", self[f"at_{n}"].data or "")
            for n in range(1, WISHES + 1)
        ]
        return [row for row in rows if any(row)]


def ranked_form(
    applicant: Applicant,
    places: Sequence[tuple[str, str]],
    there: Sequence[Preference],
    formdata: Any = None,
    centres: Sequence[tuple[str, str]] = (),
) -> MineForm:
    """With a row for each of the places that can be ranked, and the learning centres that one can start from."""
    fields: dict[str, Any] = {}
    data: dict[str, Any] = {}
    rows = min(RANKS, len(places))
    for n in range(1, rows + 1):
        options = [SelectChoice("", _l("Ingen plats")), *(SelectChoice(*each) for each in places)]
        fields[f"offer_{n}"] = SelectField(_l("Plats %(n)s", n=n), [Optional()], choices=options)
        fields[f"rank_{n}"] = WholeField(_l("Plats %(n)s är mitt val nummer", n=n), [Optional()], limits=(1, RANKS))
        data[f"rank_{n}"] = n
    for n, row in enumerate(there[:rows], start=1):
        data |= {f"offer_{n}": str(row.offer_id), f"rank_{n}": row.rank}
    return type("RankedForm", (MineForm,), fields)(applicant, formdata, data, centres)  # type: ignore[no-any-return]


def wish_form(
    applicant: Applicant,
    places: Sequence[tuple[str, str]],
    there: Sequence[Wish],
    formdata: Any = None,
    centres: Sequence[tuple[str, str]] = (),
) -> MineForm:
    """With rows for wishes.

    Args:
        places: Municipalities that can be wished for.
        centres: Learning centres that one can start from; none: nothing is asked.
    """
    fields: dict[str, Any] = {}
    data: dict[str, Any] = {}
    anywhere = [SelectChoice("", _l("Spelar ingen roll")), *(SelectChoice(*each) for each in places)]
    for n in range(1, WISHES + 1):
        hint = _l("Ett yrke i ord, eller fyra siffror enligt SSYK 2012.")
        fields[f"occupation_{n}"] = StringField(
            _l("Önskemål %(n)s: yrke", n=n), [Optional(), Length(max=200), _is_occupation], description=hint
        )
        fields[f"sector_{n}"] = SelectField(
            _l("Önskemål %(n)s: verksamhet", n=n), [Optional()], choices=[SelectChoice(*s) for s in _SECTORS]
        )
        fields[f"at_{n}"] = SelectField(_l("Önskemål %(n)s: kommun", n=n), [Optional()], choices=anywhere)
    for n, row in enumerate(there[:WISHES], start=1):
        group = taxonomy.group(row.occupation_group) if row.occupation_group else None
        said = f"{group.code} {group.name}" if group else ""
        data |= {f"occupation_{n}": said, f"sector_{n}": row.sector, f"at_{n}": row.municipality_code}
    return type("WishForm", (MineForm,), fields)(applicant, formdata, data, centres)  # type: ignore[no-any-return]


def _is_occupation(_form: Any, field: Any) -> None:
    if (field.data or "").strip() and not group_of(field.data):
        raise ValidationError(_("Det går inte att avgöra vilket yrke som menas. Skriv fyra siffror enligt SSYK 2012, eller ett annat ord."))


def few(field: Any) -> None:
    """Few and short rows.

    Raises:
        ValidationError: when they are not.
    """
    rows = rows_of(field.data)
    if len(rows) > MAX_LINES or any(len(row) > LINE for row in rows):
        raise ValidationError(_("Skriv högst %(n)s rader med högst %(most)s tecken i varje.", n=MAX_LINES, most=LINE))


def group_of(text: str | None) -> str:
    """The occupation group of a code or a word; empty when it is none."""
    plain = " ".join((text or "").split())
    if plain[:4].isdigit():
        return plain[:4] if taxonomy.group(plain[:4]) is not None else ""
    found = resolve(plain) if plain else None
    return found.group_code if found else ""


def rows_of(text: str | None) -> list[str]:
    """The rows that say something."""
    return [found for line in (text or "").splitlines() if (found := " ".join(line.split()))]
