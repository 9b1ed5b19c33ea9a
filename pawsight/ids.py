"""Identifiers made by us, sortable by time."""

from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """A UUIDv7 (RFC 9562): made by the client, so that a retried insert is the same row."""
    return uuid7()
