-- An instant in milliseconds since 1970, as TypeScript has it.
create or replace function intake_ms(p_at timestamptz) returns bigint language sql immutable as $$
  select (extract(epoch from p_at) * 1000)::bigint
$$;
