-- What two accounts said to mails becomes what one says, and the more careful answer wins: who has withdrawn once stays so. Consent of
-- p_from counts for p_into only where that was never asked and has the same address now. Answers p_into's answers as they were.
create or replace function merge_consents(p_programme_id int, p_from bigint, p_into bigint) returns jsonb
language plpgsql set enable_seqscan = off set jit = off as $$
declare
  v_before jsonb;
begin
  select jsonb_build_object('rows', coalesce(jsonb_agg(jsonb_build_object('channel', c.channel, 'granted', c.granted, 'source', c.source,
    'changedAt', c.changed_at)), '[]')) into v_before
  from consent c where c.programme_id = p_programme_id and c.member_id = p_into;
  insert into consent (programme_id, member_id, channel, granted, source, changed_at)
  select c.programme_id, p_into, c.channel, c.granted, c.source, c.changed_at
  from consent c
  where c.programme_id = p_programme_id and c.member_id = p_from and (not c.granted or (
    -- An inbox has no address: it is whose mailbox it is.
    select channel_address(mine, own.channel) = channel_address(theirs, own.channel)
    from (select case when c.channel like 'inbox%' then 'email' else c.channel end) own (channel), member_profile mine join member_profile theirs on theirs.member_id = p_into
    where mine.member_id = p_from))
  on conflict (programme_id, member_id, channel) do update
  set granted = false, source = case when consent.granted then excluded.source else consent.source end,
    changed_at = greatest(consent.changed_at, excluded.changed_at)
  where not excluded.granted;
  -- Who withdrew under the former address said so of the present one, too.
  perform note_withdrawals(p_programme_id, coalesce((
    select jsonb_agg(jsonb_build_object('member_id', p_into, 'channel', c.channel, 'source', c.source, 'changed_at', c.changed_at))
    from consent c where c.programme_id = p_programme_id and c.member_id = p_into and not c.granted), '[]'));
  return v_before;
end $$;
