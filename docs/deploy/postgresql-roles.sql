-- Two roles and the database, once, as PostgreSQL's superuser:
--   psql -v owner_password=... -v app_password=... -f postgresql-roles.sql
-- The server uses dressapp, which may not take an event of the audit trail away. dressapp_owner upgrades,
-- restores, and makes the temporary database of a drill.
CREATE ROLE dressapp_owner LOGIN CREATEDB PASSWORD :'owner_password';
CREATE ROLE dressapp LOGIN PASSWORD :'app_password';
CREATE DATABASE dressapp OWNER dressapp_owner TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8';
REVOKE ALL ON DATABASE dressapp FROM PUBLIC;
GRANT CONNECT ON DATABASE dressapp TO dressapp;
\connect dressapp
ALTER SCHEMA public OWNER TO dressapp_owner;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO dressapp;
