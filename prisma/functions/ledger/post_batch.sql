-- Posts a batch of one kind in the caller's transaction and answers every request, in order: what was posted or why not. One refusal
-- never touches another. Business time comes with the request; nothing in the ledger reads a clock but txn.recorded_at.
--
-- The members' balance rows are locked in member order in a statement of their own, and only then is anything read: a statement that
-- locks and reads at once would read lots from before the lock.
-- A round holds a member once (an earn any number of times); a key that comes twice makes every request its own round.
-- Plans are kept to indexes: a plan made while a table was empty must not scan it once it is large.
create or replace function ledger.post_batch(p_kind text, p_requests ledger.request[]) returns setof ledger.answer language plpgsql
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
set enable_material = off set jit = off as $$
declare
  size int := coalesce(cardinality(p_requests), 0);
  members int;
  keys int;
  round ledger.request[];
  places int[];
begin
  if size = 0 then return; end if;
  if size > ledger.batch_size_max() then
    raise exception 'a batch holds at most % requests, not %', ledger.batch_size_max(), size using errcode = '22023';
  end if;
  -- What refers to the journal of an account that was merged is done in that account.
  if p_kind not in ('EARN', 'SPEND', 'HOLD', 'ADJUST', 'FORFEIT') and exists (
    select from public.member m where m.programme_id = (p_requests[1]).programme_id and m.merged_into is not null) then
    if exists (
      select from unnest(p_requests || ledger.at_their_accounts(p_requests)) r
      where exists (select from public.member m where m.id = r.member_id and m.merged_into is not null)) then
      return query select * from ledger.post_merged(p_kind, p_requests);
      return;
    end if;
  end if;
  perform from ledger.member_balance b
  join (select distinct r.programme_id, r.member_id from unnest(p_requests) r) k
    on b.programme_id = k.programme_id and b.member_id = k.member_id
  order by b.member_id for update of b;
  -- Who was merged while the lock was waited for: the caller tries again, as after a deadlock.
  if p_kind not in ('EARN', 'SPEND', 'HOLD', 'ADJUST', 'FORFEIT') and exists (
    select from public.member m where m.programme_id = (p_requests[1]).programme_id and m.merged_into is not null
      and m.id = any (array(select r.member_id from unnest(p_requests) r))) then
    raise exception 'a member of the batch was merged meanwhile' using errcode = '40P01';
  end if;
  if size = 1 then
    return query select * from unnest(ledger.post_round(p_kind, p_requests));
    if p_kind in ('REFUND', 'RELEASE') then perform ledger.take_back_reverted(p_requests); end if;
    return;
  end if;
  select count(distinct (r.programme_id, r.key)), count(distinct (r.programme_id, r.member_id)) into keys, members
  from unnest(p_requests) r;
  if keys = size and (members = size and p_kind <> 'ADJUST' or p_kind = 'EARN') then
    return query select * from unnest(ledger.post_round(p_kind, p_requests));
    if p_kind in ('REFUND', 'RELEASE') then perform ledger.take_back_reverted(p_requests); end if;
    return;
  end if;
  for round, places in
    select array_agg(q.request order by q.ord), array_agg(q.ord order by q.ord)
    from (
      select r.ord::int as ord,
        row(r.programme_id, r.member_id, r.key, r.at, r.points, r.available_at, r.expires_at, r.ref_key, r.policy, r.source_type,
          r.source_id, r.actor, r.reason)::ledger.request as request,
        case when keys < size then r.ord else row_number() over (partition by r.programme_id, r.member_id order by r.ord) end as turn,
        p_kind = 'ADJUST' and r.points < 0 as takes
      from unnest(p_requests) with ordinality as r (programme_id, member_id, key, at, points, available_at, expires_at, ref_key,
        policy, source_type, source_id, actor, reason, ord)) q
    group by q.turn, q.takes order by q.turn, q.takes
  loop
    return query select places[a.item], a.ok, a.code, a.message, a.txn_id, a.points, a.pending, a.available, a.held, a.debt, a.replayed
    from unnest(ledger.post_round(p_kind, round)) a;
  end loop;
  if p_kind in ('REFUND', 'RELEASE') then perform ledger.take_back_reverted(p_requests); end if;
end $$;
