CREATE TABLE inbox_messages (
	street  TEXT   NOT NULL, -- of the home of the person that it is about
	id      TEXT   NOT NULL,
	region  TEXT   NOT NULL,
	person  TEXT   NOT NULL,
	kind    TEXT   NOT NULL, -- of the event that it tells of
	subject TEXT   NOT NULL, -- the order, or whatever else
	at      BIGINT NOT NULL,
	body    TEXT   NOT NULL, -- JSON: service, day, time; no name, no address
	PRIMARY KEY (street, id)
);
CREATE INDEX inbox_messages_person ON inbox_messages (person, id);
CREATE INDEX inbox_messages_at ON inbox_messages (at);
CREATE TABLE inbox_reads (
	account TEXT   NOT NULL,
	message TEXT   NOT NULL,
	at      BIGINT NOT NULL,
	PRIMARY KEY (account, message)
);
