-- body is what nobody searches by, as JSON. once is the meal or the kind of
-- service with its day and time: a person has one of each that is active.
CREATE TABLE orders (
	street       TEXT    NOT NULL, -- of the home
	id           TEXT    NOT NULL,
	number       TEXT    NOT NULL,
	region       TEXT    NOT NULL, -- of the home
	at           TEXT    NOT NULL, -- region of the point
	org          TEXT    NOT NULL,
	person       TEXT    NOT NULL,
	service      TEXT    NOT NULL,
	category     TEXT    NOT NULL,
	mode         TEXT    NOT NULL CHECK (mode IN ('on_site','home_visit','delivery','day_care','online')),
	point        TEXT    NOT NULL,
	day          TEXT    NOT NULL,
	slot         TEXT    NOT NULL,
	once         TEXT    NOT NULL,
	active       BOOLEAN NOT NULL, -- it uses its place
	quantity     BIGINT  NOT NULL CHECK (quantity > 0),
	total_fen    BIGINT  NOT NULL,
	resident_fen BIGINT  NOT NULL CHECK (resident_fen >= 0),
	subsidy_fen  BIGINT  NOT NULL CHECK (subsidy_fen >= 0),
	fund_fen     BIGINT  NOT NULL CHECK (fund_fen >= 0),
	programme    TEXT    NOT NULL,
	state        TEXT    NOT NULL CHECK (state IN ('placed','accepted','declined','assigned','on_the_way','in_service','delivered','confirmed','rated','settled','cancelled','no_show','failed')),
	due          BIGINT  NOT NULL, -- 0: never
	wake         BIGINT  NOT NULL, -- when the clock looks at it next; 0: never
	late         BIGINT  NOT NULL,
	assigned     TEXT    NOT NULL,
	second       TEXT    NOT NULL, -- the second carer of a visit for two
	round        TEXT    NOT NULL,
	code         TEXT    NOT NULL, -- said or shown when it is handed over
	series       TEXT    NOT NULL,
	mark         TEXT    NOT NULL,
	created      BIGINT  NOT NULL,
	changed      BIGINT  NOT NULL,
	version      BIGINT  NOT NULL,
	body         TEXT    NOT NULL,
	PRIMARY KEY (street, id),
	CHECK (total_fen = resident_fen + subsidy_fen + fund_fen)
);
CREATE INDEX orders_id ON orders (id);
CREATE INDEX orders_day ON orders (day, id);
CREATE INDEX orders_person ON orders (person, id);
CREATE UNIQUE INDEX orders_once ON orders (street, person, once) WHERE active;
CREATE INDEX orders_wake ON orders (wake) WHERE wake > 0;
CREATE INDEX orders_late ON orders (id) WHERE late > 0;
CREATE INDEX orders_round ON orders (round) WHERE round <> '';
CREATE INDEX orders_assigned ON orders (assigned, day) WHERE assigned <> '';
CREATE INDEX orders_series ON orders (series, day) WHERE series <> '';
