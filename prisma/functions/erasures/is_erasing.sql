-- True in a transaction that carries out an erasure on record: only then what is a fact loses what names a person.
create or replace function is_erasing() returns boolean language sql stable as $$
  select coalesce(current_setting('perennial.erasing', true), '') <> '' and exists (
    select from public.erasure e where e.id = nullif(current_setting('perennial.erasing', true), '')::bigint and e.status = 'running')
$$;
