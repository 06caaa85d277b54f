"""Sets one document, in a process of its own: reads data on standard input, writes a PDF on standard output.

Alone, so that it can be stopped when it takes too long, may not take all memory, and gives back what it took. It imports nothing of ours.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path

TEMPLATE = Path(__file__).with_name("document.typ")
MAX_MEMORY = 2 * 1024**3
CANNOT_SET = 3  # how it ends when a character has no glyph


def main() -> int:
    """Set what stands on standard input."""
    given = json.load(sys.stdin)
    resource.setrlimit(resource.RLIMIT_CPU, (given["seconds"], given["seconds"] + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    import typst

    try:
        made: bytes = typst.compile(
            TEMPLATE.read_bytes(),
            format="pdf",
            sys_inputs={"document": json.dumps(given["document"])},
            pdf_standards=["ua-1"],
            ignore_system_fonts=True,
            timestamp=given["made_at"],
        )
    except typst.TypstError as error:
        sys.stderr.write(str(error)[:2_000])
        return CANNOT_SET if "could not be displayed" in str(error) else 1
    sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
