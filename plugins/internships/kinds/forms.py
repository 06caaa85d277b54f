"""What is asked of a kind. Lists are written one per line, with Swedish and English on either side of a bar."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, Regexp, ValidationError

from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.web.fields import NumberField, WholeField
from core.web.forms import Form
from plugins.internships.kinds.models import CODE_LENGTH, NAME_LENGTH, CompensationBasis, PlacementKindPolicy
from plugins.internships.kinds.words import BASES

MAX_LINES = 20
LINE = 200
PHASES = (("mid", "student"), ("mid", "supervisor"), ("final", "student"), ("final", "supervisor"))
_FLAGS = ("needs_supervisor", "needs_agreement", "self_found_allowed", "from_commitments", "is_active")
_QUESTIONS = _l("En fråga per rad. Skriv engelska efter ett lodstreck: Vad har du lärt dig? | What have you learnt?")
_WORDS = {"studerande": "student", "sökande": "student", "arbetsgivare": "employer", "skola": "school"}


def _lines(text: str | None) -> list[list[str]]:
    """The parts of each line that says anything."""
    return [[" ".join(part.split()) for part in line.split("|")] for line in (text or "").splitlines() if line.strip(" |")]


class KindForm(Form):
    """The rules of a kind."""

    version = HiddenField(validators=[Length(max=12)])
    code = StringField(
        _l("Kod"),
        [
            DataRequired(_l("Skriv en kort kod.")),
            Length(max=CODE_LENGTH),
            Regexp(r"[a-z][a-z0-9-]*\Z", message=_l("Använd små bokstäver a–z, siffror och bindestreck.")),
        ],
        description=_l("Används i filer. Den kan inte ändras senare."),
    )
    name = StringField(_l("Namn"), [DataRequired(_l("Skriv vad slaget heter.")), Length(max=NAME_LENGTH)])
    name_en = StringField(_l("Namn på engelska"), [Optional(), Length(max=NAME_LENGTH)])
    weeks_least = WholeField(_l("Minst så många veckor"), [InputRequired(_l("Skriv ett antal veckor."))], limits=(1, 104))
    weeks_most = WholeField(_l("Högst så många veckor"), [InputRequired(_l("Skriv ett antal veckor."))], limits=(1, 104))
    travel_limit_km = WholeField(
        _l("Högsta resväg i kilometer"),
        [Optional()],
        limits=(1, 2000),
        description=_l("Från hemmet. Lämna tomt om det inte finns någon gräns."),
    )
    needs_supervisor = BooleanField(_l("En handledare måste finnas"))
    needs_agreement = BooleanField(_l("Ett avtal måste skrivas under"))
    self_found_allowed = BooleanField(_l("Den sökande får ordna en egen plats"))
    from_commitments = BooleanField(_l("Platser i arbetsgivares avsiktsförklaringar blir utkast"))
    documents = TextAreaField(
        _l("Dokument som ska visas upp"),
        [Optional(), Length(max=5000)],
        description=_l(
            "Ett per rad, så här: Försäkring | Insurance | skola. Sist står vem som visar det: studerande, arbetsgivare eller skola."
        ),
    )
    compensation_basis = SelectField(
        _l("Ersättning till arbetsgivaren"), choices=[SelectChoice(key.value, label) for key, label in BASES.items()]
    )
    compensation_kronor = NumberField(_l("Kronor"), [Optional(), NumberRange(0, 1_000_000, _l("Skriv ett belopp från 0 till 1 000 000."))])
    mid_student = TextAreaField(_l("Frågor till den sökande halvvägs"), [Optional(), Length(max=5000)], description=_QUESTIONS)
    mid_supervisor = TextAreaField(_l("Frågor till handledaren halvvägs"), [Optional(), Length(max=5000)], description=_QUESTIONS)
    final_student = TextAreaField(_l("Frågor till den sökande efteråt"), [Optional(), Length(max=5000)], description=_QUESTIONS)
    final_supervisor = TextAreaField(_l("Frågor till handledaren efteråt"), [Optional(), Length(max=5000)], description=_QUESTIONS)
    is_active = BooleanField(_l("Används"))

    def __init__(self, kind: PlacementKindPolicy | None, formdata: Any = None) -> None:
        super().__init__(formdata, data=_data(kind))
        if kind is not None:
            del self.code

    def validate_documents(self, field: Any) -> None:
        """Each line names the document and who shows it."""
        rows = _lines(field.data)
        if len(rows) > MAX_LINES or any(len(part) > LINE for row in rows for part in row):
            raise ValidationError(_("Skriv högst %(n)s rader med högst %(most)s tecken i varje del.", n=MAX_LINES, most=LINE))
        for row in rows:
            if len(row) != 3 or not row[0] or row[2].lower() not in _WORDS:
                raise ValidationError(
                    _("Raden ”%(row)s” går inte att läsa. Skriv så här: Försäkring | Insurance | skola.", row=" | ".join(row)[:80])
                )

    def _questions(self, field: Any) -> None:
        rows = _lines(field.data)
        if len(rows) > MAX_LINES or any(len(part) > LINE for row in rows for part in row):
            raise ValidationError(_("Skriv högst %(n)s rader med högst %(most)s tecken i varje del.", n=MAX_LINES, most=LINE))
        if any(len(row) > 2 or not row[0] for row in rows):
            raise ValidationError(_("Skriv en fråga per rad, med högst ett lodstreck före engelskan."))

    validate_mid_student = validate_mid_supervisor = validate_final_student = validate_final_supervisor = _questions

    def facts(self) -> dict[str, Any]:
        """What was filled in."""
        evaluations: dict[str, dict[str, Any]] = {"mid": {}, "final": {}}
        for phase, side in PHASES:
            rows = _lines(self[f"{phase}_{side}"].data)
            evaluations[phase][side] = [{"text": row[0], "text_en": row[1] if len(row) > 1 else ""} for row in rows]
        basis = CompensationBasis(self.compensation_basis.data)
        found: dict[str, Any] = {name: " ".join((self[name].data or "").split()) for name in ("code", "name", "name_en") if name in self}
        return {
            **found,
            **{name: self[name].data for name in ("weeks_least", "weeks_most", "travel_limit_km")},
            **{name: bool(self[name].data) for name in _FLAGS},
            "documents": [{"name": row[0], "name_en": row[1], "by": _WORDS[row[2].lower()]} for row in _lines(self.documents.data)],
            "compensation_basis": basis,
            "compensation_amount": round((self.compensation_kronor.data or 0) * 100) if basis != CompensationBasis.NONE else 0,
            "evaluations": evaluations,
        }


def _data(kind: PlacementKindPolicy | None) -> dict[str, Any]:
    """What a kind says, as one writes it."""
    if kind is None:
        return {"is_active": True, "needs_supervisor": True, "needs_agreement": True, "self_found_allowed": True, "from_commitments": True}
    said = {name: word for word, name in reversed(_WORDS.items())}
    found = {
        name: getattr(kind, name)
        for name in ("name", "name_en", "weeks_least", "weeks_most", "travel_limit_km", "compensation_basis", "version", *_FLAGS)
    }
    for phase, side in PHASES:
        asked = kind.evaluations.get(phase, {}).get(side, [])
        found[f"{phase}_{side}"] = "\n".join(" | ".join(part for part in (each["text"], each["text_en"]) if part) for each in asked)
    found["documents"] = "\n".join(f"{each['name']} | {each['name_en']} | {said[each['by']]}" for each in kind.documents)
    return found | {"compensation_kronor": kind.compensation_amount / 100}
