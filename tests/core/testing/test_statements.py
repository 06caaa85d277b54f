"""Which tables a statement wrote to is told, or that it cannot be told."""

from __future__ import annotations

import pytest

from core.testing.statements import written

STATEMENTS = [
    (["SELECT 1 FROM a"], set()),
    (["INSERT INTO a (x) VALUES (1)", "UPDATE b SET x = 1", "SELECT x FROM c"], {"a", "b"}),
    (['INSERT OR IGNORE INTO "a" (x) VALUES (1)', "  update b set x = 1"], {"a", "b"}),
    (["INSERT INTO a (x) VALUES (1)", "DELETE FROM b"], None),  # what is deleted takes more along
    (["REPLACE INTO a VALUES (1)"], None),
]


@pytest.mark.parametrize(("seen", "told"), STATEMENTS)
def test_the_tables_that_were_written_to(seen: list[str], told: set[str] | None) -> None:
    assert written(seen) == told
