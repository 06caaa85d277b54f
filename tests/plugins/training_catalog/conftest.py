"""A region with a catalogue, a fixed day, and the ways that education gets in."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, select

from core.db import atomic, db
from core.regions.models import Region
from core.testing.factories import Factory
from plugins.training_catalog import service
from plugins.training_catalog.models import (
    EducationEvent,
    EducationInfo,
    EducationProvider,
    EventLocation,
    ImportRun,
)
from plugins.training_catalog.runs import all_faults

TODAY = date(2027, 2, 1)
NORSJO, SKELLEFTEA, KIRUNA, LYCKSELE = "2417", "2482", "2584", "2481"
NORTH = (SKELLEFTEA, LYCKSELE, NORSJO, KIRUNA)
HEADER = (
    "kurstillfalleId,Utbildningsanordnare,UrlAnordnare,Kurskod,Namn,Niva,UrlKurs,Poang,RekommenderadInformation,KurstillfalleStartdatum,"
    "KurstillfalleSlutdatum,Omfattning,ForstaAnsokningsdag,SistaAnsokningsdag,Studieort,Amneskod,AntalPlatser,Undervisningssprak,"
    "DistansObligatorisk,DistansValfritt,Intresseomrade_kategori,SusaKurstillfällePlatsKommunkod,BesöksadressKommunkod"
)
COLUMNS = HEADER.split(",")


def at(day: date) -> Callable[[], datetime]:
    """A clock that stands at noon of a day."""
    return lambda: datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the first of February 2027 in every test that does not move the clock."""
    monkeypatch.setattr("core.clock.utcnow", at(TODAY))


def row(**values: Any) -> str:
    """One line of a course file: a good row, but for the values given by column."""
    plain = {
        "kurstillfalleId": "1",
        "Utbildningsanordnare": "Exempelskolan",
        "Namn": "Exempelkurs",
        "Niva": "gymnasial vuxenutbildning",
        "KurstillfalleStartdatum": "2027-08-23",
        "KurstillfalleSlutdatum": "2028-01-14",
        "Omfattning": "50.0",
        "Studieort": "Norsjö",
        "DistansObligatorisk": "0",
        "DistansValfritt": "0",
    }
    filled = {**plain, **values}
    assert set(filled) <= set(COLUMNS), set(filled) - set(COLUMNS)
    return ",".join('"' + str(filled.get(column, "")).replace('"', '""') + '"' for column in COLUMNS)


def course_file(*rows: str) -> str:
    """A course file of some rows."""
    return "\n".join([HEADER, *rows]) + "\n"


class Catalogue:
    """One region's catalogue, from the outside in."""

    def __init__(self, make: Factory, region: Region) -> None:
        self.make = make
        self.region = region

    @contextmanager
    def scope(self) -> Iterator[None]:
        with self.make.inside(self.region, "training_catalog"):
            yield

    def read(
        self, content: str | bytes | list[Any] | dict[str, Any], *, source: str = "Exempelkällan", complete: bool = False
    ) -> ImportRun:
        """Read a file, as the job does."""
        data = content if isinstance(content, bytes) else (content if isinstance(content, str) else json.dumps(content)).encode()
        with self.scope():
            with atomic():
                run = service.open_run(region=self.region, source_name=source, file_name="fil", complete=complete)
            return service.run_import(self.region, run.id, data=data)

    def rows(self, *rows: str, **options: Any) -> ImportRun:
        """Read a course file of some rows."""
        return self.read(course_file(*rows), **options)

    def faults(self, run: ImportRun) -> list[tuple[int, str, str, bool]]:
        """What was wrong: row, column, cause in words, whether the row was left out."""
        with self.scope():
            return [(number, column, cause, rejected) for number, column, _value, cause, rejected in all_faults(run.id)]

    def all(self, model: Any) -> list[Any]:
        """Every row of a model, in the order they came."""
        with self.scope():
            return list(db.session.execute(select(model).order_by(model.id).execution_options(populate_existing=True)).scalars())

    @property
    def infos(self) -> list[EducationInfo]:
        return self.all(EducationInfo)

    @property
    def events(self) -> list[EducationEvent]:
        return self.all(EducationEvent)

    @property
    def providers(self) -> list[EducationProvider]:
        return self.all(EducationProvider)

    @property
    def locations(self) -> list[EventLocation]:
        return self.all(EventLocation)

    def info(self, title: str) -> EducationInfo:
        return next(info for info in self.infos if info.title == title)


@pytest.fixture
def region(make: Factory) -> Region:
    return make.region("norr", plugins=["training_catalog"], municipalities=NORTH)


@pytest.fixture
def catalogue(make: Factory, region: Region) -> Catalogue:
    return Catalogue(make, region)


@pytest.fixture
def feed(app: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A server that answers as Susa-navet does."""
    from .feed_server import served

    yield from served(app, monkeypatch)


@pytest.fixture
def mirror(catalogue: Catalogue, feed: Any) -> Any:
    """A source that is mirrored from it."""
    from .feed_server import Mirror

    return Mirror(catalogue, feed)


@pytest.fixture
def statements(database: Any) -> Callable[..., Any]:
    """Collects the SQL that is run inside a block."""

    @contextmanager
    def collect() -> Iterator[list[str]]:
        found: list[str] = []

        def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            if not statement.lower().startswith(("savepoint", "release", "rollback")):
                found.append(statement)

        event.listen(database, "before_cursor_execute", note)
        try:
            yield found
        finally:
            event.remove(database, "before_cursor_execute", note)

    return collect


def provider(identifier: str = "p.test.1", **fields: Any) -> dict[str, Any]:
    """An EducationProvider of EMIL 3."""
    return {
        "identifier": identifier,
        "lastEdited": "2026-11-01T08:00:00Z",
        "name": swe("Exempelskolan"),
        "url": {"urls": [{"lang": "swe", "value": "https://skolan.example"}]},
        "contactAddress": {"country": "SE"},
        "emailAddresses": ["info@skolan.example"],
        "responsibleBody": {"type": {"type": "C_Body", "code": "enskild"}, "name": swe("Exempelskolan AB")},
        **fields,
    }


def info(identifier: str = "i.test.1", **fields: Any) -> dict[str, Any]:
    """An EducationInfo of EMIL 3."""
    return {
        "identifier": identifier,
        "code": "TEST1",
        "lastEdited": "2026-11-01T08:00:00Z",
        "title": swe("Exempelkurs"),
        "type": {"type": "C_SchoolType", "code": "YH"},
        "subjects": [{"type": "C_Subject_SUN", "code": "525582d"}],
        "resultIsDegree": True,
        **fields,
    }


def event_(identifier: str = "e.test.1", **fields: Any) -> dict[str, Any]:
    """An EducationEvent of EMIL 3."""
    return {
        "identifier": identifier,
        "education": "i.test.1",
        "providers": ["p.test.1"],
        "lastEdited": "2026-11-01T08:00:00Z",
        "expires": "2028-01-01",
        "execution": {"condition": {"type": "C_ExecutionCondition", "code": "1"}, "start": "2027-08-23", "end": "2028-06-02"},
        "locations": [{"areaCode": NORSJO, "town": "Norsjö", "country": "SE"}],
        **fields,
    }


def swe(text: str, english: str = "") -> dict[str, Any]:
    """A LangString."""
    strings = [{"lang": "swe", "value": text}] + ([{"lang": "eng", "value": english}] if english else [])
    return {"strings": strings}


def days(number: int) -> str:
    """A date some days from today."""
    return (TODAY + timedelta(days=number)).isoformat()
