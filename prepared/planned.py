"""On PostgreSQL: statements that are planned once for a connection. To plan one of ours takes longer than to run it.

One article of the API takes a third so of what Django's own cursor takes, of both processes' time. A pooler between us
and the database must know prepared statements (PgBouncer does from 1.21 on).
"""

from typing import Any

import psycopg
from django.db import connection
from django.db.backends.utils import CursorWrapper

#: So many statements are kept for a connection: more than we have.
MOST = 200


class _Planning(psycopg.Cursor[Any]):
    """A cursor that has what it executes planned, and kept by the server under a name."""

    def execute(self, query: Any, params: Any = None, **how: Any) -> Any:
        """Execute a statement. Whatever else the connection is asked is planned anew each time, as Django has it."""
        self.connection.prepare_threshold, self.connection.prepared_max = 0, MOST
        try:
            return super().execute(query, params, **how)
        finally:
            self.connection.prepare_threshold = None


def planning() -> CursorWrapper:
    """Such a cursor, as Django wraps its own."""
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    cursor: Any = _Planning(connection.connection)
    return (
        connection.make_debug_cursor(cursor) if connection.queries_logged else connection.make_cursor(cursor)
    )
