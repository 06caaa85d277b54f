"""The plugin's part of the yearly report, and its open data: municipalities, never persons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select

from core.db import count
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.i18n import ngettext
from core.plugins import Dataset, Section
from core.regions.models import Region
from plugins.role_standards.adoption import queries as adoption
from plugins.role_standards.links import path
from plugins.role_standards.referral.models import Consulted, Referral
from plugins.role_standards.scope import role_scope
from plugins.role_standards.standards.models import StandardVersion
from plugins.role_standards.standards.queries import agreed

ADOPTION_HEADER = ("standard_id", "standard", "occupation_group", "municipality_code", "municipality", "status", "since")
STANDARD_HEADER = ("standard_id", "title", "occupation_group", "occupation_id", "url")


def report_sections(region: Region, period: int) -> list[Section]:
    """What was agreed and answered during a year, and how far the municipalities have come."""
    with role_scope(region):
        mine = StandardVersion.region_id == region.id
        new = count(select(StandardVersion).where(mine, func.extract("year", StandardVersion.agreed_on) == period))
        answers = count(
            select(Consulted)
            .join(Referral, Referral.id == Consulted.referral_id)
            .where(Referral.region_id == region.id, func.extract("year", Consulted.answered_at) == period)
        )
        roles = agreed(region)
        if not roles and not answers:
            return []
        rows = []
        for each in roles:
            figures = adoption.counts(region, each)
            rows.append([each.title, figures.adopted, figures.in_progress, figures.deviates, figures.not_started])
    paragraphs = [
        ngettext(
            "Under %(year)s beslutades %(num)s yrkesroll eller ny version.",
            "Under %(year)s beslutades %(num)s yrkesroller eller nya versioner.",
            new,
            year=period,
        ),
        ngettext("%(num)s remissvar kom in.", "%(num)s remissvar kom in.", answers),
    ]
    header = [_("Yrkesroll"), _("Infört"), _("På väg"), _("Gör på ett annat sätt"), _("Inte börjat")]
    tables = [(_("Kommuner efter hur långt de har kommit"), header, rows)] if rows else []
    return [Section(_("Gemensamma yrkesroller"), paragraphs, tables, weight=46)]


def open_data(region: Region) -> list[Dataset]:
    """The agreed roles, and their adoption per municipality."""

    def roles() -> Sequence[Sequence[Any]]:
        with role_scope(region):
            return [
                (each.id, each.title, each.occupation_group, each.occupation_id, path("standard", region, standard_id=each.id))
                for each in agreed(region)
            ]

    def adopted() -> Sequence[Sequence[Any]]:
        with role_scope(region):
            return [
                (each.id, each.title, each.occupation_group, row.code, row.name, row.status.value, _day(row))
                for each in agreed(region)
                for row in adoption.rows(region, each)
            ]

    return [
        Dataset("role-standards", _l("Gemensamma yrkesroller"), _l("Roller som organisationerna är överens om."), STANDARD_HEADER, roles),
        Dataset(
            "role-standard-adoption",
            _l("Införande av gemensamma yrkesroller"),
            _l("Hur långt varje kommun har kommit med varje roll."),
            ADOPTION_HEADER,
            adopted,
        ),
    ]


def _day(row: adoption.Row) -> str:
    return row.row.since.isoformat() if row.row is not None and row.row.since else ""
