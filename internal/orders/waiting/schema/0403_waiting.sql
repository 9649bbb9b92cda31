-- a person has one place in a line at a time
CREATE TABLE order_waiting (
	street   TEXT   NOT NULL, -- of the home
	id       TEXT   NOT NULL,
	region   TEXT   NOT NULL,
	at       TEXT   NOT NULL, -- region of the point
	org      TEXT   NOT NULL,
	person   TEXT   NOT NULL,
	service  TEXT   NOT NULL,
	point    TEXT   NOT NULL,
	day      TEXT   NOT NULL,
	slot     TEXT   NOT NULL,
	state    TEXT   NOT NULL CHECK (state IN ('waiting','offered','taken','left','closed')),
	wake     BIGINT NOT NULL, -- end of the offer, or of the taking of orders
	created  BIGINT NOT NULL,
	version  BIGINT NOT NULL,
	body     TEXT   NOT NULL,
	PRIMARY KEY (street, id)
);
CREATE INDEX order_waiting_id ON order_waiting (id);
CREATE INDEX order_waiting_person ON order_waiting (person, id);
CREATE INDEX order_waiting_place ON order_waiting (point, service, day, slot) WHERE state IN ('waiting', 'offered');
CREATE INDEX order_waiting_wake ON order_waiting (wake) WHERE state IN ('waiting', 'offered');
CREATE UNIQUE INDEX order_waiting_once ON order_waiting (street, person, service, point, day, slot) WHERE state IN ('waiting', 'offered');
