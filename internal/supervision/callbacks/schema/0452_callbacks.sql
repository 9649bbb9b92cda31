CREATE TABLE callback_draws (
	street  TEXT   NOT NULL,
	id      TEXT   NOT NULL,
	region  TEXT   NOT NULL,
	created BIGINT NOT NULL,
	body    TEXT   NOT NULL,
	PRIMARY KEY (street, id)
);
CREATE TABLE callbacks (
	street  TEXT   NOT NULL, -- of the draw
	id      TEXT   NOT NULL,
	region  TEXT   NOT NULL, -- of the home
	draw    TEXT   NOT NULL,
	orderid TEXT   NOT NULL,
	org     TEXT   NOT NULL,
	state   TEXT   NOT NULL CHECK (state IN ('drawn','reached','refused','unreached')),
	version BIGINT NOT NULL,
	body    TEXT   NOT NULL,
	PRIMARY KEY (street, id)
);
CREATE INDEX callbacks_state ON callbacks (state, id);
CREATE UNIQUE INDEX callbacks_order ON callbacks (street, orderid);
