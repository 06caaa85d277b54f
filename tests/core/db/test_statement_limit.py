"""A web process gives up a question that takes too long; other processes have more patience."""

from __future__ import annotations

import pytest
from sqlalchemy import create_engine
from sqlalchemy.exc import OperationalError

from core.config import Settings
from core.db.engine import engine_options, limit_statements
from core.testing.database import Databases


@pytest.mark.requirement("S36")
def test_a_web_process_gives_up_and_others_wait_longer(databases: Databases, database_kind: str) -> None:
    url = Settings(database_url=databases.create("limit")).sqlalchemy_url
    web, other = (create_engine(url, **engine_options(url)) for _ in range(2))
    limit_statements(web, 1)
    try:
        if database_kind == "sqlite":  # has no such limit, and must not stumble over it
            with web.connect() as connection:
                assert connection.exec_driver_sql("SELECT 1").scalar_one() == 1
            return
        with other.connect() as connection:
            assert connection.exec_driver_sql("SHOW statement_timeout").scalar_one() == "30s"
        with web.connect() as connection, pytest.raises(OperationalError, match="statement timeout"):
            connection.exec_driver_sql("SELECT pg_sleep(5)")
        with web.connect() as connection:  # still so after the connection went back to the pool
            assert connection.exec_driver_sql("SHOW statement_timeout").scalar_one() == "1s"
    finally:
        web.dispose()
        other.dispose()
