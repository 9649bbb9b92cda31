-- What an imported directory says beyond what our own has columns for, so that
-- nothing of it is lost and the read API gives it back. No personal data of ours.
CREATE TABLE hsds_rows (
	tbl     TEXT   NOT NULL, -- table of HSDS 3.0
	id      TEXT   NOT NULL,
	region  TEXT   NOT NULL,
	source  TEXT   NOT NULL,
	version BIGINT NOT NULL, -- of the directory's record when it was taken in; 0 where there is none
	body    TEXT   NOT NULL, -- its cells as JSON
	PRIMARY KEY (tbl, id)
);
CREATE TABLE hsds_links (
	parent TEXT NOT NULL,
	tbl    TEXT NOT NULL,
	id     TEXT NOT NULL,
	region TEXT NOT NULL,
	PRIMARY KEY (parent, tbl, id)
);
