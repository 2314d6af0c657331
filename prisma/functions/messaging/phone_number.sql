-- Digits behind a plus, as values/contact.ts writes them; null of what is no number with its country. An index is made of it: it gives
-- the same for ever.
create or replace function phone_number(p_text text) returns text language sql immutable strict parallel safe as $$
  select substring(regexp_replace(regexp_replace(regexp_replace(p_text, '\(0\)', ''), '[^0-9+]', '', 'g'), '^00', '+') from '^\+[0-9]{7,15}$')
$$;
