"""What every plugin promises, as tests. A plugin passes them with three lines:

    from core.testing.conformance import PluginConformance

    class TestConformance(PluginConformance):
        plugin = "my_plugin"

and, where its addresses hold ids, with `objects()`. What a plugin must leave out it declares with a reason, in `exempt`.
The checks on access and on routes are in `conformance_routes`, the others here.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

import pytest
from flask import Flask, g, url_for
from sqlalchemy import String, inspect, select

from core.app import create_app
from core.db import Model, all_regions, atomic, db, migrate
from core.db.base import RegionScoped
from core.jobs import Outcome, enqueue
from core.jobs.runner import run
from core.plugins import FITS, hooks, lifecycle
from core.plugins.plugin import Plugin
from core.records import erasing, export, owners, register
from core.regions.models import Region
from core.testing.conformance_routes import RouteConformance
from core.testing.database import Databases
from core.testing.factories import Factory
from core.testing.snapshot import contents
from core.web.slots import render_cards

MOVING = {"created_at", "updated_at", "version"}  # columns that say when, not what


class PluginConformance(RouteConformance):
    """The suite. Subclass it in the plugin's tests, set `plugin`, and supply what it asks for.

    Attributes:
        plugin: The plugin's name.
        exempt: An endpoint, a table or a job, and the reason why its check does not apply.
        lists: Endpoints that must cost the same number of statements for one row and for thirty, which `rows()` makes.
        held_by_browser: Endpoints whose object belongs to the browser or the person that made it: not even an administrator reaches it.
        recorded: Endpoints that give out a file, and note in the audit log that somebody took it, and nothing else.
        personal_data: A table that holds persons, and the DataSet that exports it, where that is not named like the table.
        no_personal_data: A table that looks as if it held persons, and the reason why it does not.
        above_regions: A table without region, and the reason.
    """

    personal_data: ClassVar[Mapping[str, str]] = {}
    no_personal_data: ClassVar[Mapping[str, str]] = {}
    above_regions: ClassVar[Mapping[str, str]] = {}

    def payloads(self, make: Factory, region: Region) -> Mapping[str, Mapping[str, Any]]:
        """By job, the payload to run it with, for those that need one. Runs in the plugin's scope, after `objects()`."""
        return {}

    def about(self, make: Factory, region: Region, user: Any) -> None:
        """Make rows about a person (by account and by address) in every table that holds persons. Optional."""

    @pytest.fixture
    def it(self, app: Flask) -> Plugin:
        """The plugin itself."""
        loaded = app.extensions["samkraft_registry"].plugins
        assert self.plugin in loaded, f"'{self.plugin}' is not loaded; there are {sorted(loaded)}. Override the fixture `plugins`."
        found: Plugin = loaded[self.plugin]
        return found

    @pytest.fixture
    def other_database(self, app: Flask, databases: Databases, it: Plugin) -> Iterator[Flask]:
        """The same application on an empty database of its own, where tables may come and go."""
        settings = app.extensions["samkraft_settings"].model_copy(update={"database_url": databases.create(it.name)})
        other = create_app(settings, registry=app.extensions["samkraft_registry"])
        with other.app_context():
            yield other
            db.session.remove()
            db.engine.dispose()

    def _models(self, it: Plugin) -> list[type[Model]]:
        return [m.class_ for m in Model.registry.mappers if m.class_.__tablename__.startswith(it.table_prefix)]

    def _rows(self, it: Plugin) -> dict[str, set[tuple[Any, ...]]]:
        """The plugin's rows, without the columns that say when."""
        db.session.expire_all()
        tables = Model.metadata.tables
        kept = {name: [i for i, c in enumerate(tables[name].columns) if c.name not in MOVING] for name in tables}
        return {
            name: {tuple(repr(row[i]) for i in kept[name]) for row in rows}
            for name, rows in contents().items()
            if name.startswith(it.table_prefix)
        }

    # -- the declaration ------------------------------------------------------------------------------------------

    def test_declaration(self, it: Plugin) -> None:
        assert it.faults() == []
        assert str(it.description), "say in one sentence what it does: `description`"

    def test_readme_names_what_it_has(self, it: Plugin, app: Flask) -> None:
        readme = it.folder / "README.md"
        assert readme.exists(), "write a README.md: what it is, settings, permissions, events"
        text = readme.read_text("utf-8")
        registry = app.extensions["samkraft_registry"]
        own = [n for names in (registry.permissions, registry.events) for n in names if n.startswith(f"{it.name}.")]
        assert [name for name in (*it.settings.model_fields, *own) if name not in text] == []

    def test_settings_are_described(self, it: Plugin) -> None:
        assert [name for name, field in it.settings.model_fields.items() if not field.description] == []
        it.settings()  # every setting has a default

    def test_templates_lie_in_a_folder_of_the_plugin_s_name(self, it: Plugin) -> None:
        folder = it.folder / "templates"
        files = [p.relative_to(folder).parts[0] for p in folder.rglob("*") if p.is_file()] if folder.is_dir() else []
        assert set(files) <= {it.name}

    # -- tables ---------------------------------------------------------------------------------------------------

    def test_tables(self, it: Plugin) -> None:
        faults = []
        for model in self._models(it):
            name = model.__tablename__
            if not issubclass(model, RegionScoped) and name not in self.above_regions:
                faults.append(f"{name} belongs to no region: derive it from RegionScoped, or say why in above_regions")
            for key in model.metadata.tables[name].foreign_keys:
                target = key.column.table.name
                if not target.startswith((it.table_prefix, "core_")):
                    faults.append(f"{name}.{key.parent.name} refers to {target}, a table of another plugin: use events or refs")
                if not key.ondelete:
                    faults.append(f"{name}.{key.parent.name} refers to {target} without ondelete")
        assert faults == []
        assert set(self.above_regions) <= {m.__tablename__ for m in self._models(it)}

    @pytest.mark.usefixtures("other_database")
    def test_migrations_go_up_down_and_up_and_agree_with_the_models(self, it: Plugin) -> None:
        if not self._models(it):
            return
        assert (it.folder / "migrations").is_dir(), f"write a migration: samkraft db revision {it.name} -m 'first tables'"

        def schema() -> dict[str, list[str]]:
            look = inspect(db.engine)
            return {t: sorted(f"{c['name']} {c['type']} {c['nullable']}" for c in look.get_columns(t)) for t in look.get_table_names()}

        migrate.upgrade_all()
        first = schema()
        assert migrate.differences(it.name) == []
        migrate.downgrade(it.name)
        assert {t for t in schema() if t.startswith(it.table_prefix)} == set()
        assert schema() == {t: c for t, c in first.items() if not t.startswith(it.table_prefix)}
        migrate.upgrade(it.name)
        assert schema() == first

    # -- jobs and events ------------------------------------------------------------------------------------------

    def test_jobs_run_twice_change_nothing_the_second_time(self, it: Plugin, app: Flask, make: Factory) -> None:
        region, _ = self._region_with_objects(make)
        with make.inside(region, it.name), atomic():
            payloads = self.payloads(make, region)
        for name, (owner, job) in app.extensions["samkraft_registry"].jobs.items():
            if owner != it.name or name in self.exempt:
                continue
            rows = []
            for _ in range(2):
                with atomic():
                    row = enqueue(name, region=region if job.per_region else None, **payloads.get(name, {}))
                assert run(row.id) is Outcome.DONE, f"{name} failed: {self._last_error(row.id)}"
                rows.append(self._rows(it))
            assert rows[0] == rows[1], f"{name} makes a difference when it runs again"

    @staticmethod
    def _last_error(outbox_id: int) -> str:
        from core.jobs.models import Outbox

        db.session.expire_all()
        return db.session.execute(select(Outbox.last_error).where(Outbox.id == outbox_id)).scalar_one()

    # -- people ---------------------------------------------------------------------------------------------------

    def test_every_table_with_a_person_is_exported(self, it: Plugin, make: Factory) -> None:
        region = make.region(plugins=[it.name])
        user = make.user()
        with make.inside(region, it.name), atomic():
            self.about(make, region, user)
        names = {part.name: part for part in export.everything(user) if part.name.startswith((it.table_prefix, f"{it.name}."))}
        wanted = {t: self.personal_data.get(t, t) for t in self._person_tables(it) if t not in self.no_personal_data}
        assert {t: n for t, n in wanted.items() if n not in names} == {}, (
            "classify them in privacy.toml, or add them to no_personal_data with a reason"
        )
        if type(self).about is not PluginConformance.about:
            assert [n for n in wanted.values() if not names[n].rows] == [], "about() made rows that the export does not show"

    def test_every_column_is_classified(self, it: Plugin, make: Factory) -> None:
        found = {name: entry for path in register.files()[it.name] for name, entry in register.read(path).items()}
        kinds = [kind.name for kind in owners.record_types()]
        exports = [part.name for part in owners.exported(make.user())]
        assert register.faults(found, register.tables([it.table_prefix]), kinds, exports) == []

    def test_an_erased_person_is_gone(self, it: Plugin, make: Factory) -> None:
        if type(self).about is PluginConformance.about:
            return
        region = make.region(plugins=[it.name])
        user = make.user()
        with make.inside(region, it.name), atomic():
            self.about(make, region, user)
        email = user.email
        with atomic():
            erasing.erase(user, despite="the suite looks whether anything is left")
        assert [t for t in self._person_tables(it) if t not in self.no_personal_data and self._mentions(t, user.id, email)] == []

    def _person_tables(self, it: Plugin) -> list[str]:
        found = []
        for model in self._models(it):
            table = Model.metadata.tables[model.__tablename__]
            to_user = any(key.column.table.name == "core_user" for key in table.foreign_keys)
            if to_user or any(c.name in ("email", "phone") or c.name.startswith("contact_") for c in table.columns):
                found.append(table.name)
        return found

    @staticmethod
    def _mentions(name: str, user_id: int, email: str) -> bool:
        table = Model.metadata.tables[name]
        keys = [key.parent.name for key in table.foreign_keys if key.column.table.name == "core_user"]
        texts = [c.name for c in table.columns if isinstance(c.type, String)]
        with all_regions("a test looks for a person everywhere"):
            rows = db.session.connection().execute(select(table)).mappings().all()
        return any(row[k] == user_id for row in rows for k in keys) or any(email in str(row[t] or "") for row in rows for t in texts)

    # -- hooks ----------------------------------------------------------------------------------------------------

    def test_disabling_and_enabling_keeps_the_data(self, it: Plugin, make: Factory) -> None:
        region, _ = self._region_with_objects(make)
        with atomic():
            lifecycle.change_settings(region, it.name, {})
        before = self._rows(it)
        for verb in (lifecycle.disable, lifecycle.enable):
            with atomic():
                verb(region, it.name)
        after = self._rows(it)
        assert {t: rows - after[t] for t, rows in before.items() if rows - after[t]} == {}

    def test_hooks_answer_with_the_right_types_and_write_nothing(
        self, it: Plugin, app: Flask, make: Factory, caplog: pytest.LogCaptureFixture
    ) -> None:
        region, _ = self._region_with_objects(make)
        before = self._rows(it)
        facade = hooks.for_region(region)
        facade.plugins = (it,)
        with caplog.at_level(logging.ERROR), app.test_request_context(f"/r/{region.slug}/"):
            g.region, g.region_slug = region, region.slug
            for user in (None, make.user(), make.user(region, "region_admin")):
                g.user = user
                self._check_regional(app, it, facade, user)
            assert all(
                r.name.startswith((f"{it.name}.", it.table_prefix))
                for r in hooks.stewardship().retention_rules()
                if r in self._own_rules(it)
            )
            for subject in (f"{it.name}:nothing:1", "core:user:1", "nonsense"):
                hooks.stewardship().deletion_blockers(subject=subject)
        assert [r.getMessage() for r in caplog.records if r.levelno >= logging.ERROR and it.name in r.getMessage()] == []
        assert self._rows(it) == before

    def _own_rules(self, it: Plugin) -> list[Any]:
        implemented = getattr(it, "retention_rules", None)
        return list(implemented()) if implemented else []

    def _check_regional(self, app: Flask, it: Plugin, facade: hooks.RegionHooks, user: Any) -> None:
        known = app.extensions["samkraft_registry"].permissions
        for item in facade.nav_items(user=user):
            assert item.permission is None or item.permission in known, f"menu entry {item.label}: unknown permission {item.permission}"
            assert url_for(item.endpoint, **item.values)
        cards = facade.dashboard_cards(user=user)
        assert all(card.template.startswith(f"{it.name}/") for card in cards), "a card's template lies under the plugin's name"
        assert len(render_cards(cards)) == len(cards), "a card's template fails"
        assert facade.slot_content(user=user, slot=f"{it.name}.no_such_slot", subject="x:y:1") == []
        for hit in facade.search(user=user, query="a", limit=5):
            assert hit.url.startswith("/"), hit
        assert facade.resolve_ref(user=user, ref=f"{it.name}:nothing:1") is None
        for _, check in facade.region_checks():
            assert check.ok or check.remedy, f"check '{check.title}' says nothing about what to do"
            assert check.endpoint is None or url_for(check.endpoint)
        facade.report_sections(period=2026)
        for dataset in facade.open_data():
            assert all(len(row) == len(dataset.header) for row in dataset.rows()), f"rows of {dataset.name} do not fit its header"
        facade.supply_for(occupation_group="0000", municipalities=[])
        facade.study_places()
        for section in facade.guidance_sections(user=None, municipality="", occupation_group="0000"):
            assert all(item.url.startswith("/") for item in section.items if item.url), section
            assert {code for item in section.items for code in (*item.fits, *item.lacks)} <= set(FITS), section
        for title in facade.title_hits(query="a", limit=5):
            assert title.url.startswith("/"), title
        facade.focus_areas()
        facade.learning_occasions()
        assert facade.education_facts(user=user, ref=f"{it.name}:nothing:1") is None
        assert facade.letters_of_intent(user=user, refs=[f"{it.name}:nothing:1"]) == []
