CREATE TABLE audit_entries (
	street   TEXT   NOT NULL,
	id       TEXT   NOT NULL,
	position BIGINT NOT NULL,
	at       BIGINT NOT NULL,
	region   TEXT   NOT NULL,
	account  TEXT   NOT NULL,
	action   TEXT   NOT NULL,
	subject  TEXT   NOT NULL,
	purpose  TEXT   NOT NULL,
	detail   TEXT   NOT NULL,
	PRIMARY KEY (street, id)
);
CREATE INDEX audit_subject ON audit_entries (subject, position);
CREATE INDEX audit_position ON audit_entries (position, id);
CREATE TABLE audit_seals (
	n         BIGINT NOT NULL PRIMARY KEY,
	at        BIGINT NOT NULL,
	entries   BIGINT NOT NULL,
	position  BIGINT NOT NULL, -- the last entry that the seal covers
	entry     TEXT   NOT NULL,
	digest    TEXT   NOT NULL  -- SHA-256 over the digest before and every entry
);
