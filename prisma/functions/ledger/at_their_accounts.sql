-- Requests that refer to the journal of an account which was merged with their member's, put to that account: what was earned or spent
-- there is taken back or given back there.
create or replace function ledger.at_their_accounts(p_requests ledger.request[]) returns ledger.request[] language sql stable as $$
  select array_agg(row(r.programme_id, coalesce(t.member_id, r.member_id), r.key, r.at, r.points, r.available_at, r.expires_at, r.ref_key,
    r.policy, r.source_type, r.source_id, r.actor, r.reason)::ledger.request order by r.ord)
  from unnest(p_requests) with ordinality as r (programme_id, member_id, key, at, points, available_at, expires_at, ref_key,
    policy, source_type, source_id, actor, reason, ord)
  left join lateral (
    select t.member_id from ledger.txn t
    where t.programme_id = r.programme_id and t.idem_key = r.ref_key and t.member_id <> r.member_id
      and public.heir_of(t.member_id) = public.heir_of(r.member_id)) t on true
$$;
