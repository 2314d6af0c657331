-- Notes that members want no messages of a class at the address they have now: `[{"member_id", "channel", "source", "changed_at"}]`. What a
-- link has withdrawn a link gives back, so it never takes the place of who said no in another way; a complaint stands for good. What is said
-- of an inbox is said of no address.
create or replace function note_withdrawals(p_programme_id int, p_list jsonb) returns void language sql as $$
  insert into withdrawal (programme_id, channel, address, source, since)
  select p_programme_id, said.channel, said.address, min(said.source), max(said.changed_at)
  from (
    select w.channel, channel_address(p, w.channel) as address, w.source, w.changed_at
    from jsonb_to_recordset(p_list) w (member_id bigint, channel text, source text, changed_at timestamptz)
    join member_profile p on p.member_id = w.member_id) said
  where said.address is not null
  group by said.channel, said.address
  order by said.channel, said.address
  on conflict (address, channel, programme_id) do update
  set since = greatest(withdrawal.since, excluded.since),
    source = case when withdrawal.source = 'complaint' or excluded.source = 'unsubscribe link' then withdrawal.source else excluded.source end
$$;
