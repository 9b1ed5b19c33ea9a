-- TimescaleDB's own policies do what has to be done every minute.

CREATE FUNCTION maintain_storage() RETURNS BOOLEAN
LANGUAGE sql AS 'SELECT false';
