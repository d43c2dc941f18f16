"""The ledger: finished batches of ensembles in one SQLite file, where what is recorded outlives a kill."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from departures.faults import Fault, Faults

WAIT = 60.0
"""Seconds that a process waits while others write."""
KEPT = 20
"""Ensembles of which batches are kept; the oldest give way."""
SCHEMA = """
CREATE TABLE IF NOT EXISTS ensemble (begun INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE);
CREATE TABLE IF NOT EXISTS batch (key TEXT, number INTEGER, made BLOB NOT NULL, PRIMARY KEY (key, number));
"""
OLD = "DELETE FROM ensemble WHERE key <> ? AND key NOT IN (SELECT key FROM ensemble ORDER BY begun DESC LIMIT ?)"
ORPHANED = "DELETE FROM batch WHERE key NOT IN (SELECT key FROM ensemble)"


class Ledger:
    """Batches by the key of their ensemble and their number; any number of processes may read and write at once.

    A batch is recorded whole, in one transaction that is on the disk when `record` returns. The file must lie on a
    disk of this machine: write-ahead logs do not work over a network.
    """

    def __init__(self, path: Path) -> None:
        """Open or make the file; raises `Faults` where something else lies there."""
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with self._connected() as connection:
                connection.execute("PRAGMA journal_mode = WAL")
                connection.executescript(SCHEMA)
        except sqlite3.OperationalError as error:  # busy, full, not to be written
            remedy = "see that the disk has room and the file may be written, then try again; nothing is lost"
            raise Faults(
                [Fault(str(path), None, "", f"the ledger cannot be used: {error}", remedy)]
            ) from error
        except sqlite3.DatabaseError as error:
            remedy = "move the file away, and its batches are made anew"
            raise Faults([Fault(str(path), None, "", f"this is no ledger: {error}", remedy)]) from error

    def begin(self, key: str) -> None:
        """Note an ensemble as the newest, also where it was begun before; the oldest beyond `KEPT` are forgotten."""
        with self._connected() as connection, connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("INSERT OR REPLACE INTO ensemble (key) VALUES (?)", (key,))
            connection.execute(OLD, (key, KEPT))
            connection.execute(ORPHANED)

    def record(self, key: str, number: int, made: bytes) -> None:
        """Record what a batch has made; one that is recorded already stays as it is."""
        with self._connected() as connection:
            connection.execute("INSERT OR IGNORE INTO batch VALUES (?, ?, ?)", (key, number, made))

    def numbers(self, key: str) -> set[int]:
        """Numbers of the recorded batches of an ensemble."""
        with self._connected() as connection:
            return {row[0] for row in connection.execute("SELECT number FROM batch WHERE key = ?", (key,))}

    def made(self, key: str) -> dict[int, bytes]:
        """What the recorded batches of an ensemble have made, by number and in its order."""
        with self._connected() as connection:
            found = connection.execute("SELECT number, made FROM batch WHERE key = ? ORDER BY number", (key,))
            return dict(found.fetchall())

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        """A connection of its own for each act: none outlives a process or is shared by threads."""
        with closing(sqlite3.connect(self.path, timeout=WAIT, isolation_level=None)) as connection:
            connection.execute("PRAGMA synchronous = FULL")
            yield connection
