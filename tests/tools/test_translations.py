"""The catalogue tool keeps translations, guesses nothing, and says what is behind."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


def _load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"tools_{name}", ROOT / "tools" / f"{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


translations = _load("translations")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    owner = tmp_path / "plugins" / "sample"
    (owner / "templates").mkdir(parents=True)
    (owner / "plugin.py").write_text('title = _l("Behov")\ntext = ngettext("%(n)s svar", "%(n)s svar i allt", 2)\n')
    (owner / "templates" / "a.html").write_text('<p>{{ _("Skicka svaret") }}</p>')
    return owner


def fill(folder: Path, **words: str) -> None:
    path = translations.catalogue_path(folder)
    text = path.read_text()
    for swedish, english in words.items():
        text = text.replace(f'msgid "{swedish}"\nmsgstr ""', f'msgid "{swedish}"\nmsgstr "{english}"')
    path.write_text(text)


def test_texts_of_python_and_templates_are_found(folder: Path) -> None:
    found = {message.id for message in translations.texts(translations.template("sample", folder))}
    assert found == {"Behov", "Skicka svaret", ("%(n)s svar", "%(n)s svar i allt")}


def test_extraction_keeps_english_and_drops_what_is_gone(folder: Path) -> None:
    translations.extract("sample", folder)
    fill(folder, Behov="Needs", **{"Skicka svaret": "Send the response"})
    (folder / "templates" / "a.html").write_text('<p>{{ _("Skicka svaren") }}</p>')
    translations.extract("sample", folder)
    words = {message.id: message.string for message in translations.texts(translations.read(translations.catalogue_path(folder)))}
    assert words["Behov"] == "Needs"
    assert words["Skicka svaren"] == "", "an English text is never guessed from a similar one"
    assert "Skicka svaret" not in words


def test_extraction_twice_changes_nothing(folder: Path) -> None:
    translations.extract("sample", folder)
    first = translations.catalogue_path(folder).read_bytes()
    translations.extract("sample", folder)
    assert translations.catalogue_path(folder).read_bytes() == first


@pytest.mark.requirement("A10")
def test_check_names_what_is_behind(folder: Path) -> None:
    assert translations.faults("sample", folder) and all("not extracted" in fault for fault in translations.faults("sample", folder))
    translations.extract("sample", folder)
    fill(folder, Behov="Needs", **{"Skicka svaret": "Send the response"})
    assert translations.faults("sample", folder) == ["sample: without English: '%(n)s svar'"]
    path = translations.catalogue_path(folder)
    path.write_text(
        path.read_text().replace('msgstr[0] ""', 'msgstr[0] "%(n)s response"').replace('msgstr[1] ""', 'msgstr[1] "%(m)s responses"')
    )
    assert len(translations.faults("sample", folder)) == 1, "a placeholder that the Swedish text lacks is a fault"
    path.write_text(path.read_text().replace("%(m)s", "%(n)s"))
    assert translations.faults("sample", folder) == []
    path.write_text(path.read_text().replace('msgid "Behov"', '#, fuzzy\nmsgid "Behov"'))
    assert translations.faults("sample", folder) == ["sample: fuzzy: 'Behov'"]


def test_only_changed_catalogues_are_compiled(folder: Path) -> None:
    root = folder.parent.parent
    translations.extract("sample", folder)
    fill(folder, Behov="Needs")
    assert translations.compile_all(root) == 1
    assert translations.compile_all(root) == 0
    assert translations.catalogue_path(folder).with_suffix(".mo").exists()
