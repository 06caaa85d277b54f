"""What core's own features say of their records, gathered like the plugins' hooks: `core/<feature>/stewardship.py`, where there is one."""

from __future__ import annotations

import importlib
import importlib.util
from types import ModuleType

from core.plugins import DataSet, RecordType, hooks
from core.regions.models import Region
from core.users.models import User


def features() -> list[ModuleType]:
    """The modules `stewardship` of core's features. Each may have RECORD_TYPES, `export(user)` and `erase(user)`."""
    from core.app import FEATURES

    names = [f"core.{feature}.stewardship" for feature in FEATURES]
    return [importlib.import_module(name) for name in names if importlib.util.find_spec(name)]


def record_types() -> list[RecordType]:
    """Every kind of record: core's, then the plugins'."""
    own = [kind for module in features() for kind in getattr(module, "RECORD_TYPES", ())]
    return [*own, *hooks.stewardship().retention_rules()]


def exported(user: User, region: Region | None = None) -> list[DataSet]:
    """What the owners themselves say of a person, in every region or in one."""
    own = [part for module in features() if hasattr(module, "export") for part in module.export(user)] if region is None else []
    return [*own, *hooks.stewardship().export_personal_data(user=user, region=region)]


def erased(user: User) -> None:
    """Let every owner erase what it keeps about a person. The account itself goes last, by the caller."""
    hooks.stewardship().erase_personal_data(user=user)
    for module in features():
        if hasattr(module, "erase"):
            module.erase(user)
