CREATE TABLE people (
	street      TEXT   NOT NULL,
	id          TEXT   NOT NULL,
	region      TEXT   NOT NULL, -- of the living address: community or grid
	name        TEXT   NOT NULL,
	pinyin      TEXT   NOT NULL, -- "chen amei": sorts and searches
	initials    TEXT   NOT NULL, -- "cam"
	sex         TEXT   NOT NULL,
	birth       TEXT   NOT NULL, -- YYYY-MM-DD
	id_sealed   TEXT   NOT NULL,
	id_hash     TEXT   NOT NULL, -- keyed; of name, birth and home where there is no number
	phone_sealed TEXT  NOT NULL,
	phone_hash  TEXT   NOT NULL,
	reg_region  TEXT   NOT NULL, -- division or region code of the household registration, or ''
	reg_address TEXT   NOT NULL,
	address     TEXT   NOT NULL,
	building    TEXT   NOT NULL,
	unit        TEXT   NOT NULL,
	flat        TEXT   NOT NULL,
	lon         DOUBLE PRECISION NOT NULL, -- WGS 84; 0,0 is unknown
	lat         DOUBLE PRECISION NOT NULL,
	state       TEXT   NOT NULL CHECK (state IN ('living','died','merged')),
	died        TEXT   NOT NULL,
	digest      TEXT   NOT NULL, -- of the roster row it came from: the same row again changes nothing
	version     BIGINT NOT NULL,
	changed     BIGINT NOT NULL,
	PRIMARY KEY (street, id)
);
CREATE INDEX people_id ON people (id);
CREATE INDEX people_order ON people (region, pinyin, id);
CREATE INDEX people_pinyin ON people (pinyin, id);
CREATE INDEX people_phone ON people (phone_hash);
-- finds a person without knowing the street; makes a number unique everywhere
CREATE TABLE person_index (
	id_hash TEXT NOT NULL PRIMARY KEY,
	street  TEXT NOT NULL,
	person  TEXT NOT NULL
);
CREATE TABLE person_attributes (
	street   TEXT   NOT NULL,
	person   TEXT   NOT NULL,
	key      TEXT   NOT NULL,
	from_day TEXT   NOT NULL,
	region   TEXT   NOT NULL,
	level    TEXT   NOT NULL,
	to_day   TEXT   NOT NULL, -- '' while it holds
	source   TEXT   NOT NULL,
	evidence TEXT   NOT NULL,
	PRIMARY KEY (street, person, key, from_day)
);
CREATE INDEX person_attributes_key ON person_attributes (key, region);
CREATE INDEX person_attributes_person ON person_attributes (person);
CREATE TABLE attribute_kinds (
	key     TEXT    NOT NULL PRIMARY KEY,
	name_zh TEXT    NOT NULL,
	name_en TEXT    NOT NULL,
	levels  TEXT    NOT NULL, -- JSON list, [] for yes or no
	active  BOOLEAN NOT NULL,
	version BIGINT  NOT NULL
);
CREATE TABLE households (
	street  TEXT   NOT NULL,
	id      TEXT   NOT NULL,
	region  TEXT   NOT NULL,
	key     TEXT   NOT NULL, -- the number that the roster gave it, or ''
	address TEXT   NOT NULL,
	ended   TEXT   NOT NULL,
	version BIGINT NOT NULL,
	PRIMARY KEY (street, id)
);
CREATE INDEX households_id ON households (id);
CREATE INDEX households_region ON households (region, address, id);
CREATE TABLE household_members (
	street    TEXT NOT NULL,
	household TEXT NOT NULL,
	person    TEXT NOT NULL,
	from_day  TEXT NOT NULL,
	region    TEXT NOT NULL,
	relation  TEXT NOT NULL,
	to_day    TEXT NOT NULL,
	PRIMARY KEY (street, household, person, from_day)
);
CREATE INDEX household_members_person ON household_members (person, to_day);
CREATE TABLE person_consents (
	street    TEXT   NOT NULL,
	id        TEXT   NOT NULL,
	person    TEXT   NOT NULL,
	region    TEXT   NOT NULL,
	purpose   TEXT   NOT NULL,
	evidence  TEXT   NOT NULL,
	given     TEXT   NOT NULL,
	until     TEXT   NOT NULL,
	withdrawn TEXT   NOT NULL,
	PRIMARY KEY (street, id)
);
CREATE INDEX person_consents_person ON person_consents (person);
