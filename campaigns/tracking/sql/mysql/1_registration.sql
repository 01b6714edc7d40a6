-- A sample of what the registration software keeps. It stands for the software's own tables, which this project does
-- not own and whose shape it does not know: everything reads the views of 2_contract.sql alone.
-- For tests and for trying things out; never run it on the software's own database.
-- Times are UTC. Codes differ wherever one octet does (utf8mb4_bin).

CREATE DATABASE registration CHARACTER SET utf8mb4;

CREATE TABLE registration.import_state (
    id integer PRIMARY KEY CHECK (id = 1),
    backfill_until datetime(6)  -- rows registered before this moment were imported afterwards
);
INSERT INTO registration.import_state (id) VALUES (1);

CREATE TABLE registration.cluster (
    id integer AUTO_INCREMENT PRIMARY KEY,
    code varchar(64) COLLATE utf8mb4_bin NOT NULL UNIQUE,
    name varchar(255) NOT NULL
);

CREATE TABLE registration.union_unit (
    id integer AUTO_INCREMENT PRIMARY KEY,
    code varchar(64) COLLATE utf8mb4_bin NOT NULL UNIQUE,
    parent_id integer,
    name varchar(255) NOT NULL,
    short_name varchar(255) NOT NULL,
    kind varchar(32) COLLATE utf8mb4_bin NOT NULL
    CHECK (kind IN ('province', 'sector', 'corporation', 'upper', 'grassroots')),
    cluster_id integer,
    valid_from date,
    valid_to date,
    successor_id integer,
    listed boolean NOT NULL DEFAULT true,  -- false: made, but not yet in the published list
    FOREIGN KEY (parent_id) REFERENCES registration.union_unit (id),
    FOREIGN KEY (cluster_id) REFERENCES registration.cluster (id),
    FOREIGN KEY (successor_id) REFERENCES registration.union_unit (id)
);

CREATE TABLE registration.field (
    id integer AUTO_INCREMENT PRIMARY KEY,
    code varchar(64) COLLATE utf8mb4_bin NOT NULL UNIQUE,
    name varchar(255) NOT NULL
);

CREATE TABLE registration.unit_target (
    campaign_code varchar(64) COLLATE utf8mb4_bin NOT NULL,
    unit_id integer NOT NULL,
    kind varchar(32) COLLATE utf8mb4_bin NOT NULL CHECK (kind IN ('assigned', 'self_set')),
    amount integer NOT NULL CHECK (amount >= 0),
    PRIMARY KEY (campaign_code, unit_id, kind),
    FOREIGN KEY (unit_id) REFERENCES registration.union_unit (id)
);

CREATE TABLE registration.initiative (
    id bigint AUTO_INCREMENT PRIMARY KEY,
    unit_id integer NOT NULL,
    field_id integer,
    status varchar(32) COLLATE utf8mb4_bin NOT NULL DEFAULT 'submitted'
    CHECK (status IN ('submitted', 'reviewing', 'valid', 'rejected')),
    registered_at datetime(6) NOT NULL DEFAULT (utc_timestamp(6)),
    updated_at datetime(6) NOT NULL DEFAULT (utc_timestamp(6)),
    deleted_at datetime(6),
    title text,        -- personal and confidential matters stay here: no view shows these two
    author_name text,
    FOREIGN KEY (unit_id) REFERENCES registration.union_unit (id),
    FOREIGN KEY (field_id) REFERENCES registration.field (id)
);

-- What changed since a moment (the watermark), and what was registered on a day. There is no INCLUDE here: columns that
-- the count needs stand at the end, so that it reads the index alone.
CREATE INDEX initiative_watermark ON registration.initiative (updated_at, id);
CREATE INDEX initiative_registered ON registration.initiative (registered_at, unit_id, field_id, status, deleted_at);

-- Whatever changes a count raises updated_at, by whatever way it is changed.
CREATE TRIGGER registration.initiative_touched BEFORE UPDATE ON registration.initiative FOR EACH ROW
SET NEW.updated_at = IF(
    NEW.status <=> OLD.status AND NEW.unit_id <=> OLD.unit_id AND NEW.field_id <=> OLD.field_id
    AND NEW.registered_at <=> OLD.registered_at AND NEW.deleted_at <=> OLD.deleted_at,
    NEW.updated_at,
    utc_timestamp(6)
);

CREATE TABLE registration.featured_initiative (
    id integer AUTO_INCREMENT PRIMARY KEY,
    code varchar(64) COLLATE utf8mb4_bin NOT NULL UNIQUE,
    title varchar(500) NOT NULL,
    unit_id integer NOT NULL,
    field_id integer,
    kind varchar(64) NOT NULL,
    author_names text NOT NULL,
    author_jobs text NOT NULL,
    summary text NOT NULL,
    benefit_vnd bigint,
    benefit_note text,
    recognised_on date,
    recognition_ref text,
    restricted boolean NOT NULL DEFAULT false,
    cleared boolean NOT NULL DEFAULT false,  -- true: its owner agreed to publicity
    FOREIGN KEY (unit_id) REFERENCES registration.union_unit (id),
    FOREIGN KEY (field_id) REFERENCES registration.field (id)
);
