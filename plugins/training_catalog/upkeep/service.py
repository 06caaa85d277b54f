"""What a provider does with its courses: writes, publishes, copies and takes away. Nothing here commits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from core.audit.service import record
from core.db import db
from core.errors import Conflict, DomainError
from core.i18n import gettext as _
from core.organisations.models import Organisation
from core.taxonomy.queries import group
from plugins.training_catalog.occupations import MAX_GROUPS
from plugins.training_catalog.upkeep import publishing, queries, values, wanting
from plugins.training_catalog.upkeep.models import KeptEducation, KeptOccasion, KeptState

if TYPE_CHECKING:
    from core.regions.models import Region
    from core.users.models import User

MAX_COPIES = 30


def ref_of(row: KeptEducation) -> str:
    """The ref of a kept education, for the log."""
    return f"training_catalog:kept:{row.id}"


def check_seen(row: KeptEducation | KeptOccasion, seen: int | None) -> None:
    """Refuse a change by somebody who has not seen the latest.

    Raises:
        Conflict: when somebody else has changed it meanwhile.
    """
    if seen is not None and row.version != seen:
        raise Conflict(
            _(
                "Någon annan har ändrat uppgifterna medan du skrev. Det du skrev står kvar här men är inte sparat. "
                "Jämför med det som är sparat nu, och spara igen om din version ska gälla."
            ),
            code="changed_meanwhile",
        )


def create(*, region: Region, user: User, organisation_id: int, said: values.Education) -> KeptEducation:
    """Begin a new education, as a draft.

    Raises:
        DomainError: at its field; also for an organisation that is not this person's to keep courses for.
    """
    said = values.checked_education(said)
    organisation = _organisation(region, user, organisation_id)
    source = publishing.own_source(region, organisation)
    row = KeptEducation(region_id=region.id, organisation_id=organisation.id, source_id=source.id, **asdict(said))
    db.session.add(row)
    db.session.flush()
    record("training_catalog.kept.created", region=region, actor=user, subject=ref_of(row), title=row.title, by=organisation.name)
    return row


def _organisation(region: Region, user: User, organisation_id: int) -> Organisation:
    found = {each.id: each for each in queries.organisations(region, user)}
    if organisation_id not in found:
        raise DomainError(_("Välj vilken organisation som ger utbildningen."), field="organisation")
    return found[organisation_id]


def change(*, region: Region, user: User, education_id: int, said: values.Education, seen: int | None) -> KeptEducation:
    """Change what is said of an education. What is published changes at once.

    Raises:
        DomainError: at its field.
        Conflict: when somebody else has changed it meanwhile.
    """
    said = values.checked_education(said)
    row = queries.education(region, user, education_id, lock=True)
    check_seen(row, seen)
    if row.state is KeptState.PUBLISHED and not said.school_form:
        raise DomainError(_("Välj en skolform. En publicerad utbildning måste ha en."), field="school_form")
    if row.title != said.title and row.state is KeptState.DRAFT:
        row.groups, row.groups_confirmed = [], False
    for name, value in asdict(said).items():
        setattr(row, name, value)
    db.session.flush()
    _write(region, row)
    record("training_catalog.kept.changed", region=region, actor=user, subject=ref_of(row), title=row.title)
    return row


def add_occasion(*, region: Region, user: User, education_id: int, said: values.Occasion) -> KeptOccasion:
    """Add an occasion, as a draft."""
    said = values.checked_occasion(said)
    education = queries.education(region, user, education_id, lock=True)
    if len(queries.occasions(education.id)) >= queries.MAX_OCCASIONS:
        raise DomainError(_("Utbildningen har redan %(n)s tillfällen. Lägg in den på nytt för fler.", n=queries.MAX_OCCASIONS))
    row = KeptOccasion(region_id=region.id, education_id=education.id, **_columns(said))
    db.session.add(row)
    db.session.flush()
    record("training_catalog.kept.occasion_added", region=region, actor=user, subject=ref_of(education), title=education.title)
    return row


def change_occasion(*, region: Region, user: User, occasion_id: int, said: values.Occasion, seen: int | None) -> KeptOccasion:
    """Change what is said of an occasion. What is published changes at once.

    Raises:
        DomainError: at its field, and for what a published one must have.
        Conflict: when somebody else has changed it meanwhile, or it is cancelled.
    """
    said = values.checked_occasion(said)
    education, row = queries.occasion(region, user, occasion_id, lock=True)
    check_seen(row, seen)
    if row.state not in (KeptState.DRAFT, KeptState.PUBLISHED):
        raise Conflict(_("Tillfället är inställt eller borttaget, och kan inte ändras."))
    if row.state is KeptState.PUBLISHED:
        _check_whole(said)
    for name, value in _columns(said).items():
        setattr(row, name, value)
    db.session.flush()
    _write(region, education)
    record("training_catalog.kept.occasion_changed", region=region, actor=user, subject=ref_of(education), title=education.title)
    return row


def _check_whole(said: values.Occasion) -> None:
    if not said.start and not said.application_continuous:
        raise DomainError(_("Skriv första dagen. Det publicerade tillfället måste ha en."), field="start")
    if not said.places and not said.is_distance:
        raise DomainError(_("Välj en kommun, eller kryssa i distans."), field="place_1")
    if not said.application_last and not said.application_continuous:
        raise DomainError(_("Skriv sista ansökningsdag, eller kryssa i löpande ansökan."), field="application_last")


def _columns(said: values.Occasion) -> dict[str, Any]:
    return {**asdict(said), "places": [{"code": code, "address": address} for code, address in said.places]}


def publish(*, region: Region, user: User, education_id: int, groups: Sequence[str], seen: int | None = None) -> KeptEducation:
    """Show an education and all its drafted occasions to everybody, with the occupations that the provider has confirmed.

    Raises:
        DomainError: when something is missing that must be there.
        Conflict: when somebody else has changed it meanwhile.
    """
    row = queries.education(region, user, education_id, lock=True)
    check_seen(row, seen)
    occasions = queries.occasions(row.id)
    lacking = [each.text for each in wanting.missing(row, occasions) if each.blocks]
    if lacking:
        raise DomainError(_("Det här saknas innan du kan publicera: %(what)s.", what="; ".join(lacking)))
    row.groups = [code for code in dict.fromkeys(groups) if group(code)][:MAX_GROUPS]
    row.groups_confirmed, row.state = True, KeptState.PUBLISHED
    for each in occasions:
        if each.state is KeptState.DRAFT:
            each.state = KeptState.PUBLISHED
    db.session.flush()
    _write(region, row)
    record("training_catalog.kept.published", region=region, actor=user, subject=ref_of(row), title=row.title)
    return row


def withdraw(*, region: Region, user: User, education_id: int, seen: int | None = None) -> KeptEducation:
    """Take an education away from the catalogue. Its page stays, and says so; it can be published again.

    Raises:
        Conflict: when it is not published, or somebody else has changed it meanwhile.
    """
    row = queries.education(region, user, education_id, lock=True)
    check_seen(row, seen)
    if row.state is not KeptState.PUBLISHED:
        raise Conflict(_("Utbildningen är inte publicerad."))
    row.state = KeptState.WITHDRAWN
    db.session.flush()
    publishing.write_out(region, row, queries.occasions(row.id))
    record("training_catalog.kept.withdrawn", region=region, actor=user, subject=ref_of(row), title=row.title)
    return row


def remove_occasion(*, region: Region, user: User, occasion_id: int) -> KeptEducation:
    """Take away an occasion that was never published.

    Raises:
        Conflict: when it has been: then it is cancelled instead, so that those who wanted it are told.
    """
    education, row = queries.occasion(region, user, occasion_id, lock=True)
    if row.state is not KeptState.DRAFT or row.event_id:
        raise Conflict(_("Tillfället har varit publicerat. Ställ in det i stället, så får de som väntar på det veta."))
    db.session.delete(row)
    db.session.flush()
    record("training_catalog.kept.occasion_removed", region=region, actor=user, subject=ref_of(education), title=education.title)
    return education


def copy(*, region: Region, user: User, dates: Mapping[int, values.Occasion], publish_now: bool) -> list[KeptOccasion]:
    """Copy occasions with other dates. `dates` has the new dates by the occasion that is copied; the rest is as it was there.

    Raises:
        DomainError: when a date cannot be; its field is named after the occasion.
    """
    made = []
    found = queries.chosen(region, user, list(dates)[:MAX_COPIES])
    for education, old in found:
        said = replace(from_row(old), start=dates[old.id].start, end=dates[old.id].end, application_last=dates[old.id].application_last)
        try:
            said = values.checked_occasion(said)
            if publish_now and education.state is KeptState.PUBLISHED:
                _check_whole(said)
        except DomainError as error:
            raise DomainError(error.message, field=f"{error.field}_{old.id}") from None
        row = KeptOccasion(region_id=region.id, education_id=education.id, **_columns(said))
        if publish_now and education.state is KeptState.PUBLISHED:
            row.state = KeptState.PUBLISHED
        db.session.add(row)
        made.append(row)
    db.session.flush()
    for education in {row.id: row for row, _old in found}.values():
        _write(region, education)
        record("training_catalog.kept.copied", region=region, actor=user, subject=ref_of(education), title=education.title)
    return made


def from_row(row: KeptOccasion) -> values.Occasion:
    """What is said of an occasion now."""
    kept = {name: getattr(row, name) for name in values.Occasion.__dataclass_fields__ if name != "places"}
    return values.Occasion(**kept, places=tuple((place["code"], place["address"]) for place in row.places))


def _write(region: Region, row: KeptEducation) -> None:
    if row.state is KeptState.PUBLISHED:
        publishing.write_out(region, row, queries.occasions(row.id))
