CREATE TABLE matter_kinds (
	key        TEXT    NOT NULL PRIMARY KEY, -- of the whole district: a few dozen
	name_zh    TEXT    NOT NULL,
	name_en    TEXT    NOT NULL,
	department TEXT    NOT NULL,
	days       BIGINT  NOT NULL, -- working days from submission to decision
	evidence   TEXT    NOT NULL, -- JSON list of keys
	follows    TEXT    NOT NULL, -- kind of event that opens such a matter, or ''
	active     BOOLEAN NOT NULL,
	version    BIGINT  NOT NULL
);
CREATE TABLE matters (
	street    TEXT   NOT NULL,
	id        TEXT   NOT NULL,
	region    TEXT   NOT NULL,
	person    TEXT   NOT NULL,
	kind      TEXT   NOT NULL,
	state     TEXT   NOT NULL CHECK (state IN ('drafted','submitted','accepted','decided','closed')),
	outcome   TEXT   NOT NULL CHECK (outcome IN ('','granted','refused')),
	reason    TEXT   NOT NULL,
	evidence  TEXT   NOT NULL, -- JSON list of keys shown
	note      TEXT   NOT NULL,
	due       TEXT   NOT NULL, -- last day to decide, or ''
	opened_by TEXT   NOT NULL, -- account, or the event that opened it
	created   BIGINT NOT NULL,
	changed   BIGINT NOT NULL,
	version   BIGINT NOT NULL,
	PRIMARY KEY (street, id)
);
CREATE INDEX matters_region ON matters (region, id);
CREATE INDEX matters_person ON matters (person, id);
CREATE UNIQUE INDEX matters_opened ON matters (street, person, kind, opened_by) WHERE opened_by LIKE 'event:%';
CREATE TABLE matter_shelf (
	street  TEXT   NOT NULL,
	person  TEXT   NOT NULL,
	key     TEXT   NOT NULL,
	region  TEXT   NOT NULL,
	matter  TEXT   NOT NULL, -- where it was shown first
	shown   BIGINT NOT NULL,
	until   TEXT   NOT NULL, -- valid until, or ''
	PRIMARY KEY (street, person, key)
);
