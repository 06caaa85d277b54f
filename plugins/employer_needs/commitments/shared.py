"""Letters of intent for other plugins: they hold a ref, and ask who stands behind it when somebody reads who may."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from core.db import db
from core.organisations import sizes
from core.organisations.models import Organisation
from core.plugins import LetterOfIntent
from core.records.people import protected_addresses
from core.regions.models import Region
from core.users.models import User
from core.users.queries import may
from plugins.employer_needs.commitments import queries
from plugins.employer_needs.commitments.following import ref
from plugins.employer_needs.links import path

READ = "employer_needs.letter.read"
PREFIX = "employer_needs:letter:"
MAX_REFS = 500


def letters(region: Region, user: User | None, refs: Sequence[str]) -> list[LetterOfIntent]:
    """The signed letters behind refs, in the order that they were asked for. Somebody with protected identity is nameless."""
    numbers = [int(key) for each in refs[:MAX_REFS] if (key := each.removeprefix(PREFIX)).isdecimal() and each != key and len(key) < 10]
    if not numbers or not may(user, region, READ):
        return []
    found = {letter.id: letter for letter in queries.by_refs(region, numbers)}
    promised = queries.commitments_by_letter(list(found.values()))
    hidden = protected_addresses(letter.person_email for letter in found.values())
    statement = select(Organisation.id, Organisation.size_class).where(
        Organisation.id.in_([each.organisation_id for each in found.values()])
    )
    size: dict[int, int | None] = {row.id: row.size_class for row in db.session.execute(statement)}
    shown = []
    for number in dict.fromkeys(numbers):
        letter = found.get(number)
        if letter is None or letter.signed_at is None:
            continue
        named = letter.person_email.lower() not in hidden
        shown.append(
            LetterOfIntent(
                ref=ref(letter),
                organisation_id=letter.organisation_id or 0,
                organisation_name=letter.organisation_name,
                orgnr=letter.orgnr or "",
                municipality_code=letter.municipality_code or "",
                size=sizes.label(size.get(letter.organisation_id or 0)),
                person_name=letter.person_name if named else "",
                person_title=letter.person_title if named else "",
                person_email=letter.person_email if named else "",
                person_phone=letter.person_phone if named else "",
                signed_at=letter.signed_at,
                withdrawn_at=letter.withdrawn_at,
                commitments=tuple((each.kind.value, each.amount, each.period) for each in promised[letter.id]),
                url=path("letter_page", region=region.slug, letter_id=letter.id),
            )
        )
    return shown
