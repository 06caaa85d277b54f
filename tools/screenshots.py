"""Takes pictures of the main pages with demo data: desktop, 320 px, and dark. `tools/screenshots.py FOLDER` (needs Chromium)."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from core.testing.live import Site, running_site

REGION = "akademi-norr"
PAGES = {
    "start": "/",
    "region": f"/r/{REGION}/",
    "form": f"/r/{REGION}/employer-needs/svara",
    "catalogue": f"/r/{REGION}/training-catalog/",
}
STAFF = {
    "board": f"/r/{REGION}/",
    "needs": f"/r/{REGION}/employer-needs/",
    "clusters": f"/r/{REGION}/demand-pooling/",
    "plugins": f"/r/{REGION}/admin/plugins",
}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


def shoot(page: Page, folder: Path, name: str) -> None:
    """One page in three ways."""
    for how, width, scheme in (("desktop", 1280, "light"), ("phone", 320, "light"), ("dark", 1280, "dark")):
        page.set_viewport_size({"width": width, "height": 900 if width > 320 else 700})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.screenshot(path=str(folder / f"{name}-{how}.png"))


def walk(site: Site, browser: Browser, folder: Path) -> None:
    """All pages, first as a visitor, then as the region's administrator."""
    page = browser.new_context(locale="sv-SE").new_page()
    for name, path in PAGES.items():
        page.goto(site.url + path)
        shoot(page, folder, name)
    page.locator("main h2 a, main h3 a").first.click()
    shoot(page, folder, "course")
    page = browser.new_context(locale="sv-SE").new_page()
    page.goto(site.url + site.sign_in_path("region_admin", REGION))
    page.get_by_role("button", name="Logga in").click()
    for name, path in STAFF.items():
        page.goto(site.url + path)
        shoot(page, folder, name)
    page.goto(site.url + STAFF["clusters"])
    page.locator("main table a").first.click()
    shoot(page, folder, "cluster")


def main() -> int:
    """Start a demo site, walk it, write the pictures."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "build/screens")
    folder.mkdir(parents=True, exist_ok=True)
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        print("Chromium is missing: apt-get install chromium", file=sys.stderr)
        return 1
    with (
        tempfile.TemporaryDirectory(prefix="sk-shots-") as data,
        running_site(Path(data)) as site,
        sync_playwright() as playwright,
    ):
        walk(site, playwright.chromium.launch(executable_path=chromium, args=FLAGS), folder)
    print(f"Wrote {len(list(folder.glob('*.png')))} pictures to {folder}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
