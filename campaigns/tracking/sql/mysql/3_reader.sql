-- The user that the site reads with. It may read the contract's views and nothing else: no table, no other database.
-- The owner of the registration software runs this once, as an administrator. The user cannot log in before it is given
-- a password: ALTER USER cms_reader IDENTIFIED BY '…' ACCOUNT UNLOCK;

CREATE USER IF NOT EXISTS cms_reader
WITH MAX_USER_CONNECTIONS 5 /*M! MAX_STATEMENT_TIME 5 */  -- MariaDB ends a statement after 5 s; elsewhere the site does
ACCOUNT LOCK;

GRANT SELECT ON cms_v1.* TO cms_reader;
