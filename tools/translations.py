"""Keep the English catalogues complete: extract texts, compile catalogues, and fail when one is behind.

Source texts are Swedish and need no catalogue. Core and every plugin own theirs, in `translations/en/LC_MESSAGES/`, so that a
plugin brings its own English. Compiled `.mo` files are built at setup and not kept in the repository.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LANGUAGE = "en"
KEYWORDS = {**DEFAULT_KEYWORDS, "_l": None, "lazy_gettext": None}
METHODS = [("**/templates/**.html", "jinja2"), ("**.py", "python")]
OPTIONS = {"**/templates/**.html": {"trimmed": "true", "silent": "false"}}
# Dates in the header would make every extraction a change; the repository knows when a text came.
FIXED_DATE = datetime(2026, 1, 1, tzinfo=UTC)


def owners(root: Path = ROOT) -> dict[str, Path]:
    """Folders that own a catalogue, by name: core and each plugin."""
    found = {"core": root / "core"}
    found.update({path.parent.name: path.parent for path in sorted((root / "plugins").glob("*/plugin.py"))})
    return found


def catalogue_path(folder: Path) -> Path:
    """Where a folder's English catalogue is."""
    return folder / "translations" / LANGUAGE / "LC_MESSAGES" / "messages.po"


def template(owner: str, folder: Path) -> Catalog:
    """The texts of a folder, as they are in the source now."""
    catalogue = Catalog(
        project=f"Samkraft {owner}",
        version="0",
        locale=LANGUAGE,
        fuzzy=False,
        creation_date=FIXED_DATE,
        revision_date=FIXED_DATE,
        msgid_bugs_address="none",
        last_translator="none",
        language_team="none",
    )
    catalogue.header_comment = f"# English texts of {owner}. Written by tools/translations.py extract; fill in every msgstr."
    extracted = extract_from_dir(folder, METHODS, OPTIONS, keywords=KEYWORDS, comment_tags=("Translators:",))
    for filename, _line, message, comments, context in extracted:
        if not filename.startswith("tests/"):
            catalogue.add(message, None, [(f"{folder.name}/{filename}", 0)], auto_comments=comments, context=context)
    return catalogue


def read(path: Path) -> Catalog:
    """A catalogue from its file; an empty one when there is none."""
    if not path.exists():
        return Catalog(locale=LANGUAGE, fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=LANGUAGE)


def key(message: Message) -> tuple[object, str | None]:
    """What tells two messages apart."""
    return (message.id, message.context)


def texts(catalogue: Catalog) -> Iterator[Message]:
    """The messages of a catalogue without its header."""
    return (message for message in catalogue if message.id)


def extract(owner: str, folder: Path) -> None:
    """Bring a folder's catalogue up to date. Translations are kept; texts that are gone are dropped; nothing is guessed."""
    fresh, path = template(owner, folder), catalogue_path(folder)
    if not list(texts(fresh)):
        return
    kept = {key(message): message for message in texts(read(path))}
    missing = 0
    for message in texts(fresh):
        old = kept.get(key(message))
        if old is not None:
            message.string = old.string
            message.user_comments = old.user_comments
        missing += not is_complete(message)
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".po.new")
    with temporary.open("wb") as file:
        write_po(file, fresh, width=140, sort_output=True, include_lineno=False)
    temporary.replace(path)
    print(f"{owner}: {len(list(texts(fresh)))} texts, {missing} without English")


def is_complete(message: Message) -> bool:
    """Whether every form of a message has an English text."""
    strings = message.string if isinstance(message.string, list | tuple) else (message.string,)
    expected = 2 if message.pluralizable else 1
    return len(strings) == expected and all(strings)


def faults(owner: str, folder: Path) -> list[str]:
    """What is wrong with a folder's catalogue; empty when it is complete and up to date."""
    path = catalogue_path(folder)
    fresh = {key(message): message for message in texts(template(owner, folder))}
    stored = read(path)
    known = {key(message): message for message in texts(stored)}
    found = [f"not extracted: {_shown(fresh[k])}" for k in fresh if k not in known]
    found += [f"no longer in the source: {_shown(known[k])}" for k in known if k not in fresh]
    found += [f"obsolete: {_shown(message)}" for message in stored.obsolete.values()]
    for message in known.values():
        if message.fuzzy:
            found.append(f"fuzzy: {_shown(message)}")
        elif not is_complete(message):
            found.append(f"without English: {_shown(message)}")
        else:
            found += [f"{error}: {_shown(message)}" for error in message.check(stored)]
    return [f"{owner}: {fault}" for fault in found]


def _shown(message: Message) -> str:
    text = message.id if isinstance(message.id, str) else message.id[0]
    return repr(text if len(text) <= 90 else text[:87] + "…")


def compile_all(root: Path = ROOT) -> int:
    """Compile catalogues whose `.po` is newer than its `.mo`. Returns how many were written."""
    written = 0
    for folder in owners(root).values():
        source = catalogue_path(folder)
        target = source.with_suffix(".mo")
        if not source.exists() or (target.exists() and target.stat().st_mtime >= source.stat().st_mtime):
            continue
        temporary = target.with_suffix(".mo.new")
        with temporary.open("wb") as file:
            write_mo(file, read(source))
        temporary.replace(target)
        written += 1
    return written


def main(arguments: list[str] | None = None) -> int:
    """Command line: `extract OWNER|all`, `compile` or `check [OWNER]`."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("compile", help="compile changed catalogues")
    for name, text in (("extract", "update catalogues from the source"), ("check", "fail when a catalogue is behind or not complete")):
        commands.add_parser(name, help=text).add_argument("owner", nargs="?", default="all", choices=["all", *owners()])
    options = parser.parse_args(arguments)
    if options.command == "compile":
        compile_all()
        return 0
    chosen = owners() if options.owner == "all" else {options.owner: owners()[options.owner]}
    if options.command == "extract":
        for owner, folder in chosen.items():
            extract(owner, folder)
        return 0
    found = [fault for owner, folder in chosen.items() for fault in faults(owner, folder)]
    for fault in found:
        print(fault, file=sys.stderr)
    if found:
        print(f"{len(found)} texts to mend. Run tools/translations.py extract OWNER, then fill in its messages.po.", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
