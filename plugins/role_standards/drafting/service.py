"""Proposing changes to a draft, answering proposals, and commenting. Nothing here commits."""

from __future__ import annotations

from core.audit.service import record
from core.db import db, utcnow
from core.errors import Conflict, DomainError
from core.i18n import gettext as _
from core.regions.models import Region
from core.users.models import User
from plugins.role_standards.drafting.models import Comment, PartField, Proposal, ProposalStatus
from plugins.role_standards.drafting.words import PART
from plugins.role_standards.standards import queries
from plugins.role_standards.standards import service as standards
from plugins.role_standards.standards.models import TITLE_LENGTH, CompetenceRequirement, Level, StandardVersion, VersionStatus

OF_VERSION = (PartField.DESCRIPTION, PartField.TASKS)
COLUMN = {
    PartField.TITLE: "title",
    PartField.REQUIREMENT: "description",
    PartField.MET_BY: "met_by",
    PartField.VALIDATED_BY: "validated_by",
}


def text_now(version: StandardVersion, part: PartField, requirement: CompetenceRequirement | None) -> str:
    """What a part says now."""
    if part in OF_VERSION:
        return str(getattr(version, part.value))
    return str(getattr(requirement, COLUMN[part])) if requirement is not None and part in COLUMN else ""


def label_of(part: PartField, requirement: CompetenceRequirement | None) -> str:
    """What a part is called."""
    name = str(PART[part])
    return f"{requirement.title}: {name}"[:300] if requirement is not None else name


def propose(
    *,
    region: Region,
    version: StandardVersion,
    part: PartField,
    requirement: CompetenceRequirement | None,
    after: str,
    reason: str,
    by: User | None,
    organisation: str = "",
) -> Proposal:
    """Propose another wording of a part, or a new requirement (its name on the first line).

    Raises:
        DomainError: when nothing would change.
        Conflict: when the version is no longer worked on.
    """
    if version.status not in queries.WORKED_ON:
        raise Conflict(_("Versionen är beslutad. Föreslå ändringen när ett nytt utkast har börjat."))
    before = text_now(version, part, requirement)
    if after == before:
        raise DomainError(_("Förslaget är likadant som texten nu. Skriv det du vill ändra."), field="after")
    _check(part, after)
    made = Proposal(
        region_id=region.id,
        version_id=version.id,
        requirement_id=requirement.id if requirement is not None else None,
        part=part,
        label=label_of(part, requirement),
        before=before,
        after=after,
        reason=reason,
        by_id=by.id if by is not None else None,
        organisation=organisation[:200],
    )
    db.session.add(made)
    db.session.flush()
    record("role_standards.proposal.made", region=region, subject=made.ref, part=made.label)
    return made


def _check(part: PartField, after: str) -> None:
    first = after.splitlines()[0].strip() if after else ""
    if part is PartField.TITLE and ("\n" in after or not after):
        raise DomainError(_("Kravets namn skrivs på en rad."), field="after")
    if part in (PartField.TITLE, PartField.NEW) and (not first or len(first) > TITLE_LENGTH):
        raise DomainError(_("Skriv kravets namn på första raden, med högst %(n)s tecken.", n=TITLE_LENGTH), field="after")


def accept(*, region: Region, proposal: Proposal, version: StandardVersion, reply: str) -> None:
    """Put a proposal into the draft.

    Raises:
        Conflict: when it is answered, the draft is locked, or the text has changed since the proposal was written.
    """
    _open(proposal)
    standards.changeable(version)
    requirement = None
    if proposal.requirement_id is not None:
        requirement = queries.requirement(version, proposal.requirement_id, lock=True)
    if proposal.part is PartField.NEW:
        first, _line, rest = proposal.after.partition("\n")
        facts = {"title": first.strip(), "level": Level.INDEPENDENT, "is_required": True, "description": rest.strip()}
        standards.save_requirement(region=region, version=version, requirement=None, facts=facts)
    else:
        if text_now(version, proposal.part, requirement) != proposal.before:
            raise Conflict(_("Texten har ändrats sedan förslaget skrevs. Läs båda, skriv in det du vill ha och avslå sedan förslaget."))
        if requirement is not None:
            setattr(requirement, COLUMN[proposal.part], proposal.after)
        else:
            setattr(version, proposal.part.value, proposal.after)
    _decide(region, proposal, ProposalStatus.ACCEPTED, reply)


def reject(*, region: Region, proposal: Proposal, reply: str) -> None:
    """Leave the draft as it is, and say why.

    Raises:
        DomainError: when nobody says why.
        Conflict: when it is answered already.
    """
    _open(proposal)
    if not reply:
        raise DomainError(_("Skriv varför förslaget inte tas in. Den som har skrivit det får läsa svaret."), field="reply")
    _decide(region, proposal, ProposalStatus.REJECTED, reply)


def _open(proposal: Proposal) -> None:
    if proposal.status is not ProposalStatus.OPEN:
        raise Conflict(_("Någon har redan svarat på förslaget."))


def _decide(region: Region, proposal: Proposal, status: ProposalStatus, reply: str) -> None:
    proposal.status, proposal.reply, proposal.decided_at = status, reply, utcnow()
    db.session.flush()
    record(f"role_standards.proposal.{status.value}", region=region, subject=proposal.ref, part=proposal.label)


def comment(*, region: Region, version: StandardVersion, text: str, by: User | None, organisation: str = "") -> Comment:
    """Say something of a version that is worked on.

    Raises:
        Conflict: when it is decided.
    """
    if version.status not in (VersionStatus.DRAFT, VersionStatus.REFERRAL):
        raise Conflict(_("Versionen är beslutad och tar inte emot fler kommentarer."))
    made = Comment(
        region_id=region.id, version_id=version.id, text=text, by_id=by.id if by is not None else None, organisation=organisation[:200]
    )
    db.session.add(made)
    db.session.flush()
    record("role_standards.comment.made", region=region, subject=version.ref)
    return made
