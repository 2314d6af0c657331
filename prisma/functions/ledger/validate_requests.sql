-- The name it had in 0.1.
drop function if exists ledger.screened(text, ledger.request[]);

-- Every request with what decides on it: the answer its key already has, the reason to refuse it, its member's balance.
-- The hash leaves out who asked (actor): the same content asked for again by another hand is the same content.
create or replace function ledger.validate_requests(p_kind text, p_requests ledger.request[])
returns table (ord int, programme_id smallint, member_id bigint, key text, at timestamptz, points bigint,
  available_at timestamptz, expires_at timestamptz, ref_key text, policy text, source_type text, source_id text, actor text,
  reason text, effective_at timestamptz, hash bytea, prior_id bigint, prior jsonb, code text, fresh boolean,
  pending bigint, available bigint, held bigint, debt bigint)
language sql stable as $$
  select s.*, s.prior_id is null and s.code is null, b.pending, b.available, b.held, b.debt
  from (
    select r.ord::int, r.programme_id::smallint, r.member_id, r.key, r.at, r.points, v.available_at, v.expires_at, r.ref_key,
      -- What is owed at an account that was merged is moved on: its heir pays, or it is written off there.
      case when m.status = 'MERGED' and coalesce(r.policy, p.clawback_policy) = 'CLAMP' then 'DEBT'
        else coalesce(r.policy, p.clawback_policy) end as policy, r.source_type, r.source_id, r.actor, r.reason,
      greatest(r.at, p.closed_through + interval '1 millisecond') as effective_at, h.hash,
      t.id as prior_id, t.result as prior,
      case
        when coalesce(length(r.key), 0) not between 1 and 200 then 'KEY_INVALID'
        when t.id is not null then case when t.request_hash <> h.hash then 'IDEMPOTENCY_KEY_REUSED' end
        when r.at is null or not isfinite(r.at) then 'TIME_INVALID'
        when m.programme_id is distinct from r.programme_id then 'MEMBER_NOT_FOUND'
        when m.status <> 'ACTIVE' and p_kind in ('EARN', 'SPEND', 'HOLD', 'ADJUST') then 'MEMBER_NOT_ACTIVE'
        when m.status = 'ERASED' and p_kind = 'REFUND' then 'MEMBER_NOT_ACTIVE'
        when abs(r.points) > 1000000000000
          or r.points is null and p_kind in ('EARN', 'SPEND', 'HOLD', 'REFUND', 'CLAWBACK', 'REVERT', 'ADJUST')
          or r.points = 0 or r.points < 0 and p_kind <> 'ADJUST' then 'POINTS_INVALID'
        when p_kind in ('ADJUST', 'FORFEIT', 'REVERT') and coalesce(trim(r.reason), '') = '' then 'REASON_REQUIRED'
        when p_kind in ('EARN', 'HOLD', 'ADJUST') and not isfinite(v.available_at) or v.expires_at <= v.available_at
          then 'EXPIRY_INVALID'
      end as code
    from unnest(p_requests) with ordinality as r (programme_id, member_id, key, at, points, available_at, expires_at, ref_key,
      policy, source_type, source_id, actor, reason, ord)
    cross join lateral (select greatest(r.available_at, r.at) as available_at, coalesce(r.expires_at, 'infinity') as expires_at) v
    cross join lateral (select sha256(
      convert_to(row(p_kind, r.member_id, r.points, r.ref_key, r.policy, r.source_type, r.source_id, r.reason)::text, 'UTF8')
      || coalesce(timestamptz_send(r.at), '\x00') || coalesce(timestamptz_send(r.available_at), '\x00')
      || coalesce(timestamptz_send(r.expires_at), '\x00')) as hash) h
    left join ledger.txn t on t.programme_id = r.programme_id and t.idem_key = r.key
    left join public.member m on m.id = r.member_id
    left join public.programme p on p.id = r.programme_id
  ) s
  left join ledger.member_balance b on b.programme_id = s.programme_id and b.member_id = s.member_id
$$;
