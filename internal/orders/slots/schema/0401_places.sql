-- units taken of a service at a point; slot '' counts the whole day
CREATE TABLE order_places (
	street   TEXT   NOT NULL, -- of the point
	point    TEXT   NOT NULL,
	service  TEXT   NOT NULL,
	day      TEXT   NOT NULL,
	slot     TEXT   NOT NULL,
	taken    BIGINT NOT NULL CHECK (taken >= 0),
	capacity BIGINT NOT NULL, -- as it was when a place was last taken
	PRIMARY KEY (street, point, service, day, slot)
);
