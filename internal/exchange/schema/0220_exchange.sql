CREATE TABLE exchange_needs (
	street      TEXT   NOT NULL,
	id          TEXT   NOT NULL,
	region      TEXT   NOT NULL,
	subject     TEXT   NOT NULL, -- a person of the register
	category    TEXT   NOT NULL,
	lon         DOUBLE PRECISION NOT NULL,
	lat         DOUBLE PRECISION NOT NULL,
	from_day    TEXT   NOT NULL,
	to_day      TEXT   NOT NULL, -- or ''
	quantity    BIGINT NOT NULL, -- times a week
	urgency     BIGINT NOT NULL CHECK (urgency BETWEEN 1 AND 5),
	constraints TEXT   NOT NULL, -- JSON list
	source      TEXT   NOT NULL,
	note        TEXT   NOT NULL,
	state       TEXT   NOT NULL CHECK (state IN ('open','matched','met','withdrawn','closed')),
	reason      TEXT   NOT NULL,
	offer       TEXT   NOT NULL, -- that it is matched with, or ''
	run         TEXT   NOT NULL, -- in which that was confirmed, or ''
	by_whom     TEXT   NOT NULL,
	created     BIGINT NOT NULL,
	changed     BIGINT NOT NULL,
	version     BIGINT NOT NULL,
	PRIMARY KEY (street, id)
);
CREATE INDEX exchange_needs_region ON exchange_needs (region, id);
CREATE INDEX exchange_needs_state ON exchange_needs (state, category, region);
CREATE INDEX exchange_needs_subject ON exchange_needs (subject, id);
-- one open need of a kind per person: a second one is the same need told twice
CREATE UNIQUE INDEX exchange_needs_once ON exchange_needs (street, subject, category) WHERE state IN ('open','matched');
CREATE TABLE exchange_offers (
	street      TEXT   NOT NULL,
	id          TEXT   NOT NULL,
	region      TEXT   NOT NULL,
	source      TEXT   NOT NULL, -- service, resident …
	service     TEXT   NOT NULL, -- of the directory, or ''
	point       TEXT   NOT NULL,
	who         TEXT   NOT NULL, -- organisation, or person of the register
	who_name    TEXT   NOT NULL, -- of an organisation; never of a person
	name        TEXT   NOT NULL,
	name_en     TEXT   NOT NULL,
	category    TEXT   NOT NULL,
	lon         DOUBLE PRECISION NOT NULL,
	lat         DOUBLE PRECISION NOT NULL,
	reach_m     BIGINT NOT NULL,
	area        TEXT   NOT NULL, -- JSON list of regions served; [] is any
	capacity    BIGINT NOT NULL,
	taken       BIGINT NOT NULL CHECK (taken >= 0),
	constraints TEXT   NOT NULL, -- JSON list of those it can heed
	state       TEXT   NOT NULL CHECK (state IN ('open','paused','ended')),
	changed     BIGINT NOT NULL,
	version     BIGINT NOT NULL,
	PRIMARY KEY (street, id)
);
CREATE INDEX exchange_offers_region ON exchange_offers (region, id);
CREATE INDEX exchange_offers_id ON exchange_offers (id);
CREATE INDEX exchange_offers_category ON exchange_offers (category, state);
CREATE INDEX exchange_offers_service ON exchange_offers (service);
CREATE TABLE exchange_runs (
	id        TEXT   NOT NULL PRIMARY KEY, -- a few a day
	region    TEXT   NOT NULL,
	state     TEXT   NOT NULL CHECK (state IN ('queued','running','proposed','confirmed','discarded','failed')),
	progress  DOUBLE PRECISION NOT NULL,
	body      TEXT   NOT NULL, -- settings and results as JSON
	created   BIGINT NOT NULL,
	version   BIGINT NOT NULL
);
CREATE INDEX exchange_runs_region ON exchange_runs (region, id);
CREATE TABLE exchange_matches (
	street       TEXT   NOT NULL,
	run          TEXT   NOT NULL,
	need         TEXT   NOT NULL,
	region       TEXT   NOT NULL, -- of the need
	need_version BIGINT NOT NULL,
	offer        TEXT   NOT NULL, -- '' : unmatched
	distance_m   BIGINT NOT NULL, -- unmatched: to the nearest offer, or -1
	place        BIGINT NOT NULL, -- rank among the possible offers
	possible     BIGINT NOT NULL,
	weight       BIGINT NOT NULL,
	why          TEXT   NOT NULL, -- unmatched: the reason
	state        TEXT   NOT NULL CHECK (state IN ('proposed','confirmed','dropped','unmatched')),
	PRIMARY KEY (street, run, need)
);
CREATE INDEX exchange_matches_run ON exchange_matches (run, need);
CREATE INDEX exchange_matches_need ON exchange_matches (need, run);
