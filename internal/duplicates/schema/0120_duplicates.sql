CREATE TABLE duplicate_pairs (
	street      TEXT   NOT NULL,
	id          TEXT   NOT NULL,
	region      TEXT   NOT NULL, -- that both records lie in: who sees it sees both
	a           TEXT   NOT NULL, -- the older record
	b           TEXT   NOT NULL,
	probability DOUBLE PRECISION NOT NULL,
	levels      TEXT   NOT NULL, -- JSON: field, level of agreement and its weight; no values
	state       TEXT   NOT NULL CHECK (state IN ('open','merged','dismissed')),
	joined      TEXT   NOT NULL, -- JSON: how to undo the merge, numbers sealed
	decided_by  TEXT   NOT NULL,
	found       BIGINT NOT NULL,
	changed     BIGINT NOT NULL,
	version     BIGINT NOT NULL,
	PRIMARY KEY (street, id)
);
CREATE INDEX duplicate_pairs_order ON duplicate_pairs (region, probability, id);
-- what was decided of two records is not asked again
CREATE UNIQUE INDEX duplicate_pairs_once ON duplicate_pairs (street, a, b);
CREATE TABLE duplicate_checks (
	id       TEXT   NOT NULL PRIMARY KEY, -- a few a day
	region   TEXT   NOT NULL,
	state    TEXT   NOT NULL CHECK (state IN ('queued','running','done','failed')),
	looked   BIGINT NOT NULL, -- records
	found    BIGINT NOT NULL, -- new pairs
	progress DOUBLE PRECISION NOT NULL,
	by_whom  TEXT   NOT NULL,
	created  BIGINT NOT NULL
);
CREATE INDEX duplicate_checks_region ON duplicate_checks (region, id);
