"""Where a run stands, kept in a PostgreSQL that several workers share: whichever is asked again goes on with it.

LangGraph's own saver does the work. Here is what it leaves open: the address is a secret, tables are made by one
worker at a time, a run that is alive is not gone on with by another worker, and a database that has gone is a sentence.
"""

import contextlib
import hashlib
import logging
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import psycopg
from langgraph.checkpoint.postgres import PostgresSaver
from psycopg.rows import dict_row
from psycopg_pool import ConnectionPool

from agents.checkpoints import RecordSerializer
from knowledge.errors import SpotsmithError

SECONDS = 5.0  # until a database that does not answer is said to be away
MOST = 70  # connections: one for all checkpoints, and one for each run at a time
SETUP = -1  # the advisory lock of who makes the tables; those of runs are positive
_KEPT = {"autocommit": True, "prepare_threshold": 0, "row_factory": dict_row}


@dataclass(frozen=True)
class PostgresCheckpoints:
    saver: PostgresSaver
    name: str
    """Of the variable that holds the address; the address itself is never shown."""

    @contextlib.contextmanager
    def claimed(self, run_id: str) -> Iterator[str]:
        """The id to run under: this one, unless another worker or thread runs under it now. Who dies gives it back.

        Raises SpotsmithError when the database goes away meanwhile.
        """
        key = int.from_bytes(hashlib.sha256(run_id.encode()).digest()[:8]) >> 1
        try:
            with self.saver.conn.connection(SECONDS) as connection:
                if not _locked(connection, key):
                    yield f"{run_id}-{uuid.uuid4().hex}"
                    return
                try:
                    yield run_id
                finally:
                    with contextlib.suppress(psycopg.Error):  # a connection that is gone holds no lock
                        connection.execute("SELECT pg_advisory_unlock(%s)", (key,))
        except psycopg.Error as error:
            raise SpotsmithError(_said(self.name, error)) from error

    def close(self) -> None:
        self.saver.conn.close(SECONDS)


def open_postgres(address: str, name: str) -> PostgresCheckpoints:
    """``name`` is the variable that holds the address. Raises SpotsmithError where it cannot be used."""
    logging.getLogger("psycopg.pool").addHandler(logging.NullHandler())  # what fails is said by who needs it
    try:
        with psycopg.connect(address, connect_timeout=round(SECONDS), **_KEPT) as connection:
            _set_up(connection)
        checked = ConnectionPool.check_connection
        pool: Any = ConnectionPool(
            address, min_size=1, max_size=MOST, kwargs=_KEPT, check=checked, timeout=SECONDS, open=True
        )
    except psycopg.ProgrammingError as error:
        if error.sqlstate:
            raise SpotsmithError(_said(name, error)) from error
        # what cannot be read may hold the password: neither it nor what the parser says of it is shown
        raise SpotsmithError(f"{name} holds no address as postgresql://USER:PASSWORD@HOST:5432/DATABASE") from None
    except psycopg.Error as error:
        raise SpotsmithError(_said(name, error)) from error
    return PostgresCheckpoints(PostgresSaver(pool, serde=RecordSerializer()), name)


def _set_up(connection: Any) -> None:
    """Tables and indexes, by one worker at a time. Who waits must not do so in a statement: the making of an index
    waits for all statements to end."""
    while not _locked(connection, SETUP):
        time.sleep(0.05)
    try:
        PostgresSaver(connection).setup()
    finally:
        connection.execute("SELECT pg_advisory_unlock(%s)", (SETUP,))


def _locked(connection: Any, key: int) -> bool:
    row = connection.execute("SELECT pg_try_advisory_lock(%s) AS locked", (key,)).fetchone()
    return bool(row["locked"])


def _said(name: str, error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return f"the PostgreSQL that {name} names cannot keep the steps of runs: {lines[0] if lines else 'it has gone'}"
