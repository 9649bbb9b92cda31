CREATE TABLE subsidy_programmes (
	street   TEXT   NOT NULL, -- '' for the district's
	id       TEXT   NOT NULL,
	region   TEXT   NOT NULL,
	state    TEXT   NOT NULL CHECK (state IN ('draft','in_force','ended')),
	created  BIGINT NOT NULL,
	version  BIGINT NOT NULL,
	body     TEXT   NOT NULL,
	PRIMARY KEY (street, id)
);
-- the budget, held for orders and given: never more than it is
CREATE TABLE subsidy_budgets (
	programme TEXT   NOT NULL PRIMARY KEY,
	budget    BIGINT NOT NULL, -- 0: none is set
	held      BIGINT NOT NULL CHECK (held >= 0),
	CHECK (budget = 0 OR held <= budget)
);
-- who orders at the same time as themselves waits here
CREATE TABLE subsidy_people (
	person TEXT   NOT NULL PRIMARY KEY,
	turn   BIGINT NOT NULL
);
CREATE TABLE subsidy_held (
	street    TEXT   NOT NULL, -- of the home
	orderid   TEXT   NOT NULL,
	programme TEXT   NOT NULL,
	region    TEXT   NOT NULL,
	person    TEXT   NOT NULL,
	day       TEXT   NOT NULL,
	week      TEXT   NOT NULL, -- its Monday
	month     TEXT   NOT NULL, -- YYYY-MM
	bracket   TEXT   NOT NULL,
	units     BIGINT NOT NULL,
	fen       BIGINT NOT NULL CHECK (fen > 0),
	PRIMARY KEY (street, orderid, programme)
);
CREATE INDEX subsidy_held_person ON subsidy_held (person, programme, month);
CREATE INDEX subsidy_held_order ON subsidy_held (orderid);
CREATE INDEX subsidy_held_day ON subsidy_held (programme, day);
