-- An address that is told again is what it was before its owner was erased: nothing may be sent to it, or no marketing.
create or replace function known_again(p_programme_id int, p_identities jsonb) returns void language sql as $$
  insert into suppression (programme_id, channel, address, reason, since)
  select distinct on (e.channel, i.address) e.programme_id, e.channel, i.address, e.reason, e.since
  from jsonb_to_recordset(p_identities) i (hash text, address text)
  join erased_contact e on e.programme_id = p_programme_id and e.hash = i.hash and e.kind = 'suppression'
  where i.address is not null
  on conflict (programme_id, channel, address) do nothing;
  insert into withdrawal (programme_id, channel, address, source, since)
  select distinct on (e.channel, i.address) e.programme_id, e.channel, i.address, e.reason, e.since
  from jsonb_to_recordset(p_identities) i (hash text, address text)
  join erased_contact e on e.programme_id = p_programme_id and e.hash = i.hash and e.kind = 'withdrawal'
  where i.address is not null
  on conflict (address, channel, programme_id) do nothing
$$;
