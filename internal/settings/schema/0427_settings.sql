CREATE TABLE resident_settings (
	account TEXT   NOT NULL PRIMARY KEY,
	changed BIGINT NOT NULL,
	body    TEXT   NOT NULL -- JSON
);
