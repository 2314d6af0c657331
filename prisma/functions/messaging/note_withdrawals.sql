-- Notes that members want no mails of a class at the address they have now: `[{"member_id", "channel", "source", "changed_at"}]`. What a
-- link has withdrawn a link gives back, so it never takes the place of who said no in another way; a complaint stands for good. What is said
-- of an inbox is said of no address.
create or replace function note_withdrawals(p_programme_id int, p_list jsonb) returns void language sql as $$
  insert into withdrawal (programme_id, channel, address, source, since)
  select p_programme_id, w.channel, lower(btrim(p.email)), min(w.source), max(w.changed_at)
  from jsonb_to_recordset(p_list) w (member_id bigint, channel text, source text, changed_at timestamptz)
  join member_profile p on p.member_id = w.member_id
  where btrim(p.email) <> '' and w.channel not like 'inbox%'
  group by w.channel, lower(btrim(p.email))
  order by w.channel, lower(btrim(p.email))
  on conflict (address, channel, programme_id) do update
  set since = greatest(withdrawal.since, excluded.since),
    source = case when withdrawal.source = 'complaint' or excluded.source = 'unsubscribe link' then withdrawal.source else excluded.source end
$$;
