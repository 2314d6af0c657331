-- The ledger's operations, part 1: what a request is, how a batch is driven, and the rounds that give and take points.
--
-- A batch is an array of requests; the answer to each says what was posted or why not, and one refusal never touches
-- another. The members' balance rows are locked in member order in a statement of their own, and only then is anything
-- read: a statement that locks and reads at once would read lots from before the lock. Business time comes with the
-- request; nothing here reads a clock but txn.recorded_at.

create type ledger.request as (
  programme_id int, member_id bigint, key text, at timestamptz, points bigint,
  available_at timestamptz, expires_at timestamptz, ref_key text, policy text,
  source_type text, source_id text, actor text, reason text);

create type ledger.answer as (
  item int, ok boolean, code text, message text, txn_id bigint, points bigint,
  pending bigint, available bigint, held bigint, debt bigint, replayed boolean);

-- The first answer as it is kept with the transaction; `askedAt` when a closed period moved the effective time.
create function ledger.result(p_points bigint, p_pending bigint, p_available bigint, p_held bigint, p_debt bigint,
  p_asked timestamptz, p_effective timestamptz) returns jsonb language sql stable as $$
  select case when p_asked = p_effective
    then jsonb_build_object('points', p_points, 'pending', p_pending, 'available', p_available, 'held', p_held, 'debt', p_debt)
    else jsonb_build_object('points', p_points, 'pending', p_pending, 'available', p_available, 'held', p_held, 'debt', p_debt,
      'askedAt', p_asked) end
$$;

-- One answer: a refusal when there is a code, the first answer when the key was known, else what has just been posted.
create function ledger.answer_of(p_ord int, p_code text, p_message text, p_prior_id bigint, p_prior jsonb, p_txn_id bigint,
  p_points bigint, p_pending bigint, p_available bigint, p_held bigint, p_debt bigint) returns ledger.answer
language sql immutable as $$
  select case
    when p_code is not null then row(p_ord, false, p_code, coalesce(p_message, case p_code
        when 'KEY_INVALID' then 'key must have 1 to 200 characters'
        when 'KEY_CONFLICT' then 'this key was used before with another content: send the same content, or a new key'
        when 'TIME_INVALID' then 'at must be a date'
        when 'MEMBER_UNKNOWN' then 'no such member in this programme'
        when 'MEMBER_NOT_ACTIVE' then 'the member is not active'
        when 'POINTS_INVALID' then 'points must be a whole number from 1 to 1,000,000,000,000'
        when 'REASON_REQUIRED' then 'reason must say why'
        when 'EXPIRY_INVALID' then 'expiresAt must be later than the points are available'
        else p_code end),
      null, null, null, null, null, null, false)::ledger.answer
    when p_prior_id is not null then row(p_ord, true, null, null, p_prior_id, (p_prior->>'points')::bigint,
      (p_prior->>'pending')::bigint, (p_prior->>'available')::bigint, (p_prior->>'held')::bigint,
      (p_prior->>'debt')::bigint, true)::ledger.answer
    else row(p_ord, true, null, null, p_txn_id, p_points, p_pending, p_available, p_held, p_debt, false)::ledger.answer
  end
$$;

-- Every request with what decides on it: the answer its key already has, the reason to refuse it, its member's balance.
-- The hash leaves out who asked (actor): the same content asked for again by another hand is the same content.
create function ledger.screened(p_kind text, p_requests ledger.request[])
returns table (ord int, programme_id smallint, member_id bigint, key text, at timestamptz, points bigint,
  available_at timestamptz, expires_at timestamptz, ref_key text, policy text, source_type text, source_id text, actor text,
  reason text, effective_at timestamptz, hash bytea, prior_id bigint, prior jsonb, code text, fresh boolean,
  pending bigint, available bigint, held bigint, debt bigint)
language sql stable as $$
  select s.*, s.prior_id is null and s.code is null, b.pending, b.available, b.held, b.debt
  from (
    select r.ord::int, r.programme_id::smallint, r.member_id, r.key, r.at, r.points, v.available_at, v.expires_at, r.ref_key,
      coalesce(r.policy, p.clawback_policy) as policy, r.source_type, r.source_id, r.actor, r.reason,
      greatest(r.at, p.closed_through + interval '1 millisecond') as effective_at, h.hash,
      t.id as prior_id, t.result as prior,
      case
        when coalesce(length(r.key), 0) not between 1 and 200 then 'KEY_INVALID'
        when t.id is not null then case when t.request_hash <> h.hash then 'KEY_CONFLICT' end
        when r.at is null or not isfinite(r.at) then 'TIME_INVALID'
        when m.programme_id is distinct from r.programme_id then 'MEMBER_UNKNOWN'
        when m.status <> 'ACTIVE' and p_kind in ('EARN', 'SPEND', 'HOLD', 'REFUND', 'ADJUST') then 'MEMBER_NOT_ACTIVE'
        when abs(r.points) > 1000000000000
          or r.points is null and p_kind in ('EARN', 'SPEND', 'HOLD', 'REFUND', 'CLAWBACK', 'ADJUST')
          or r.points = 0 or r.points < 0 and p_kind <> 'ADJUST' then 'POINTS_INVALID'
        when p_kind in ('ADJUST', 'FORFEIT') and coalesce(trim(r.reason), '') = '' then 'REASON_REQUIRED'
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

-- What renews a member's points where points lapse without activity: what the member earned or redeemed, a reservation included.
-- What a campaign gives (its source is an enrolment) and what staff or the clock do is nothing the member did.
create function ledger.is_activity(p_kind text, p_source_type text) returns boolean language sql immutable as $$
  select p_kind in ('SPEND', 'HOLD') or p_kind = 'EARN' and p_source_type <> 'enrolment'
$$;

-- EARN, and ADJUST upwards: points come in as one lot each. Debt is repaid first, earliest request first.
-- The same member may come several times in a round: running sums keep the order.
create function ledger.give_round(p_kind text, p_requests ledger.request[]) returns ledger.answer[] language plpgsql as $$
declare answers ledger.answer[];
begin
  with given as materialized (
    select s.*, s.available_at > s.at as waits,
      case when s.fresh then nextval('ledger.txn_id_seq') end as txn_id,
      coalesce(sum(s.points) filter (where s.fresh and s.available_at > s.at) over w, 0)::bigint as pending_sum,
      coalesce(sum(s.points) filter (where s.fresh and s.available_at <= s.at) over w, 0)::bigint as available_sum
    from ledger.screened(p_kind, p_requests) s
    window w as (partition by s.member_id order by s.ord)
  ), posted as materialized (
    select g.*,
      case when g.waits or not g.fresh then 0
        else least(g.debt, g.available_sum) - least(g.debt, g.available_sum - g.points) end as repaid,
      g.pending + g.pending_sum as pending_after,
      g.available + g.available_sum - least(g.debt, g.available_sum) as available_after,
      g.debt - least(g.debt, g.available_sum) as debt_after
    from given g
  ), txns as (
    insert into ledger.txn (id, programme_id, idem_key, request_hash, kind, member_id, amount, effective_at, source_type, source_id,
      actor, reason, result)
    select txn_id, programme_id, key, hash, p_kind, member_id, points, effective_at, source_type, source_id, actor, reason,
      ledger.result(points, pending_after, available_after, held, debt_after, at, effective_at)
    from posted where fresh
  ), postings as (
    insert into ledger.posting (txn_id, seq, programme_id, account, member_id, amount)
    select p.txn_id, v.seq, p.programme_id, v.account, v.member_id, v.amount
    from posted p cross join lateral (values
      (0::smallint, case p_kind when 'EARN' then 'ISSUANCE' else 'ADJUSTMENT' end, null::bigint, -p.points),
      (1::smallint, case when p.waits then 'MEMBER_PENDING' else 'MEMBER_AVAILABLE' end, p.member_id, p.points - p.repaid),
      (2::smallint, 'MEMBER_DEBT', p.member_id, p.repaid)) v (seq, account, member_id, amount)
    where p.fresh and v.amount <> 0
  ), lots as (
    insert into ledger.lot (id, programme_id, member_id, earn_txn_id, state, earned, remaining, available_at, expires_at)
    select txn_id, programme_id, member_id, txn_id,
      case when waits then 'PENDING' when repaid = points then 'CLOSED' else 'ACTIVE' end,
      points, points - repaid, available_at, expires_at
    from posted where fresh
  ), moves as (
    insert into ledger.lot_move (txn_id, lot_id, remaining_delta)
    select txn_id, txn_id, -repaid from posted where fresh and repaid > 0
  ), balances as (
    update ledger.member_balance b
    set pending = n.pending, available = n.available, debt = n.debt, version = b.version + n.txns,
      active_at = greatest(b.active_at, n.active_at)
    from (
      select programme_id, member_id, count(*) as txns, max(pending_after) as pending, max(available_after) as available,
        min(debt_after) as debt, max(at) filter (where ledger.is_activity(p_kind, source_type)) as active_at
      from posted where fresh group by programme_id, member_id) n
    where b.programme_id = n.programme_id and b.member_id = n.member_id
  )
  select array_agg(ledger.answer_of(p.ord, p.code, null, p.prior_id, p.prior, p.txn_id, p.points,
    p.pending_after, p.available_after, p.held, p.debt_after) order by p.ord)
  into answers from posted p;
  return answers;
end $$;

-- SPEND, HOLD, and ADJUST downwards: points leave the lots that expire first. Lots past their expiry are not spendable
-- even before the sweep has taken them. One request a member and round.
create function ledger.take_round(p_kind text, p_requests ledger.request[]) returns ledger.answer[] language plpgsql as $$
declare answers ledger.answer[];
begin
  with wanted as materialized (
    select s.*, abs(s.points) as wanted, case when s.fresh then nextval('ledger.txn_id_seq') end as txn_id
    from ledger.screened(p_kind, p_requests) s
  ), picked as materialized (
    select w.*, l.id as lot_id, l.remaining as lot_remaining, l.held as lot_held,
      coalesce(sum(l.remaining) over (partition by w.ord), 0)::bigint as spendable,
      (sum(l.remaining) over (partition by w.ord order by l.expires_at, l.id) - l.remaining)::bigint as before,
      row_number() over (partition by w.ord order by l.expires_at, l.id) as n
    from wanted w left join lateral (
      select l.id, l.remaining, l.held, l.expires_at from ledger.lot l
      where w.fresh and l.member_id = w.member_id and l.state <> 'CLOSED' and l.state <> 'PENDING' and l.remaining > 0
        and l.expires_at > w.at) l on true
  ), taken as materialized (
    select p.*, p.fresh and p.spendable >= p.wanted as posts, least(p.lot_remaining, p.wanted - p.before) as take,
      p.available - p.wanted as available_after, p.held + case p_kind when 'HOLD' then p.wanted else 0 end as held_after
    from picked p
  ), txns as (
    insert into ledger.txn (id, programme_id, idem_key, request_hash, kind, member_id, amount, effective_at, source_type, source_id,
      actor, reason, result)
    select txn_id, programme_id, key, hash, p_kind, member_id, wanted, effective_at, source_type, source_id, actor, reason,
      ledger.result(points, pending, available_after, held_after, debt, at, effective_at)
    from taken where posts and n = 1
  ), postings as (
    insert into ledger.posting (txn_id, seq, programme_id, account, member_id, amount)
    select t.txn_id, v.seq, t.programme_id, v.account, v.member_id, v.amount
    from taken t cross join lateral (values
      (0::smallint, 'MEMBER_AVAILABLE', t.member_id, -t.wanted),
      (1::smallint, case p_kind when 'SPEND' then 'REDEEMED' when 'HOLD' then 'MEMBER_HELD' else 'ADJUSTMENT' end,
        case p_kind when 'HOLD' then t.member_id end, t.wanted)) v (seq, account, member_id, amount)
    where t.posts and t.n = 1
  ), moves as (
    insert into ledger.lot_move (txn_id, lot_id, remaining_delta, held_delta)
    select txn_id, lot_id, -take, case p_kind when 'HOLD' then take else 0 end from taken where posts and take > 0
  ), lots as (
    update ledger.lot l
    set remaining = l.remaining - t.take, held = l.held + case p_kind when 'HOLD' then t.take else 0 end,
      state = case when l.remaining = t.take and l.held = 0 and p_kind <> 'HOLD' then 'CLOSED' else l.state end
    from taken t where t.posts and t.take > 0 and l.id = t.lot_id
  ), holds as (
    insert into ledger.hold (txn_id, programme_id, member_id, amount, expires_at)
    select txn_id, programme_id, member_id, wanted, expires_at from taken where p_kind = 'HOLD' and posts and n = 1
  ), balances as (
    update ledger.member_balance b set available = t.available_after, held = t.held_after, version = b.version + 1,
      active_at = case when ledger.is_activity(p_kind, t.source_type) then greatest(b.active_at, t.at) else b.active_at end
    from taken t
    where t.posts and t.n = 1 and b.programme_id = t.programme_id and b.member_id = t.member_id
  )
  select array_agg(ledger.answer_of(t.ord,
    case when t.fresh and not t.posts then 'POINTS_INSUFFICIENT' else t.code end,
    case when t.fresh and not t.posts then format('%s points wanted, %s can be spent', t.wanted, t.spendable) end,
    t.prior_id, t.prior, t.txn_id, t.points, t.pending, t.available_after, t.held_after, t.debt) order by t.ord)
  into answers from taken t where t.n = 1;
  return answers;
end $$;
