-- body holds the stops, readings and times as JSON: ids of orders and persons, no
-- names or addresses. delivery_memory is in which order the doors of a point were
-- served last, by weekday (0 Sunday) and time.
CREATE TABLE delivery_rounds (
	street  TEXT    NOT NULL, -- of the kitchen
	id      TEXT    NOT NULL,
	region  TEXT    NOT NULL,
	org     TEXT    NOT NULL,
	point   TEXT    NOT NULL,
	day     TEXT    NOT NULL,
	slot    TEXT    NOT NULL,
	state   TEXT    NOT NULL CHECK (state IN ('planned','out','back','dissolved')),
	courier TEXT    NOT NULL,
	created BIGINT  NOT NULL,
	version BIGINT  NOT NULL,
	body    TEXT    NOT NULL,
	PRIMARY KEY (street, id)
);
CREATE INDEX delivery_rounds_day ON delivery_rounds (day, point);
CREATE INDEX delivery_rounds_courier ON delivery_rounds (courier, day);
CREATE TABLE delivery_memory (
	street  TEXT   NOT NULL,
	point   TEXT   NOT NULL,
	weekday BIGINT NOT NULL,
	slot    TEXT   NOT NULL,
	region  TEXT   NOT NULL,
	changed BIGINT NOT NULL,
	body    TEXT   NOT NULL,
	PRIMARY KEY (street, point, weekday, slot)
);
CREATE TABLE delivery_proofs (
	street  TEXT   NOT NULL, -- of the home
	orderid TEXT   NOT NULL,
	region  TEXT   NOT NULL,
	at      TEXT   NOT NULL, -- of the kitchen
	org     TEXT   NOT NULL,
	kind    TEXT   NOT NULL CHECK (kind IN ('photo','signature')),
	file    TEXT   NOT NULL,
	created BIGINT NOT NULL,
	PRIMARY KEY (street, orderid)
);
CREATE INDEX delivery_proofs_order ON delivery_proofs (orderid);
CREATE INDEX delivery_proofs_created ON delivery_proofs (created);
