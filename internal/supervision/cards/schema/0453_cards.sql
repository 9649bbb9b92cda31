CREATE TABLE scorecard_counts (
	org     TEXT   NOT NULL,
	month   TEXT   NOT NULL, -- 2026-11
	measure TEXT   NOT NULL,
	n       BIGINT NOT NULL,
	PRIMARY KEY (org, month, measure)
);
-- orders that were late at some step, until they are delivered or end
CREATE TABLE scorecard_late (
	orderid TEXT NOT NULL PRIMARY KEY
);
