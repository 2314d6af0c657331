-- The next members who have a lot that is due, in the order of members. While little is due, the due dates lead to it. When twenty
-- pages or more are due, going from member to member is cheaper than reading all that is due again for every page.
create or replace function ledger.members_due(p_programme_id int, p_now timestamptz, p_after_member_id bigint, p_members_max int)
returns bigint[] language plpgsql stable
set plan_cache_mode = force_custom_plan set enable_seqscan = off set jit = off as $$
declare
  few int := 20 * p_members_max;
begin
  if (select count(*) from (
    select from ledger.lot l where l.programme_id = p_programme_id and l.state = 'ACTIVE' and l.expires_at <= p_now limit few) f) = few
  then
    return ledger.members_due_in_turn(p_programme_id, p_now, p_after_member_id, p_members_max);
  end if;
  return (select array_agg(d.member_id) from (
    select distinct l.member_id from ledger.lot l
    where l.programme_id = p_programme_id and l.state = 'ACTIVE' and l.remaining > 0 and l.expires_at <= p_now
      and l.member_id > p_after_member_id
    order by l.member_id limit p_members_max) d);
end $$;
