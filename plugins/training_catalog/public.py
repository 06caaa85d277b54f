"""What other pages show of the catalogue: cards, search hits, links, open data, the yearly report, whether it is ready."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from core.clock import today
from core.db import db, one_or_none, utcnow
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.plugins import Card, Check, Dataset, Link, SearchHit, Section
from core.users.queries import may
from core.web.format import format_date
from plugins.training_catalog import queries, runs, wording
from plugins.training_catalog.codes import school_form_label
from plugins.training_catalog.export import HEADER, export_rows
from plugins.training_catalog.exports.ways import distributions
from plugins.training_catalog.filters import Filters
from plugins.training_catalog.gap import words as gap_words
from plugins.training_catalog.models import EducationEvent, EducationInfo, RunStatus
from plugins.training_catalog.permissions import MANAGE
from plugins.training_catalog.scope import catalogue_scope, info_path
from plugins.training_catalog.settings import settings_in
from plugins.training_catalog.sources import queries as sources
from plugins.training_catalog.upkeep.log import sentence as upkeep_sentence

if TYPE_CHECKING:
    from core.regions.models import Region
    from core.users.models import User


def dashboard_cards(region: Region, user: User | None) -> list[Card]:
    """The way into the catalogue for everybody; its figures, and a reading that went wrong, for those who work here."""
    with catalogue_scope(region):
        whole = queries.overview()
        latest = runs.latest(region) if may(user, region, MANAGE) else None
    cards = [
        Card(_l("Hitta en utbildning"), "training_catalog/cards/task.html", {"whole": whole}, weight=20, audience="public", kind="task")
    ]
    if may(user, region, MANAGE):
        cards.append(Card(_l("Utbildningar"), "training_catalog/cards/figures.html", {"whole": whole}, weight=40))
    if latest is not None and (latest.status is RunStatus.FAILED or latest.rejected):
        cards.append(
            Card(_l("Inläsningen behöver ses över"), "training_catalog/cards/trouble.html", {"run": latest}, weight=40, kind="todo")
        )
    return cards


def search(region: Region, query: str, limit: int) -> list[SearchHit]:
    """Educations in which every word is found, best first."""
    if not query.strip():
        return []
    with catalogue_scope(region):
        page = queries.listing(Filters(q=query.strip()), queries.overview(), today=today())
    hits = []
    for place, row in enumerate(page.items[:limit]):
        facts = [school_form_label(row.school_form), wording.names(row.provider_names), wording.names(row.place_names)]
        if wording.has_date(row.start):
            facts.append(_("start %(date)s", date=format_date(row.start)))
        url = info_path(region, row.id)
        hits.append(SearchHit(row.title, url, _("Utbildning"), " · ".join(fact for fact in facts if fact), score=0.7 - place * 0.02))
    return hits


def resolve_ref(region: Region, ref: str) -> Link | None:
    """The link behind `training_catalog:info:<id>` and `training_catalog:event:<id>`."""
    kind, number = [*ref.split(":", 2), "", ""][1:3]
    if not number.isascii() or not number.isdigit() or len(number) > 9:
        return None
    with catalogue_scope(region):
        if kind == "info":
            info = one_or_none(EducationInfo, int(number))
            return Link(info.title, info_path(region, info.id), _("Utbildning")) if info else None
        if kind == "event":
            statement = select(EducationInfo.id, EducationInfo.title, EducationEvent.start).join(
                EducationEvent, EducationEvent.info_id == EducationInfo.id
            )
            row = db.session.execute(statement.where(EducationEvent.id == int(number))).one_or_none()
            if row is None:
                return None
            title = _("%(title)s, start %(date)s", title=row.title, date=format_date(row.start)) if row.start else row.title
            return Link(title, f"{info_path(region, row.id)}#event-{number}", _("Utbildningstillfälle"))
    return None


def region_checks(region: Region) -> list[Check]:
    """Whether there is anything to find, and whether it is fresh."""
    with catalogue_scope(region):
        whole = queries.overview()
        latest = runs.latest(region)
    imports = "training_catalog_admin.imports"
    checks = [
        Check(
            _l("Det finns kommande utbildningar"),
            whole.infos > 0,
            _l("Läs in en fil med utbildningar, eller kontrollera att de inlästa har startdatum framåt i tiden."),
            imports,
        )
    ]
    if latest is not None:
        failed = latest.status is RunStatus.FAILED
        checks.append(Check(_l("Senaste inläsningen lyckades"), not failed, _l("Se vad som gick fel och läs in filen igen."), imports))
        limit = utcnow() - timedelta(days=settings_in(region).stale_after_days)
        checks.append(Check(_l("Katalogen är färsk"), latest.created_at >= limit, _l("Läs in en ny fil: den senaste är gammal."), imports))
    with catalogue_scope(region):
        waiting, late = sources.waiting(region), sources.late(region)
    pages = "training_catalog_admin.sources"
    checks.append(
        Check(
            _l("Ingen hämtning väntar på besked"),
            not waiting,
            _l("Öppna källan och se vad som är annorlunda."),
            pages,
        )
    )
    checks.append(Check(_l("Källorna hämtas som de ska"), not late, _l("Öppna källan och se varför den inte har hämtats."), pages))
    return checks


def report_sections(region: Region, period: int) -> list[Section]:
    """How many occasions began during a year, by school form."""
    start, end = date(period, 1, 1), date(period, 12, 31)
    with catalogue_scope(region):
        statement = (
            select(EducationInfo.school_form, func.count(func.distinct(EducationInfo.id)), func.count(EducationEvent.id))
            .join(EducationEvent, EducationEvent.info_id == EducationInfo.id)
            .where(EducationEvent.start.between(start, end), EducationEvent.is_cancelled.is_(False), EducationEvent.removed_at.is_(None))
            .group_by(EducationInfo.school_form)
            .order_by(func.count(EducationEvent.id).desc(), EducationInfo.school_form)
        )
        rows = db.session.execute(statement).all()
    if not rows:
        return []
    text = _(
        "Katalogen innehöll %(events)s tillfällen av %(infos)s utbildningar som började under %(year)s.",
        events=sum(row[2] for row in rows),
        infos=sum(row[1] for row in rows),
        year=period,
    )
    table = [[school_form_label(form) or _("Okänd skolform"), infos, events] for form, infos, events in rows]
    header = [_("Skolform"), _("Utbildningar"), _("Tillfällen")]
    return [Section(_("Utbildningsutbud"), [text], [(_("Utbildningar som började %(year)s", year=period), header, table)], weight=40)]


def open_data(region: Region) -> list[Dataset]:
    """The catalogue's current events; public facts, no persons."""

    def rows() -> Sequence[Sequence[Any]]:
        with catalogue_scope(region):
            return list(export_rows(Filters(), today()))

    with catalogue_scope(region):
        modified = runs.latest(region)
    return [
        Dataset(
            name="courses",
            title=_l("Utbildningstillfällen"),
            description=_l("Kommande utbildningstillfällen i regionens katalog: utbildning, anordnare, ort, datum och distans."),
            header=HEADER,
            rows=rows,
            modified=modified.finished_at.date() if modified and modified.finished_at else None,
            theme="EDUC",
            keywords=(_l("utbildning"), _l("kurser"), _l("vuxenutbildning"), _l("distansutbildning"), "EMIL 3"),
            frequency="DAILY",
            distributions=distributions(region),
        )
    ]


def describe_log_entry(entry: Any) -> str | None:
    """One sentence for an audit entry of the catalogue."""
    detail = entry.detail or {}
    match entry.action:
        case "training_catalog.search.shared":
            return _("Gjorde en kort länk till en sökning i utbildningskatalogen")
        case "training_catalog.watch.asked":
            return _("Bad om bevakning av en sökning i utbildningskatalogen")
        case "training_catalog.watch.confirmed":
            return _("Startade eller förlängde en bevakning i utbildningskatalogen")
        case "training_catalog.watch.ended":
            return _("Avslutade en bevakning i utbildningskatalogen")
        case "training_catalog.import.requested":
            return _("Lämnade in en fil från %(source)s till utbildningskatalogen", source=detail.get("source", ""))
        case "training_catalog.import.finished":
            return _(
                "Läste in utbildningar från %(source)s: %(added)s nya, %(changed)s ändrade, %(removed)s borttagna, %(rejected)s fel",
                source=detail.get("source", ""),
                added=detail.get("added", 0),
                changed=detail.get("changed", 0),
                removed=detail.get("removed", 0),
                rejected=detail.get("rejected", 0),
            )
        case "training_catalog.import.approved":
            return _("Lät en inläsning från %(source)s gå vidare", source=detail.get("source", ""))
        case "training_catalog.import.declined":
            return _("Avbröt en inläsning från %(source)s", source=detail.get("source", ""))
        case "training_catalog.import.columns":
            return _("Valde kolumner i en fil från %(source)s", source=detail.get("source", ""))
        case "training_catalog.harvest.requested":
            return _("Hämtar utbildningar från %(source)s", source=detail.get("source", ""))
        case "training_catalog.harvest.held":
            return _("Hämtningen från %(source)s väntar på besked", source=detail.get("source", ""))
        case "training_catalog.source.created":
            return _("Lade till källan %(source)s", source=detail.get("source", ""))
        case "training_catalog.source.changed":
            return _("Ändrade källan %(source)s", source=detail.get("source", ""))
        case "training_catalog.source.paused":
            return _("Pausade källan %(source)s", source=detail.get("source", ""))
        case "training_catalog.source.resumed":
            return _("Lät källan %(source)s hämtas igen", source=detail.get("source", ""))
        case "training_catalog.import.failed":
            return _("Inläsningen av en fil till utbildningskatalogen misslyckades")
        case action if action.startswith("training_catalog.kept."):
            return upkeep_sentence(action.rpartition(".")[2], detail)
        case _:
            return gap_words.describe(entry.action)
