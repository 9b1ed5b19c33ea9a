-- TimescaleDB's own policies do all of it.

CREATE FUNCTION maintain_storage() RETURNS BOOLEAN
LANGUAGE sql AS 'SELECT true';
