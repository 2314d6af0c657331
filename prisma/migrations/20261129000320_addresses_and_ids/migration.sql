-- Finds ids that are e-mail addresses and differ by case alone. Few shops have such ids: nobody else pays for it.
create index member_email_like_id on member (lower(external_id)) where strpos(external_id, '@') > 0;

-- Addresses are kept with their domain in punycode from here on: those of before are brought into that form. Databases that are
-- not in UTF-8 have none.

-- A part of a domain in ASCII (RFC 3492).
create function pg_temp.ascii_label(p_label text) returns text language plpgsql as $$
declare
  v_codes int[] := array(select ascii(substr(p_label, i, 1)) from generate_series(1, length(p_label)) i order by i);
  v_digits constant text := 'abcdefghijklmnopqrstuvwxyz0123456789';
  v_text text := regexp_replace(p_label, '[^a-zA-Z0-9_-]', '', 'g');
  v_basic int := length(v_text);
  v_done int := length(v_text);
  v_next int := 128;
  v_delta int := 0;
  v_bias int := 72;
  v_code int;
  v_least int;
  v_rest int;
  v_step int;
  v_bound int;
begin
  if v_basic = length(p_label) then
    return p_label;
  end if;
  if v_basic > 0 then
    v_text := v_text || '-';
  end if;
  while v_done < cardinality(v_codes) loop
    v_least := (select min(c) from unnest(v_codes) c where c >= v_next);
    v_delta := v_delta + (v_least - v_next) * (v_done + 1);
    v_next := v_least;
    foreach v_code in array v_codes loop
      if v_code < v_next then
        v_delta := v_delta + 1;
      elsif v_code = v_next then
        v_rest := v_delta;
        v_step := 36;
        loop
          v_bound := greatest(1, least(26, v_step - v_bias));
          exit when v_rest < v_bound;
          v_text := v_text || substr(v_digits, v_bound + (v_rest - v_bound) % (36 - v_bound) + 1, 1);
          v_rest := (v_rest - v_bound) / (36 - v_bound);
          v_step := v_step + 36;
        end loop;
        v_text := v_text || substr(v_digits, v_rest + 1, 1);
        v_delta := case when v_done = v_basic then v_delta / 700 else v_delta / 2 end;
        v_done := v_done + 1;
        v_delta := v_delta + v_delta / v_done;
        v_bias := 0;
        while v_delta > 455 loop
          v_delta := v_delta / 35;
          v_bias := v_bias + 36;
        end loop;
        v_bias := v_bias + 36 * v_delta / (v_delta + 38);
        v_delta := 0;
      end if;
    end loop;
    v_delta := v_delta + 1;
    v_next := v_next + 1;
  end loop;
  return 'xn--' || v_text;
end $$;

create function pg_temp.kept_address(p_address text) returns text language plpgsql as $$
declare
  -- Zero-width, bidi and format characters; wide forms become plain ones.
  v_text text := btrim(normalize(regexp_replace(p_address,
    '[\u00AD\u034F\u061C\u115F\u1160\u180B-\u180F\u200B-\u200F\u202A-\u202E\u2060-\u206F\u3164\uFE00-\uFE0F\uFEFF\uFFA0]', '', 'g'), nfkc));
  v_at int := length(v_text) - strpos(reverse(v_text), '@') + 1;
  v_name text := left(v_text, v_at - 1);
  v_domain text := translate(lower(substr(v_text, v_at + 1)), '。', '.');
begin
  return case when octet_length(v_name) = length(v_name) then v_name else lower(v_name) end || '@' || (
    select string_agg(pg_temp.ascii_label(part), '.' order by place)
    from string_to_table(v_domain, '.') with ordinality p (part, place));
end $$;

do $$
begin
  if getdatabaseencoding() <> 'UTF8' then
    return;
  end if;
  update member_profile set email = pg_temp.kept_address(email)
  where octet_length(email) <> length(email) and strpos(email, '@') > 0;

  insert into suppression (programme_id, channel, address, reason, since)
  select programme_id, channel, lower(pg_temp.kept_address(address)), reason, since from suppression
  where octet_length(address) <> length(address) and strpos(address, '@') > 0
  on conflict do nothing;
  insert into withdrawal (programme_id, channel, address, source, since)
  select distinct on (1, 2, 3) programme_id, channel, lower(pg_temp.kept_address(address)), source, since from withdrawal
  where octet_length(address) <> length(address) and strpos(address, '@') > 0
  order by 1, 2, 3, since desc
  on conflict (address, channel, programme_id) do update set since = greatest(withdrawal.since, excluded.since);
end $$;
