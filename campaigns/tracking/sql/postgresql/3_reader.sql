-- The role that the site reads with. It may read the contract's views and nothing else: no table, no other schema.
-- The owner of the registration software runs this once, as a superuser or the views' owner with CREATEROLE, and then
-- gives the role a password or a certificate: ALTER ROLE cms_reader PASSWORD '…';

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'cms_reader') THEN
        CREATE ROLE cms_reader LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT CONNECTION LIMIT 5;
    END IF;
END
$$;

-- Safe even for someone who connects with psql. (The site sets the same on its side; connect_timeout=3 is the
-- client's to set.)
ALTER ROLE cms_reader SET default_transaction_read_only = on;
ALTER ROLE cms_reader SET statement_timeout = '5s';
ALTER ROLE cms_reader SET idle_in_transaction_session_timeout = '30s';

GRANT USAGE ON SCHEMA cms_v1 TO cms_reader;
GRANT SELECT ON ALL TABLES IN SCHEMA cms_v1 TO cms_reader;
-- Views that the owner adds to the schema later are readable too.
ALTER DEFAULT PRIVILEGES IN SCHEMA cms_v1 GRANT SELECT ON TABLES TO cms_reader;
