"""One shape of log line for every process."""

from __future__ import annotations

import logging
import sys

QUIET = ("alembic", "rq", "werkzeug")  # they tell at INFO what nobody needs to know


def configure() -> None:
    """Log to standard error, from INFO upwards."""
    logging.basicConfig(
        stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(levelname)-7s %(name)s: %(message)s", datefmt="%H:%M:%S"
    )
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
