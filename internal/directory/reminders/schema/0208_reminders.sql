-- what was told: once for each of 60, 30, 7 and 0 days ahead
CREATE TABLE directory_reminders (
	street TEXT   NOT NULL,
	org    TEXT   NOT NULL,
	what   TEXT   NOT NULL, -- name of the licence, or review
	until  TEXT   NOT NULL,
	ahead  BIGINT NOT NULL,
	region TEXT   NOT NULL,
	at     BIGINT NOT NULL,
	PRIMARY KEY (street, org, what, until, ahead)
);
