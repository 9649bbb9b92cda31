-- A door that stayed shut. body holds the log as JSON: times, steps, accounts and
-- notes; no name, number or address. wake is when the timer looks next; 0: never.
CREATE TABLE door_cases (
	street  TEXT    NOT NULL, -- of the home
	id      TEXT    NOT NULL,
	region  TEXT    NOT NULL, -- of the home
	at      TEXT    NOT NULL, -- of the point
	org     TEXT    NOT NULL,
	orderid TEXT    NOT NULL,
	courier TEXT    NOT NULL,
	step    TEXT    NOT NULL CHECK (step IN ('call','neighbour','family','grid','emergency')),
	wake    BIGINT  NOT NULL,
	ended   TEXT    NOT NULL CHECK (ended IN ('','answered','handed','away','helped')),
	created BIGINT  NOT NULL,
	version BIGINT  NOT NULL,
	body    TEXT    NOT NULL,
	PRIMARY KEY (street, id)
);
CREATE UNIQUE INDEX door_cases_open ON door_cases (street, orderid) WHERE ended = '';
CREATE INDEX door_cases_order ON door_cases (orderid);
CREATE INDEX door_cases_wake ON door_cases (wake) WHERE wake > 0;
