-- The contract, version 1, over the sample of 1_registration.sql. The owner of the registration software writes these
-- views over its own tables; a view reads with its owner's rights, so the reader needs none on the tables.
-- A column must not change its name or type while the version stays; further columns are welcome.
-- Here a schema is a database; it may have another name. Times are UTC: where the tables keep another time, they need a
-- column in UTC for the index to stand on. Codes and statuses differ wherever one octet does: where the tables compare
-- them otherwise, write `unit.code COLLATE utf8mb4_bin AS code`.

CREATE DATABASE cms_v1 CHARACTER SET utf8mb4;

CREATE VIEW cms_v1.contract AS
SELECT
    1 AS version,
    'Asia/Ho_Chi_Minh' AS time_zone,
    backfill_until,
    utc_timestamp(6) AS as_of  -- optional: until when this database is complete; a copy says when it was made
FROM registration.import_state;

CREATE VIEW cms_v1.unit AS
SELECT
    unit.code,
    parent.code AS parent_code,
    unit.name,
    unit.short_name,
    unit.kind,
    cluster.code AS cluster_code,
    cluster.name AS cluster_name,
    unit.valid_from,
    unit.valid_to,
    successor.code AS successor_code
FROM registration.union_unit AS unit
LEFT JOIN registration.union_unit AS parent ON parent.id = unit.parent_id
LEFT JOIN registration.union_unit AS successor ON successor.id = unit.successor_id
LEFT JOIN registration.cluster ON cluster.id = unit.cluster_id
WHERE unit.listed;

CREATE VIEW cms_v1.field AS SELECT code, name FROM registration.field;

CREATE VIEW cms_v1.target AS
SELECT unit_target.campaign_code, unit.code AS unit_code, unit_target.kind, unit_target.amount
FROM registration.unit_target JOIN registration.union_unit AS unit ON unit.id = unit_target.unit_id;

CREATE VIEW cms_v1.submission_fact AS
SELECT
    initiative.id,
    unit.code AS unit_code,
    field.code AS field_code,
    initiative.status,
    initiative.registered_at,
    initiative.updated_at,
    initiative.deleted_at
FROM registration.initiative
JOIN registration.union_unit AS unit ON unit.id = initiative.unit_id
LEFT JOIN registration.field ON field.id = initiative.field_id;

CREATE VIEW cms_v1.featured_fact AS
SELECT
    featured.code,
    featured.title,
    unit.code AS unit_code,
    field.code AS field_code,
    featured.kind,
    featured.author_names,
    featured.author_jobs,
    featured.summary,
    featured.benefit_vnd,
    featured.benefit_note,
    featured.recognised_on,
    featured.recognition_ref,
    featured.restricted
FROM registration.featured_initiative AS featured
JOIN registration.union_unit AS unit ON unit.id = featured.unit_id
LEFT JOIN registration.field ON field.id = featured.field_id
WHERE featured.cleared;
