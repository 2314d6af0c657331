-- The same as members_due, by a probe for each member in the order of members.
create or replace function ledger.members_due_in_turn(p_programme_id int, p_now timestamptz, p_after_member_id bigint, p_members_max int)
returns bigint[] language plpgsql stable
set plan_cache_mode = force_generic_plan set enable_seqscan = off set jit = off as $$
declare
  page bigint[];
  member bigint := p_after_member_id;
begin
  loop
    select l.member_id into member from ledger.lot l
    where l.member_id > member and l.state <> 'CLOSED' and l.state <> 'PENDING' and l.remaining > 0 and l.expires_at <= p_now
      and l.programme_id = p_programme_id
    order by l.member_id limit 1;
    exit when member is null;
    page := page || member;
    exit when cardinality(page) = p_members_max;
  end loop;
  return page;
end $$;
