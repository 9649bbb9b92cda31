-- limits that replace a default; of the whole district
CREATE TABLE order_clocks (
	mode    TEXT   NOT NULL,
	state   TEXT   NOT NULL,
	working BIGINT NOT NULL,
	anchor  TEXT   NOT NULL,
	minutes BIGINT NOT NULL,
	step    BIGINT NOT NULL,
	version BIGINT NOT NULL,
	PRIMARY KEY (mode, state)
);
