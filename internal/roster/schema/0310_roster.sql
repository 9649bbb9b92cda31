CREATE TABLE import_batches (
	street    TEXT   NOT NULL,
	id        TEXT   NOT NULL,
	region    TEXT   NOT NULL,
	name      TEXT   NOT NULL, -- of the file
	file      TEXT   NOT NULL, -- key in the file store
	digest    TEXT   NOT NULL, -- SHA-256 of the file
	header    BIGINT NOT NULL, -- line of the header
	columns   TEXT   NOT NULL, -- JSON: what the header says
	mapping   TEXT   NOT NULL, -- JSON: field of each column, '' for none
	state     TEXT   NOT NULL CHECK (state IN ('uploaded','mapped','running','done','failed','undoing','undone')),
	total     BIGINT NOT NULL, -- rows below the header
	line      BIGINT NOT NULL, -- last line dealt with
	taken     BIGINT NOT NULL,
	updated   BIGINT NOT NULL,
	unchanged BIGINT NOT NULL,
	rejected  BIGINT NOT NULL,
	kept      BIGINT NOT NULL, -- by Undo, because somebody had changed them
	error     TEXT   NOT NULL,
	account   TEXT   NOT NULL,
	created   BIGINT NOT NULL,
	changed   BIGINT NOT NULL,
	version   BIGINT NOT NULL,
	PRIMARY KEY (street, id)
);
CREATE INDEX import_batches_region ON import_batches (region, id);
CREATE TABLE import_changes (
	street TEXT   NOT NULL,
	batch  TEXT   NOT NULL,
	n      BIGINT NOT NULL,
	region TEXT   NOT NULL,
	change TEXT   NOT NULL, -- before-image, numbers sealed as in the register
	PRIMARY KEY (street, batch, n)
);
CREATE TABLE import_errors (
	street  TEXT   NOT NULL,
	batch   TEXT   NOT NULL,
	line    BIGINT NOT NULL,
	region  TEXT   NOT NULL,
	cells   TEXT   NOT NULL, -- sealed JSON of the row as it came
	reasons TEXT   NOT NULL, -- JSON of field, code and words, without the values
	PRIMARY KEY (street, batch, line)
);
CREATE TABLE import_mappings (
	digest  TEXT   NOT NULL PRIMARY KEY, -- of the header: the same form next time is mapped as last time
	mapping TEXT   NOT NULL,
	changed BIGINT NOT NULL
);
