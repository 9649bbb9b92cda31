CREATE TABLE complaints (
	street   TEXT   NOT NULL, -- where it was filed; never moves
	id       TEXT   NOT NULL,
	region   TEXT   NOT NULL, -- who sees it: the home, or the district
	org      TEXT   NOT NULL, -- complained of; '' is the street itself
	person   TEXT   NOT NULL, -- '' where it was filed without a name
	orderid  TEXT   NOT NULL,
	receipt  TEXT   NOT NULL, -- digest, '' where there is a name
	state    TEXT   NOT NULL CHECK (state IN ('filed','assigned','answered','accepted','closed','withdrawn')),
	handler  TEXT   NOT NULL,
	wake     BIGINT NOT NULL, -- when the clock looks at it next; 0: never
	created  BIGINT NOT NULL,
	version  BIGINT NOT NULL,
	body     TEXT   NOT NULL, -- sealed: what somebody wrote may name people
	PRIMARY KEY (street, id)
);
CREATE INDEX complaints_id ON complaints (id);
CREATE INDEX complaints_person ON complaints (person, id) WHERE person <> '';
CREATE INDEX complaints_wake ON complaints (wake) WHERE wake > 0;
CREATE UNIQUE INDEX complaints_receipt ON complaints (receipt) WHERE receipt <> '';
