CREATE TABLE directory_categories (
	key       TEXT    NOT NULL PRIMARY KEY, -- a few hundred, of the whole district
	parent    TEXT    NOT NULL,
	name_zh   TEXT    NOT NULL,
	name_en   TEXT    NOT NULL,
	about     TEXT    NOT NULL,
	taxonomy  TEXT    NOT NULL,
	source_id TEXT    NOT NULL,
	active    BOOLEAN NOT NULL,
	place     BIGINT  NOT NULL, -- order on screen
	version   BIGINT  NOT NULL
);
-- body is the record as JSON; the columns before it are what is searched by.
CREATE TABLE directory_organisations (
	id       TEXT   NOT NULL PRIMARY KEY,
	region   TEXT   NOT NULL,
	kind     TEXT   NOT NULL,
	stage    TEXT   NOT NULL CHECK (stage IN ('applied','document_check','site_visit','contract','active','suspended','ended')),
	credit   TEXT   NOT NULL,
	expires  TEXT   NOT NULL, -- day on which its first licence ends, or ''
	find     TEXT   NOT NULL, -- names in small letters, pinyin, initials, code
	source   TEXT   NOT NULL,
	body     TEXT   NOT NULL,
	version  BIGINT NOT NULL,
	changed  BIGINT NOT NULL
);
CREATE INDEX directory_organisations_region ON directory_organisations (region, id);
CREATE UNIQUE INDEX directory_organisations_credit ON directory_organisations (credit) WHERE credit <> '';
CREATE TABLE directory_points (
	id           TEXT    NOT NULL PRIMARY KEY,
	region       TEXT    NOT NULL,
	organisation TEXT    NOT NULL,
	kind         TEXT    NOT NULL,
	find         TEXT    NOT NULL,
	lon          DOUBLE PRECISION NOT NULL,
	lat          DOUBLE PRECISION NOT NULL,
	retired      BOOLEAN NOT NULL,
	source       TEXT    NOT NULL,
	body         TEXT    NOT NULL,
	version      BIGINT  NOT NULL,
	changed      BIGINT  NOT NULL
);
CREATE INDEX directory_points_region ON directory_points (region, id);
CREATE INDEX directory_points_organisation ON directory_points (organisation, id);
CREATE TABLE directory_closures (
	id        TEXT   NOT NULL PRIMARY KEY,
	region    TEXT   NOT NULL,
	point     TEXT   NOT NULL,
	from_at   BIGINT NOT NULL,
	to_at     BIGINT NOT NULL,
	reason_zh TEXT   NOT NULL,
	reason_en TEXT   NOT NULL,
	by_whom   TEXT   NOT NULL
);
CREATE INDEX directory_closures_point ON directory_closures (point, to_at);
CREATE TABLE directory_services (
	id           TEXT   NOT NULL PRIMARY KEY,
	region       TEXT   NOT NULL,
	organisation TEXT   NOT NULL,
	category     TEXT   NOT NULL,
	state        TEXT   NOT NULL CHECK (state IN ('draft','published','suspended','retired')),
	find         TEXT   NOT NULL,
	source       TEXT   NOT NULL,
	body         TEXT   NOT NULL,
	version      BIGINT NOT NULL,
	changed      BIGINT NOT NULL
);
CREATE INDEX directory_services_region ON directory_services (region, id);
CREATE INDEX directory_services_organisation ON directory_services (organisation, id);
-- what a service is listed under, and where it is given
CREATE TABLE directory_service_links (
	service TEXT NOT NULL,
	kind    TEXT NOT NULL CHECK (kind IN ('category','point')),
	target  TEXT NOT NULL,
	region  TEXT NOT NULL, -- of the service
	PRIMARY KEY (service, kind, target)
);
CREATE INDEX directory_service_links_target ON directory_service_links (kind, target, service);
CREATE TABLE directory_service_versions (
	service  TEXT    NOT NULL,
	number   BIGINT  NOT NULL,
	region   TEXT    NOT NULL,
	from_day TEXT    NOT NULL,
	state    TEXT    NOT NULL,
	by_whom  TEXT    NOT NULL,
	at       BIGINT  NOT NULL,
	held     BOOLEAN NOT NULL, -- it has come into force
	body     TEXT    NOT NULL,
	PRIMARY KEY (service, number)
);
CREATE INDEX directory_service_versions_due ON directory_service_versions (from_day) WHERE NOT held;
CREATE TABLE directory_projects (
	id       TEXT   NOT NULL PRIMARY KEY,
	region   TEXT   NOT NULL,
	operator TEXT   NOT NULL,
	from_day TEXT   NOT NULL,
	to_day   TEXT   NOT NULL,
	find     TEXT   NOT NULL,
	source   TEXT   NOT NULL,
	body     TEXT   NOT NULL,
	version  BIGINT NOT NULL,
	changed  BIGINT NOT NULL
);
CREATE INDEX directory_projects_region ON directory_projects (region, id);
