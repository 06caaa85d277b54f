"""A region's own words for a kind of mail: written, checked, shown and taken back."""

from __future__ import annotations

from core.audit.service import record
from core.db import db
from core.errors import Conflict, DomainError
from core.i18n import gettext as _
from core.i18n import speaking
from core.mail import sandbox
from core.mail.models import RegionMailTemplate
from core.mail.templates import own, standard, template
from core.plugins.declarations import MailTemplate
from core.regions.models import Region


class FaultyWords(DomainError):
    """The words cannot be used; `faults` says why, as (field, sentence)."""

    def __init__(self, faults: list[tuple[str, str]]) -> None:
        super().__init__(faults[0][1], field=faults[0][0])
        self.faults = faults


def _checked(found: MailTemplate, subject: str, body: str) -> None:
    if faults := sandbox.faults(subject, body, found.variables):
        raise FaultyWords(faults)


def preview(*, kind: str, tongue: str, subject: str, body: str) -> tuple[str, str]:
    """How the mail reads, with the template's samples.

    Raises:
        FaultyWords: when it cannot be used.
    """
    found = template(kind)
    subject, body = subject.strip(), body.replace("\r\n", "\n")
    _checked(found, subject, body)
    with speaking(tongue):
        return sandbox.render(subject, body, {variable.name: str(variable.sample) for variable in found.variables})


def write(*, region: Region, kind: str, tongue: str, subject: str, body: str, version: int | None) -> None:
    """Use these words from now on.

    Args:
        version: What the writer saw: that of the region's words, or None for the standard's.

    Raises:
        FaultyWords: when they cannot be used.
        Conflict: when somebody else has changed them since.
    """
    found = template(kind)
    subject, body = subject.strip(), body.replace("\r\n", "\n").strip() + "\n"
    _checked(found, subject, body)
    row = own(region, kind, tongue)
    if (row.version if row else None) != version:
        raise Conflict(_("Någon annan har ändrat texten medan du skrev. Läs in sidan igen, och kopiera det du vill ha kvar först."))
    usual = standard(kind, tongue)
    if (subject, body.strip()) == (usual.subject.strip(), usual.body.strip()):
        if row is not None:
            _take_back(region, row)
        return
    if row is None:
        row = RegionMailTemplate(region_id=region.id, kind=kind, language=tongue, subject=subject, body=body)
        db.session.add(row)
    else:
        row.subject, row.body = subject, body
    db.session.flush()
    subject_ref = f"core:mail_template:{row.id}"
    record("core.mail_template.changed", region=region, subject=subject_ref, kind=kind, language=tongue, version=row.version)


def reset(*, region: Region, kind: str, tongue: str) -> None:
    """Use the standard's words again."""
    row = own(region, kind, tongue)
    if row is not None:
        _take_back(region, row)


def _take_back(region: Region, row: RegionMailTemplate) -> None:
    record(
        "core.mail_template.reset",
        region=region,
        subject=f"core:mail_template:{row.id}",
        kind=row.kind,
        language=row.language,
        version=row.version,
    )
    db.session.delete(row)
    db.session.flush()
