-- The contract, version 1, over the sample of 1_registration.sql. SQLite has no schemas: the prefix cms_v1_ stands for
-- the schema cms_v1. A column must not change its name or type while the version stays; further columns are welcome.

CREATE VIEW cms_v1_contract AS
SELECT
    1 AS version,
    'Asia/Ho_Chi_Minh' AS time_zone,
    import_state.backfill_until,
    clock.now AS as_of  -- optional: until when this database is complete; without it the reader takes the clock
FROM import_state CROSS JOIN clock;

CREATE VIEW cms_v1_unit AS
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
FROM union_unit AS unit
LEFT JOIN union_unit AS parent ON parent.id = unit.parent_id
LEFT JOIN union_unit AS successor ON successor.id = unit.successor_id
LEFT JOIN cluster ON cluster.id = unit.cluster_id
WHERE unit.listed;

CREATE VIEW cms_v1_field AS SELECT code, name FROM field;

CREATE VIEW cms_v1_target AS
SELECT unit_target.campaign_code, unit.code AS unit_code, unit_target.kind, unit_target.amount
FROM unit_target JOIN union_unit AS unit ON unit.id = unit_target.unit_id;

CREATE VIEW cms_v1_submission_fact AS
SELECT
    initiative.id,
    unit.code AS unit_code,
    (SELECT code FROM field WHERE id = initiative.field_id) AS field_code,  -- costs nothing where it is not asked for
    initiative.status,
    initiative.registered_at,
    initiative.updated_at,
    initiative.deleted_at
FROM initiative
JOIN union_unit AS unit ON unit.id = initiative.unit_id;

CREATE VIEW cms_v1_featured_fact AS
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
FROM featured_initiative AS featured
JOIN union_unit AS unit ON unit.id = featured.unit_id
LEFT JOIN field ON field.id = featured.field_id
WHERE featured.cleared;
