CREATE TABLE order_series (
	street   TEXT   NOT NULL, -- of the home
	id       TEXT   NOT NULL,
	region   TEXT   NOT NULL,
	at       TEXT   NOT NULL, -- region of the point
	org      TEXT   NOT NULL,
	person   TEXT   NOT NULL,
	state    TEXT   NOT NULL CHECK (state IN ('active','ended')),
	upto     TEXT   NOT NULL, -- day up to which its orders are in
	last_day TEXT   NOT NULL,
	created  BIGINT NOT NULL,
	version  BIGINT NOT NULL,
	body     TEXT   NOT NULL,
	PRIMARY KEY (street, id)
);
CREATE INDEX order_series_id ON order_series (id);
CREATE INDEX order_series_person ON order_series (person, id);
CREATE INDEX order_series_upto ON order_series (upto) WHERE state = 'active';
-- what became of each day, at most once
CREATE TABLE order_series_days (
	street  TEXT   NOT NULL,
	series  TEXT   NOT NULL,
	day     TEXT   NOT NULL,
	region  TEXT   NOT NULL,
	outcome TEXT   NOT NULL, -- id of the order or of the place in a line, or the code of the refusal
	refused BOOLEAN NOT NULL,
	at      BIGINT NOT NULL,
	PRIMARY KEY (street, series, day)
);
