-- A text with another word in the place of the names.
create or replace function without_names(p_text text, p_names text[], p_word text) returns text language plpgsql immutable as $$
declare
  v_name text;
begin
  foreach v_name in array p_names loop
    p_text := regexp_replace(p_text, '(^|[^[:alnum:]])' || regexp_replace(v_name, '([^[:alnum:]])', '\\\1', 'g') || '(?=$|[^[:alnum:]])',
      '\1' || p_word, 'g');
  end loop;
  return p_text;
end $$;
