"""The files of a new plugin, made in memory from the templates beside this module."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from string import Template

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from core.plugins.scaffold.names import camel, words

TEMPLATES = Path(__file__).resolve().parent / "template"
SUFFIX = ".tmpl"
CATALOGUE = "messages.po"


def render(part: str, name: str, *, title: str, package: str) -> dict[Path, bytes]:
    """One part of the templates, filled in.

    Args:
        part: `plugin`, `tests` or `package`: the folder of templates.
        package: The Python package of the plugin, as its modules are imported.

    Returns:
        Contents by path within the part.
    """
    values = {
        "name": name,
        "title": title,
        "slug": name.replace("_", "-"),
        "klass": camel(name),
        "package": package,
        # A package of its own stands in a block of its own among the imports; a plugin of the tree stands with core.
        "gap": "" if "." in package else "\n",
    }
    found: dict[Path, bytes] = {}
    for source in sorted((TEMPLATES / part).rglob(f"*{SUFFIX}")):
        path = Path(str(source.relative_to(TEMPLATES / part)).removesuffix(SUFFIX).replace("NAME", name))
        text = Template(source.read_text("utf-8")).substitute(values)
        if path.name == CATALOGUE:
            found[path], found[path.with_suffix(".mo")] = _catalogue(text, name, title)
        else:
            found[path] = text.encode()
    return found


def _catalogue(text: str, name: str, title: str) -> tuple[bytes, bytes]:
    """The English catalogue with the plugin's title in it, as text and compiled. The title is English if its name is."""
    catalogue = read_po(BytesIO(text.encode()), locale="en")
    if title not in catalogue:
        shown = [f"{name}/plugin.py", *(f"{name}/templates/{name}/{page}.html" for page in ("note", "notes"))]
        catalogue.add(title, words(name), [(path, 0) for path in shown])
    written, compiled = BytesIO(), BytesIO()
    write_po(written, catalogue, width=140, sort_output=True, include_lineno=False)
    write_mo(compiled, catalogue)
    return written.getvalue(), compiled.getvalue()
