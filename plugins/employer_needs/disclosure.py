"""Answers as public records: which there are, and what stands in them. Drafts are the employer's own, and no public record."""

from __future__ import annotations

from sqlalchemy import func, or_, select

from core.db import db
from core.i18n import gettext as _
from core.plugins.declarations import PublicRecord, RecordField
from core.records.people import protected_addresses
from core.regions.models import Region
from plugins.employer_needs import presentation
from plugins.employer_needs.answering import history
from plugins.employer_needs.commitments import disclosure as letters
from plugins.employer_needs.models import CompetenceNeed, Response
from plugins.employer_needs.values import ResponseStatus, Visibility

KIND = "employer_needs:response:"
PERSECUTED = "21:3"  # OSL: how somebody who may be persecuted can be reached
BUSINESS = "30:23"  # OSL: an individual's business conditions, where a loss can be feared
MAX_ID = 2**31 - 1


def find(region: Region, query: str, limit: int) -> list[PublicRecord]:
    """Sent answers by organisation or reference, the newest first."""
    statement = select(Response).where(Response.region_id == region.id, Response.status == ResponseStatus.SENT)
    if query:
        # SQLite folds only a–z, so a word that begins with å, ä or ö is looked for both ways.
        spelt = {query, query.lower(), query.capitalize()}
        statement = statement.where(
            or_(
                func.lower(Response.organisation_name).contains(query.lower(), autoescape=True),
                func.lower(Response.reference).contains(query.lower(), autoescape=True),
                *(Response.organisation_name.contains(each, autoescape=True) for each in sorted(spelt)),
            )
        )
    found = db.session.execute(statement.order_by(Response.sent_at.desc(), Response.id.desc()).limit(limit)).scalars()
    answers = [PublicRecord(f"{KIND}{each.id}", _title(each)) for each in found]
    return [*answers, *letters.find(region, query, max(0, limit - len(answers)))]


def whole(region: Region, ref: str) -> PublicRecord | None:
    """A sent answer with its needs. What the employer wants shown only added up may be secret; contact details are marked too."""
    if ref.startswith(letters.KIND):
        return letters.whole(region, ref)
    number = ref.removeprefix(KIND)
    if not ref.startswith(KIND) or not number.isdecimal() or int(number) > MAX_ID:
        return None
    statement = select(Response).where(Response.id == int(number), Response.region_id == region.id, Response.status == ResponseStatus.SENT)
    found = db.session.execute(statement).scalar_one_or_none()
    if found is None:
        return None
    rows = db.session.execute(
        select(CompetenceNeed)
        .where(CompetenceNeed.response_id == found.id, CompetenceNeed.region_id == region.id)
        .order_by(CompetenceNeed.position, CompetenceNeed.id)
    )
    needs = rows.scalars().all()
    hidden = found.visibility == Visibility.AGGREGATE_ONLY
    why = _("Arbetsgivaren vill att behoven bara visas sammanräknade.")
    protected = PERSECUTED if protected_addresses([found.contact_email]) else ""
    danger = _("Uppgiften kan leda till att någon utsätts för hot, våld eller annat allvarligt men.") if protected else ""
    fields = [
        RecordField("organisation_name", _("Organisation"), found.organisation_name, BUSINESS if hidden else "", why if hidden else ""),
        RecordField("sent_at", _("Inkom"), found.sent_at.date().isoformat() if found.sent_at else ""),
        RecordField("contact_name", _("Kontaktperson"), found.contact_name, protected, danger),
        RecordField("contact_email", _("E-post"), found.contact_email, protected, danger),
        RecordField("contact_phone", _("Telefon"), found.contact_phone, protected, danger),
    ]
    sensitive = _("Arbetsgivaren har angett att uppgifterna är känsliga.")
    for number_, need in enumerate(needs, 1):
        in_sums = hidden or need.visibility == Visibility.AGGREGATE_ONLY
        reason = why if in_sums else need.secret_reason or sensitive
        fields += _need(number_, need, hidden=in_sums or need.secret, why=reason)
    secret = hidden or any(need.secret for need in needs)
    fields += _versions(found, paragraph=BUSINESS if secret else "", why=(why if hidden else sensitive) if secret else "")
    return PublicRecord(ref, _title(found), fields)


def _need(number: int, need: CompetenceNeed, *, hidden: bool, why: str) -> list[RecordField]:
    paragraph, reason = (BUSINESS, why) if hidden else ("", "")
    people = _(
        "%(soon)s inom ett år, %(later)s på ett till tre år, %(last)s på tre till fem år",
        soon=need.headcount_0_1 or 0,
        later=need.headcount_1_3 or 0,
        last=need.headcount_3_5 or 0,
    )
    shown = (
        ("occupation", _("Behov %(n)s: yrke", n=number), need.local_title or need.occupation_label or need.group_label or ""),
        ("people", _("Behov %(n)s: antal personer", n=number), people),
        ("note", _("Behov %(n)s: kommentar", n=number), need.note or ""),
    )
    fields = [RecordField(f"need-{need.id}-{name}", label, value, paragraph, reason) for name, label, value in shown]
    told = {_("Yrke med egna ord"), _("Hur många"), _("Mer att veta")}
    for place, (_slug, label, value) in enumerate(presentation.all_rows(need)):
        if str(value) and label not in told:
            words = _("Behov %(n)s: %(label)s", n=number, label=str(label))
            fields.append(RecordField(f"need-{need.id}-{place}", words, str(value), paragraph, reason))
    return fields


def _versions(response: Response, *, paragraph: str, why: str) -> list[RecordField]:
    """What each later version changed. Earlier versions are records too, as secret as the answer is now."""
    fields = []
    for step in reversed(history.steps(history.versions(response))):
        changed = [f"{each.what} {each.label}: {each.before} → {each.after}".strip() for each in step.changes]
        told = [*changed, *(f"+ {title}" for title in step.added), *(f"– {title}" for title in step.removed)]
        if told:
            number = step.version.number
            fields.append(RecordField(f"version-{number}", _("Version %(n)s: ändringar", n=number), "; ".join(told), paragraph, why))
    return fields


def _title(response: Response) -> str:
    return _("Svar %(reference)s från %(organisation)s", reference=response.reference, organisation=response.organisation_name)
