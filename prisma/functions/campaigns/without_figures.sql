-- A reason as reports group it: its figures become one sign, for they differ from member to member. What a mail server answered keeps its
-- codes, by which refusals are told apart: the reply code where the answer begins, and the enhanced status code (RFC 3463).
create or replace function without_figures(p_reason text) returns text
language sql immutable parallel safe strict as $$
  select regexp_replace(
    regexp_replace(p_reason, '((?:^|: )[45][0-9]{2}(?![0-9,.])|(?<![0-9.])[245]\.[0-9]{1,3}\.[0-9]{1,3}(?![0-9]|\.[0-9]))|[0-9][0-9,]*', '\1…', 'g'),
    '([0-9])…', '\1', 'g')
$$;
