-- True where a text has one of the names, as a word of its own.
create or replace function mentions(p_text text, p_names text[]) returns boolean language sql immutable as $$
  select exists (select from unnest(p_names) n (name)
    where position(n.name in p_text) > 0
      and p_text ~ ('(^|[^[:alnum:]])' || regexp_replace(n.name, '([^[:alnum:]])', '\\\1', 'g') || '($|[^[:alnum:]])'))
$$;
