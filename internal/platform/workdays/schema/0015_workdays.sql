-- A reference table: the same for every place. A year that has rows here
-- replaces what the program knows of that year.
CREATE TABLE workdays (
	year    BIGINT NOT NULL,
	date    TEXT   NOT NULL, -- YYYY-MM-DD
	kind    TEXT   NOT NULL CHECK (kind IN ('holiday','work')),
	name_zh TEXT   NOT NULL,
	name_en TEXT   NOT NULL,
	changed BIGINT NOT NULL,
	PRIMARY KEY (year, date)
);
