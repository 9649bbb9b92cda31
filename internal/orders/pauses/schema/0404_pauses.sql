CREATE TABLE order_pauses (
	street   TEXT   NOT NULL,
	id       TEXT   NOT NULL,
	region   TEXT   NOT NULL, -- of the home
	person   TEXT   NOT NULL,
	from_day TEXT   NOT NULL,
	to_day   TEXT   NOT NULL, -- included; '' while nobody knows
	why      TEXT   NOT NULL CHECK (why IN ('hospital','travel','other')),
	note     TEXT   NOT NULL,
	by_whom  TEXT   NOT NULL,
	created  BIGINT NOT NULL,
	version  BIGINT NOT NULL,
	PRIMARY KEY (street, id)
);
CREATE INDEX order_pauses_person ON order_pauses (person, from_day);
CREATE INDEX order_pauses_to ON order_pauses (to_day);
