CREATE TABLE ratings (
	street   TEXT   NOT NULL, -- of the home
	id       TEXT   NOT NULL,
	region   TEXT   NOT NULL,
	at       TEXT   NOT NULL, -- region of the point
	org      TEXT   NOT NULL,
	orderid  TEXT   NOT NULL,
	stars    INTEGER NOT NULL CHECK (stars BETWEEN 1 AND 5),
	created  BIGINT NOT NULL,
	version  BIGINT NOT NULL,
	body     TEXT   NOT NULL,
	PRIMARY KEY (street, id)
);
CREATE UNIQUE INDEX ratings_order ON ratings (street, orderid);
CREATE INDEX ratings_org ON ratings (org, id);
