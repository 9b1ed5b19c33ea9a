"""What can go wrong between us and the database; nothing of asyncpg leaves this room.

DatabaseError
├── PoolExhausted         no connection became free in time, here or at the server
├── QueryTimeout          a query or its wait for a lock took too long
├── ConstraintViolated    the data contradicts what is stored, or does not fit where it belongs
└── DatabaseUnavailable   the server is away, starting, full or failing over: the same call may work later
SpoolError
├── SpoolFull             more events wait for the database than we keep
└── SpoolUnwritable       the spool file can't be written: a full or broken disk

Errors are told apart by SQLSTATE or by class, never by their text.
"""

import asyncpg


class DatabaseError(Exception):
    """The database refused what we asked; raised itself when it is our own mistake (a bug in the SQL)."""


class PoolExhausted(DatabaseError):
    """Every connection stayed busy for as long as we wait for one."""


class QueryTimeout(DatabaseError):
    """A query, or its wait for a lock, took longer than allowed. It was rolled back."""


class ConstraintViolated(DatabaseError):
    """The data contradicts what is stored, or is nothing that its column or an index can hold.

    constraint: the name of the constraint; None when a value did not fit its column.
    detail: what PostgreSQL says of the row; None when it says nothing.
    """

    def __init__(self, message: str, constraint: str | None = None, detail: str | None = None) -> None:
        super().__init__(message)
        self.constraint = constraint
        self.detail = detail


class DatabaseUnavailable(DatabaseError):
    """The database can't answer now. Whatever was not committed is rolled back; try again later."""


class SpoolError(Exception):
    """An event could not be kept on disk, so it is not recorded."""


class SpoolFull(SpoolError):
    """The database has been away for so long that the spool holds all it may."""


class SpoolUnwritable(SpoolError):
    """The spool file can't be written: the disk is full, broken, or the file was taken away."""


_TIMED_OUT = {
    "57014",  # query_canceled: statement_timeout
    "55P03",  # lock_not_available: lock_timeout
    "25P03",  # idle_in_transaction_session_timeout
    "25P04",  # transaction_timeout
}
_EXHAUSTED = {"53300"}  # too_many_connections
_UNAVAILABLE = {
    "25006",  # read_only_sql_transaction: we are still on the old primary
    "3D000",  # invalid_catalog_name: the database is not there (yet)
    "72000",  # snapshot_too_old
}
_UNAVAILABLE_CLASSES = {
    "08",  # connection exception
    "28",  # invalid authorization: the server does not let us in
    "40",  # transaction rollback: deadlock, serialization failure; a second try may work
    "53",  # insufficient resources: disk, memory
    "57",  # operator intervention: shutting down, starting up
    "58",  # system error: I/O
}
_VIOLATED_CLASSES = {
    "22",  # data exception: too long, out of range, not JSON
    "23",  # integrity constraint violation
    "44",  # with check option violation
    "54",  # program limit exceeded: larger than an index entry may be, nested too deeply
}


def _from_sqlstate(error: asyncpg.PostgresError, state: str) -> DatabaseError:
    if state in _TIMED_OUT:
        return QueryTimeout(str(error))
    if state in _EXHAUSTED:
        return PoolExhausted(str(error))
    if state[:2] in _VIOLATED_CLASSES:
        return ConstraintViolated(
            str(error),
            getattr(error, "constraint_name", None),
            getattr(error, "detail", None),
        )
    if state in _UNAVAILABLE or state[:2] in _UNAVAILABLE_CLASSES:
        return DatabaseUnavailable(str(error))
    return DatabaseError(str(error))


def translate(error: Exception, *, connection_lost: bool = False) -> DatabaseError | None:
    """Our error for one of asyncpg's; None for an error that is not the database's.

    connection_lost: the connection is closed, so an error about its state means that the server went away.
    """
    if isinstance(error, DatabaseError):
        return error
    if isinstance(error, asyncpg.InvalidCachedStatementError | asyncpg.OutdatedSchemaCacheError):
        # A migration ran under us. asyncpg has dropped its cache: a second try works.
        return DatabaseUnavailable(str(error))
    if isinstance(error, asyncpg.PostgresError):
        state = getattr(error, "sqlstate", None)
        return _from_sqlstate(error, state) if isinstance(state, str) else DatabaseError(str(error))
    if isinstance(error, asyncpg.TargetServerAttributeNotMatched):
        return DatabaseUnavailable(str(error))
    if isinstance(error, asyncpg.InterfaceError | asyncpg.InterfaceWarning | asyncpg.InternalClientError):
        return DatabaseUnavailable(str(error)) if connection_lost else DatabaseError(str(error))
    if isinstance(error, TimeoutError):
        return QueryTimeout("the database did not answer in time")
    if isinstance(error, OSError) and connection_lost:
        return DatabaseUnavailable(str(error))
    return None
