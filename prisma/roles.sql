-- The roles of a database of Perennial, made once by whoever administers the server, in any database of it; it may be run again.
--
--   psql -f prisma/roles.sql
--   psql -c "CREATE ROLE shop_owner LOGIN PASSWORD '...' IN ROLE perennial_owner"    runs `perennial migrate`, owns the database
--   psql -c "CREATE ROLE shop_app LOGIN PASSWORD '...' IN ROLE perennial_app"        the worker, the API and the commands
--   psql -c "CREATE ROLE analyst LOGIN PASSWORD '...' IN ROLE perennial_read"        looks, and changes nothing
--   psql -c "CREATE DATABASE shop OWNER shop_owner"
--
-- `perennial migrate` then gives them what prisma/grants.sql says, for new tables, too.
DO $$
BEGIN
  IF to_regrole('perennial_owner') IS NULL THEN CREATE ROLE perennial_owner NOLOGIN; END IF;
  IF to_regrole('perennial_app') IS NULL THEN CREATE ROLE perennial_app NOLOGIN; END IF;
  IF to_regrole('perennial_read') IS NULL THEN CREATE ROLE perennial_read NOLOGIN; END IF;
END $$;
