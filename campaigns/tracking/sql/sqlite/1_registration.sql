-- A sample of what the registration software keeps. It stands for the software's own tables, which this project does
-- not own and whose shape it does not know: everything reads the views of 2_contract.sql alone.
-- Times are UTC text, 'YYYY-MM-DD HH:MM:SS[.fff]', so that they sort as they follow each other.

PRAGMA application_id = 1414875209;  -- 'TUHI': marks a file made by this project; the simulator writes to no other

-- The software's clock, in one place. The demo puts a clock of its own behind this name.
CREATE VIEW clock AS SELECT strftime('%Y-%m-%d %H:%M:%f', 'now') AS now;

CREATE TABLE import_state (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    backfill_until TEXT  -- rows registered before this moment were imported afterwards
);
INSERT INTO import_state (id) VALUES (1);

CREATE TABLE cluster (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL
);

CREATE TABLE union_unit (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    parent_id INTEGER REFERENCES union_unit (id),
    name TEXT NOT NULL,
    short_name TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('province', 'sector', 'corporation', 'upper', 'grassroots')),
    cluster_id INTEGER REFERENCES cluster (id),
    valid_from TEXT,
    valid_to TEXT,
    successor_id INTEGER REFERENCES union_unit (id),
    listed INTEGER NOT NULL DEFAULT 1 CHECK (listed IN (0, 1))  -- 0: made, but not yet in the published list
);

CREATE TABLE field (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL
);

CREATE TABLE unit_target (
    campaign_code TEXT NOT NULL,
    unit_id INTEGER NOT NULL REFERENCES union_unit (id),
    kind TEXT NOT NULL CHECK (kind IN ('assigned', 'self_set')),
    amount INTEGER NOT NULL CHECK (amount >= 0),
    PRIMARY KEY (campaign_code, unit_id, kind)
) WITHOUT ROWID;

CREATE TABLE initiative (
    id INTEGER PRIMARY KEY,
    unit_id INTEGER NOT NULL REFERENCES union_unit (id),
    field_id INTEGER REFERENCES field (id),
    status TEXT NOT NULL DEFAULT 'submitted' CHECK (status IN ('submitted', 'reviewing', 'valid', 'rejected')),
    registered_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    deleted_at TEXT,
    title TEXT,        -- personal and confidential matters stay here: no view shows these two
    author_name TEXT
);

-- What changed since a moment (the watermark), and what was registered on a day. SQLite has no INCLUDE: columns that
-- the count needs stand at the end, so that it reads the index alone.
CREATE INDEX initiative_watermark ON initiative (updated_at, id);
CREATE INDEX initiative_registered ON initiative (registered_at, unit_id, field_id, status, deleted_at);

-- Whatever changes a count raises updated_at, by whatever way it is changed.
CREATE TRIGGER initiative_touched AFTER UPDATE OF status, unit_id, field_id, registered_at, deleted_at ON initiative
BEGIN
    UPDATE initiative SET updated_at = (SELECT now FROM clock) WHERE id = NEW.id;
END;

CREATE TABLE featured_initiative (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    unit_id INTEGER NOT NULL REFERENCES union_unit (id),
    field_id INTEGER REFERENCES field (id),
    kind TEXT NOT NULL,
    author_names TEXT NOT NULL,
    author_jobs TEXT NOT NULL,
    summary TEXT NOT NULL,
    benefit_vnd INTEGER,
    benefit_note TEXT,
    recognised_on TEXT,
    recognition_ref TEXT,
    restricted INTEGER NOT NULL DEFAULT 0 CHECK (restricted IN (0, 1)),
    cleared INTEGER NOT NULL DEFAULT 0 CHECK (cleared IN (0, 1))  -- 1: its owner agreed to publicity
);
