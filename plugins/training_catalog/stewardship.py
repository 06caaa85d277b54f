"""Persons in the catalogue: who asked for an import, and providers whose contact address is a person's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Select, func, select, update

from core.db import all_regions, db
from core.i18n import lazy_gettext as _l
from core.plugins import DataSet, RecordType
from core.records.disposal import old_rows
from plugins.training_catalog.finding.models import ShortLink, Watch
from plugins.training_catalog.models import EducationProvider, ImportRun, RunStatus

if TYPE_CHECKING:
    from core.users.models import User

RUNS = old_rows(ImportRun, ImportRun.created_at, "training_catalog:import_run", ImportRun.status.in_([RunStatus.DONE, RunStatus.FAILED]))
WATCHES = old_rows(Watch, Watch.expires_at, "training_catalog:watch")
LINKS = old_rows(ShortLink, ShortLink.created_at, "training_catalog:short_link")
RETENTION = [
    RecordType(
        "training_catalog.import_run",
        _l("Inläsningar av utbildningar"),
        2,
        "Uppgifter av tillfällig betydelse",
        due=RUNS.due,
        dispose=RUNS.dispose,
    ),
    RecordType(
        "training_catalog.watch",
        _l("Bevakade sökningar"),
        0,
        "Dataskyddsförordningen art. 5.1 e",
        keep_months=1,
        due=WATCHES.due,
        dispose=WATCHES.dispose,
    ),
    RecordType(
        "training_catalog.short_link",
        _l("Korta länkar till sökningar"),
        3,
        "Uppgifter av tillfällig betydelse",
        due=LINKS.due,
        dispose=LINKS.dispose,
    ),
    RecordType("training_catalog.education", _l("Utbildningar och tillfällen"), 5, "Kopior av anordnarnas uppgifter"),
]


def export_personal_data(user: User) -> list[DataSet]:
    """The imports a person asked for, and the providers that give the person's address as their own, in all regions."""
    with all_regions("a person's own data are exported for them"):
        runs = db.session.execute(select(ImportRun).where(ImportRun.requested_by_id == user.id).order_by(ImportRun.id)).scalars().all()
        providers = db.session.execute(_named(user)).scalars().all()
    return [
        DataSet("training_catalog_import_run", ("at", "file", "rows"), [(r.created_at.isoformat(), r.file_name, r.rows) for r in runs]),
        DataSet("training_catalog_education_provider", ("provider", "email"), [(p.name, p.email) for p in providers]),
    ]


def erase_personal_data(user: User) -> None:
    """Forget who asked for imports, and take the person's address away from providers. The imports themselves are records, and stay."""
    with all_regions("a person's data are erased in every region"):
        db.session.execute(update(ImportRun).where(ImportRun.requested_by_id == user.id).values(requested_by_id=None))
        for provider in db.session.execute(_named(user)).scalars():
            provider.email = provider.phone = ""
        db.session.flush()


def _named(user: User) -> Select[EducationProvider]:
    return select(EducationProvider).where(func.lower(EducationProvider.email) == user.email.lower()).order_by(EducationProvider.id)
