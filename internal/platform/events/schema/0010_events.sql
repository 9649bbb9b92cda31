CREATE TABLE events (
	street   TEXT   NOT NULL,
	id       TEXT   NOT NULL,
	position BIGINT NOT NULL, -- order of transactions, see store.Tx.Position
	at       BIGINT NOT NULL,
	region   TEXT   NOT NULL,
	kind     TEXT   NOT NULL,
	subject  TEXT   NOT NULL,
	actor    TEXT   NOT NULL,
	body     TEXT   NOT NULL,
	PRIMARY KEY (street, id)
);
CREATE INDEX events_position ON events (position, id);
CREATE INDEX events_subject ON events (subject, position);
CREATE TABLE event_cursors (
	name     TEXT   NOT NULL PRIMARY KEY,
	position BIGINT NOT NULL,
	id       TEXT   NOT NULL
);
