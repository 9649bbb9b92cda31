CREATE TABLE pairing_runs (
	street  TEXT   NOT NULL,
	id      TEXT   NOT NULL,
	region  TEXT   NOT NULL, -- the community
	month   TEXT   NOT NULL,
	state   TEXT   NOT NULL CHECK (state IN ('drawn','asking','confirmed','discarded')),
	created BIGINT NOT NULL,
	decided BIGINT NOT NULL,
	version BIGINT NOT NULL,
	body    TEXT   NOT NULL, -- sealed JSON
	PRIMARY KEY (street, id)
);
CREATE INDEX pairing_runs_region ON pairing_runs (region, month);
-- a community confirms one a month
CREATE UNIQUE INDEX pairing_runs_once ON pairing_runs (street, region, month) WHERE state IN ('asking','confirmed');
