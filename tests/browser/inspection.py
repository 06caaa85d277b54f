"""Looks at a page as three visitors would: in light, in the dark, and on a 320 px phone."""

from __future__ import annotations

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from core.testing.live import Site

EVERYTHING = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], "resultTypes": ["violations"]}
# Dark mode changes colours and nothing else.
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}, "resultTypes": ["violations"]}
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 320, "height": 800}


class Inspector:
    """Collects what is wrong with the pages it is shown, and remembers which endpoints they were."""

    def __init__(self, site: Site, page: Page, visited: set[str]) -> None:
        self.site = site
        self.page = page
        self.visited = visited
        self.faults: list[str] = []
        page.on(
            "console",
            lambda m: self.faults.append(f"{page.url}: console: {m.text}") if m.type == "error" and "status of 4" not in m.text else None,
        )
        page.on("pageerror", lambda e: self.faults.append(f"{page.url}: script: {e}"))

    def endpoint(self, path: str) -> str | None:
        """The endpoint behind a path, or None."""
        try:
            return str(self.site.app.url_map.bind("127.0.0.1").match(path, method="GET")[0])
        except (RequestRedirect, HTTPException):
            return None

    def look(self, *, scripts: bool = True) -> None:
        """Inspect the page as it stands. Without scripts axe cannot run, so only the width is checked."""
        page = self.page
        page.wait_for_load_state("load")
        path = page.url.removeprefix(self.site.url)
        endpoint = self.endpoint(path.partition("?")[0])
        if endpoint:
            self.visited.add(endpoint)
        if scripts:
            page.set_viewport_size(DESKTOP)
            page.emulate_media(color_scheme="dark")
            self._axe(path, "dark", COLOURS)
            page.emulate_media(color_scheme="light")
            self._axe(path, "light", EVERYTHING)
        page.set_viewport_size(PHONE)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > PHONE["width"]:
            self.faults.append(f"{path}: {width} px wide on a 320 px screen")
        if scripts:
            self._axe(path, "320 px", EVERYTHING)
            page.set_viewport_size(DESKTOP)

    def _axe(self, path: str, how: str, rules: dict[str, object]) -> None:
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE_SCRIPT)
        for violation in self.page.evaluate("rules => axe.run(rules).then(results => results.violations)", rules):
            targets = [node["target"] for node in violation["nodes"][:3]]
            self.faults.append(f"{path} ({how}): {violation['id']}: {violation['help']}: {targets}")
