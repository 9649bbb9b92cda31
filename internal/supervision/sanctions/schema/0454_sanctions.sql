CREATE TABLE sanctions (
	street  TEXT   NOT NULL,
	id      TEXT   NOT NULL,
	region  TEXT   NOT NULL,
	org     TEXT   NOT NULL,
	state   TEXT   NOT NULL CHECK (state IN ('proposed','dropped','imposed','appealed','upheld','lifted','ended')),
	until   TEXT   NOT NULL, -- last day, '' without one
	version BIGINT NOT NULL,
	body    TEXT   NOT NULL,
	PRIMARY KEY (street, id)
);
CREATE INDEX sanctions_org ON sanctions (org, id);
