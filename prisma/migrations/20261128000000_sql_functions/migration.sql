-- SQL functions have a source of their own from here on: prisma/functions, applied by `perennial migrate` behind the migrations.
-- What it applied is noted here, one row a function.
CREATE TABLE sql_function (
  name text NOT NULL,
  source_hash text NOT NULL,
  definition_hash text NOT NULL,
  version text NOT NULL,
  applied_at timestamptz(3) NOT NULL,
  CONSTRAINT sql_function_pkey PRIMARY KEY (name)
);

-- event_is_fact() says by its new name what it does. A trigger is a migration's, so the function it needs is made here as well.
CREATE FUNCTION refuse_event_change() RETURNS trigger LANGUAGE plpgsql AS $$
begin
  raise exception 'event rows are never changed or removed' using errcode = '0A000';
end $$;
CREATE OR REPLACE TRIGGER event_is_fact BEFORE UPDATE OR DELETE OR TRUNCATE ON event
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_event_change();
DROP FUNCTION event_is_fact();
