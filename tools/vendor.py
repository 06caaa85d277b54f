"""Fetch the front-end packages that are shipped in the tree, and check that nobody has edited them.

The stylesheets are plain files without a build step, so they are kept in the repository: a start needs no network,
and what is served is what was reviewed. `make vendor` renews them; `--check` compares every file offline.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from dataclasses import dataclass
from pathlib import Path

import tomlkit

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "core" / "web" / "static" / "vendor"
MANIFEST = VENDOR / "VENDORED.toml"


@dataclass(frozen=True)
class Package:
    """An exact version of an npm package and the files of it that are shipped.

    Args:
        integrity: Subresource-integrity string of the tarball; pinned here, so a changed tarball is refused.
        files: Path in the package to name in our folder.
    """

    name: str
    version: str
    licence: str
    integrity: str
    files: dict[str, str]

    @property
    def folder(self) -> str:
        """Name of the folder under `vendor/`; the version is part of it, so that caches never mix versions."""
        return f"{self.name.lstrip('@').replace('/', '-')}-{self.version}"


# The theme names the agency's own typeface, which is not in the packages; core/web/static/css/samkraft.css sets system fonts instead.
PACKAGES = (
    Package(
        name="@fkui/design",
        version="6.44.0",
        licence="MIT",
        integrity="sha512-hp8L1IVf6pRcGMBxqWQNaP0udTQ7qq/r96tBdGx3d/yZ5ui2z3H28d+Sr2enadhakbUDHK+0+oaDI4DQHljPJg==",
        files={"lib/fkui.min.css": "fkui.min.css", "LICENSE.md": "LICENSE.md"},
    ),
    Package(
        name="@fkui/theme-default",
        version="6.44.0",
        licence="MIT",
        integrity="sha512-xg1XXKXhOiclHw4iToCTU+E7DjQBTYmAlVa/sq7GCOwmPe2gMaaYy01oecmFiXI+KM3vAtrepy7tNlGF6ZTVFw==",
        files={
            "dist/theme-auto.css": "theme-auto.css",
            "dist/theme-light.css": "theme-light.css",
            "dist/theme-dark.css": "theme-dark.css",
            "LICENSE.md": "LICENSE.md",
        },
    ),
)


def sha256(path: Path) -> str:
    """Hex digest of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def fetch(package: Package, work: Path) -> Path:
    """Download one tarball and return its path.

    Raises:
        SystemExit: when npm fails, or the tarball is not the pinned one.
    """
    command = ["npm", "pack", f"{package.name}@{package.version}", "--json", "--ignore-scripts", "--pack-destination", str(work)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"npm pack {package.name}@{package.version} failed. Check that npm is installed and has a registry to ask.")
    tarball = work / str(json.loads(done.stdout)[0]["filename"])
    found = "sha512-" + base64.b64encode(hashlib.sha512(tarball.read_bytes()).digest()).decode()
    if found != package.integrity:
        raise SystemExit(f"{package.name}@{package.version}: the tarball has integrity {found}, not the pinned one. Nothing was changed.")
    return tarball


def unpack(package: Package, tarball: Path, target: Path) -> None:
    """Copy the wanted files of a tarball into `target`."""
    target.mkdir(parents=True)
    with tarfile.open(tarball) as archive:
        for source, name in package.files.items():
            member = archive.extractfile(f"package/{source}")
            if member is None:
                raise SystemExit(f"{package.name}@{package.version} has no file {source}.")
            (target / name).write_bytes(member.read())


def renew() -> None:
    """Fetch all packages, replace the vendor folder and write the manifest. All or nothing."""
    document = tomlkit.document()
    document.add(tomlkit.comment("Written by tools/vendor.py. Do not edit the files by hand: `tools/vendor.py --check` compares them."))
    entries = tomlkit.aot()
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        fresh = work / "vendor"
        for package in PACKAGES:
            unpack(package, fetch(package, work), fresh / package.folder)
            entry = tomlkit.table()
            entry.update(name=package.name, version=package.version, licence=package.licence)
            entry.update(source=f"npm:{package.name}@{package.version}", integrity=package.integrity, folder=package.folder)
            entry["files"] = {name: sha256(fresh / package.folder / name) for name in sorted(package.files.values())}
            entries.append(entry)
        document["package"] = entries
        (fresh / MANIFEST.name).write_text(tomlkit.dumps(document), "utf-8")
        if VENDOR.exists():
            shutil.rmtree(VENDOR)
        shutil.copytree(fresh, VENDOR)


def faults(vendor: Path = VENDOR) -> list[str]:
    """What differs between the vendor folder and its manifest, or between the manifest and PACKAGES; empty when nothing does."""
    manifest = vendor / MANIFEST.name
    if not manifest.exists():
        return [f"{manifest.name} is missing; run `make vendor`."]
    entries = tomllib.loads(manifest.read_text("utf-8"))["package"]
    found = []
    wanted = {(package.name, package.version, package.integrity) for package in PACKAGES}
    if {(entry["name"], entry["version"], entry["integrity"]) for entry in entries} != wanted:
        found.append(f"{manifest.name} does not list the packages of tools/vendor.py; run `make vendor`.")
    known = {manifest}
    for entry in entries:
        for name, digest in entry["files"].items():
            path = vendor / entry["folder"] / name
            known.add(path)
            if not path.exists():
                found.append(f"{path.relative_to(vendor)} is missing.")
            elif sha256(path) != digest:
                found.append(f"{path.relative_to(vendor)} has been changed since it was fetched.")
    strays = (path for path in sorted(vendor.rglob("*")) if path.is_file() and path not in known)
    found += [f"{path.relative_to(vendor)} is not in the manifest." for path in strays]
    return found


def main(arguments: list[str] | None = None) -> int:
    """Command line: without options fetch, with `--check` compare offline."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare the files with their digests, without network")
    options = parser.parse_args(arguments)
    if not options.check:
        renew()
    found = faults()
    for fault in found:
        print(fault, file=sys.stderr)
    if not found:
        print(f"Vendored files are in order: {', '.join(package.folder for package in PACKAGES)}")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
