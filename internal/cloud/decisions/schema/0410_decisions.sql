CREATE TABLE decisions_scenarios (
	id       TEXT   NOT NULL PRIMARY KEY, -- a few a day
	region   TEXT   NOT NULL,
	kind     TEXT   NOT NULL CHECK (kind IN ('siting','portfolio')),
	state    TEXT   NOT NULL CHECK (state IN ('queued','running','done','failed','cancelled')),
	progress DOUBLE PRECISION NOT NULL,
	best     DOUBLE PRECISION, -- while running: of the search so far
	bound    DOUBLE PRECISION,
	body     TEXT   NOT NULL, -- order and headline as JSON
	result   TEXT   NOT NULL, -- JSON, or ''
	cells    TEXT   NOT NULL, -- demand on the map as JSON, or ''
	created  BIGINT NOT NULL,
	version  BIGINT NOT NULL
);
CREATE INDEX decisions_scenarios_region ON decisions_scenarios (region, id);
