-- What the server may do, as dressapp_owner, after the first migration, every upgrade and every restore:
--   psql postgres://dressapp_owner:...@127.0.0.1/dressapp -f postgresql-rights.sql
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO dressapp;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO dressapp;
REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM dressapp;
REVOKE UPDATE, DELETE, TRUNCATE ON audit_event FROM dressapp;
-- The words of an erased case are replaced in these two columns; a trigger lets nothing else through.
GRANT UPDATE (detail, reason) ON audit_event TO dressapp;
