"""Letters of intent as public records. Drafts are the employer's own, and no public record."""

from __future__ import annotations

from core.i18n import gettext as _
from core.plugins.declarations import PublicRecord, RecordField
from core.records.people import protected_addresses
from core.regions.models import Region
from plugins.employer_needs.commitments import queries
from plugins.employer_needs.commitments.following import ref
from plugins.employer_needs.commitments.models import Letter

KIND = "employer_needs:letter:"
PERSECUTED = "21:3"  # OSL: how somebody who may be persecuted can be reached


def find(region: Region, query: str, limit: int) -> list[PublicRecord]:
    """Signed letters by organisation or reference, the newest first."""
    if limit <= 0:
        return []
    return [PublicRecord(ref(letter), _title(letter)) for letter in queries.matching(region, query, limit)]


def whole(region: Region, wanted: str) -> PublicRecord | None:
    """A signed letter, word for word."""
    key = wanted.removeprefix(KIND)
    found = queries.by_refs(region, [int(key)]) if key.isdecimal() and len(key) < 10 else []
    if not found:
        return None
    letter = found[0]
    protected = PERSECUTED if protected_addresses([letter.person_email]) else ""
    danger = _("Uppgiften kan leda till att någon utsätts för hot, våld eller annat allvarligt men.") if protected else ""
    fields = [
        RecordField("organisation_name", _("Organisation"), letter.organisation_name),
        RecordField("text", _("Det här undertecknades"), letter.signed_text),
        RecordField("signed_at", _("Undertecknad"), letter.signed_at.date().isoformat() if letter.signed_at else ""),
        RecordField("person_name", _("Av"), letter.person_name, protected, danger),
        RecordField("person_title", _("Befattning"), letter.person_title, protected, danger),
        RecordField("person_email", _("E-post"), letter.person_email, protected, danger),
        RecordField("person_phone", _("Telefon"), letter.person_phone, protected, danger),
    ]
    if letter.withdrawn_at is not None:
        fields += [
            RecordField("withdrawn_at", _("Återkallad"), letter.withdrawn_at.date().isoformat()),
            RecordField("withdrawn_reason", _("Skäl"), letter.withdrawn_reason),
        ]
    return PublicRecord(wanted, _title(letter), fields)


def _title(letter: Letter) -> str:
    return _("Avsiktsförklaring %(reference)s från %(organisation)s", reference=letter.reference, organisation=letter.organisation_name)
