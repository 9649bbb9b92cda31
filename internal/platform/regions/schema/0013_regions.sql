CREATE TABLE regions (
	code     TEXT   NOT NULL PRIMARY KEY, -- a table of the whole district: it grows with places, not with people
	level    TEXT   NOT NULL CHECK (level IN ('district','street','community','grid')),
	parent   TEXT   NOT NULL,
	name     TEXT   NOT NULL,
	name_en  TEXT   NOT NULL,
	lon      DOUBLE PRECISION NOT NULL,
	lat      DOUBLE PRECISION NOT NULL,
	boundary TEXT   NOT NULL, -- GeoJSON geometry, or ''
	version  BIGINT NOT NULL
);
CREATE INDEX regions_parent ON regions (parent, code);
