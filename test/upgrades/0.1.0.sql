--
-- PostgreSQL database dump
--


-- Dumped from database version 15.18 (Debian 15.18-0+deb12u1)
-- Dumped by pg_dump version 15.18 (Debian 15.18-0+deb12u1)

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: ledger; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA ledger;


--
-- Name: answer; Type: TYPE; Schema: ledger; Owner: -
--

CREATE TYPE ledger.answer AS (
	item integer,
	ok boolean,
	code text,
	message text,
	txn_id bigint,
	points bigint,
	pending bigint,
	available bigint,
	held bigint,
	debt bigint,
	replayed boolean
);


--
-- Name: request; Type: TYPE; Schema: ledger; Owner: -
--

CREATE TYPE ledger.request AS (
	programme_id integer,
	member_id bigint,
	key text,
	at timestamp with time zone,
	points bigint,
	available_at timestamp with time zone,
	expires_at timestamp with time zone,
	ref_key text,
	policy text,
	source_type text,
	source_id text,
	actor text,
	reason text
);


--
-- Name: intake_clawback; Type: TYPE; Schema: public; Owner: -
--

CREATE TYPE public.intake_clawback AS (
	member_id bigint,
	key text,
	at timestamp with time zone,
	points bigint,
	ref_key text,
	event_id text,
	turn integer
);


--
-- Name: intake_event; Type: TYPE; Schema: public; Owner: -
--

CREATE TYPE public.intake_event AS (
	event_id text,
	type text,
	member_id bigint,
	at timestamp with time zone,
	hash text,
	data jsonb,
	result jsonb,
	order_id text,
	amount_minor bigint,
	first boolean,
	points bigint,
	available_at timestamp with time zone,
	expires_at timestamp with time zone,
	earn_key text,
	source_type text,
	source_id text,
	turn integer
);


--
-- Name: intake_name; Type: TYPE; Schema: public; Owner: -
--

CREATE TYPE public.intake_name AS (
	programme_id smallint,
	name text
);


--
-- Name: intake_profile; Type: TYPE; Schema: public; Owner: -
--

CREATE TYPE public.intake_profile AS (
	member_id bigint,
	email text,
	phone text,
	name text,
	birthday date,
	attributes jsonb,
	zone text,
	locale text,
	tags text[],
	profile_completed_at timestamp with time zone,
	updated_at timestamp with time zone
);


--
-- Name: intake_return; Type: TYPE; Schema: public; Owner: -
--

CREATE TYPE public.intake_return AS (
	programme_id smallint,
	order_id text,
	returned_minor bigint,
	was bigint
);


--
-- Name: intake_standing; Type: TYPE; Schema: public; Owner: -
--

CREATE TYPE public.intake_standing AS (
	id bigint,
	tier text,
	orders_count integer,
	spent_minor bigint,
	last_order_at timestamp with time zone,
	was_orders integer,
	was_spent bigint
);


--
-- Name: adjust_batch(ledger.request[]); Type: FUNCTION; Schema: ledger; Owner: -
--

CREATE FUNCTION ledger.adjust_batch(p_requests ledger.request[]) RETURNS SETOF ledger.answer
    LANGUAGE sql
    AS $$ select * from ledger.post_batch('ADJUST', p_requests) $$;


--
-- Name: answer_of(integer, text, text, bigint, jsonb, bigint, bigint, bigint, bigint, bigint, bigint); Type: FUNCTION; Schema: ledger; Owner: -
--

CREATE FUNCTION ledger.answer_of(p_ord integer, p_code text, p_message text, p_prior_id bigint, p_prior jsonb, p_txn_id bigint, p_points bigint, p_pending bigint, p_available bigint, p_held bigint, p_debt bigint) RETURNS ledger.answer
    LANGUAGE sql IMMUTABLE
    AS $$
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


--
-- Name: append_only(); Type: FUNCTION; Schema: ledger; Owner: -
--

CREATE FUNCTION ledger.append_only() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  raise exception 'ledger.% is append-only: correct it with a new transaction', tg_table_name using errcode = '0A000';
end $$;


--
-- Name: batch_size_max(); Type: FUNCTION; Schema: ledger; Owner: -
--

CREATE FUNCTION ledger.batch_size_max() RETURNS integer
    LANGUAGE sql IMMUTABLE
    AS $$ select 5000 $$;


--
-- Name: cancel_pending_batch(ledger.request[]); Type: FUNCTION; Schema: ledger; Owner: -
--

CREATE FUNCTION ledger.cancel_pending_batch(p_requests ledger.request[]) RETURNS SETOF ledger.answer
    LANGUAGE sql
    AS $$ select * from ledger.post_batch('CANCEL_PENDING', p_requests) $$;


--
-- Name: capture_batch(ledger.request[]); Type: FUNCTION; Schema: ledger; Owner: -
--

CREATE FUNCTION ledger.capture_batch(p_requests ledger.request[]) RETURNS SETOF ledger.answer
    LANGUAGE sql
    AS $$ select * from ledger.post_batch('CAPTURE', p_requests) $$;


--
-- Name: check_seal(bigint); Type: FUNCTION; Schema: ledger; Owner: -
--

CREATE FUNCTION ledger.check_seal(p_seq bigint, OUT what text, OUT txn_id bigint) RETURNS record
    LANGUAGE plpgsql STABLE
    AS $$
declare
  block ledger.seal;
  before ledger.seal;
begin
  select * into block from ledger.seal where seq = p_seq;
  select * into before from ledger.seal where seq = p_seq - 1;
  if block.seq is null or p_seq > 1 and before.seq is null then
    what := 'seal missing';
  elsif block.prev_hash <> coalesce(before.hash, '\x') or block.root <> sha256(block.leaves) or block.hash <> ledger.seal_hash(
      block.prev_hash, block.seq, block.first_txn, block.last_txn, block.count, block.root) then
    what := 'seal altered';
  else
    select case when s.hash is null then 'added' when n.hash is null then 'missing' else 'altered' end, coalesce(s.id, n.id)
    into what, txn_id
    from (
      select ('x' || encode(substring(block.leaves from i * 24 + 1 for 8), 'hex'))::bit(64)::bigint as id,
        substring(block.leaves from i * 24 + 9 for 16) as hash
      from generate_series(0, block.count::int - 1) i) s
    full join ledger.leaves(coalesce(before.last_txn, 0), block.last_txn, 10 * ledger.seal_size_max()) n on n.id = s.id
    where s.hash is distinct from n.hash
    order by coalesce(s.id, n.id) limit 1;
  end if;
end $$;


--
-- Name: check_seals(bigint, integer); Type: FUNCTION; Schema: ledger; Owner: -
--

CREATE FUNCTION ledger.check_seals(p_from bigint, p_seals integer, OUT seq bigint, OUT what text, OUT txn_id bigint, OUT next_seq bigint) RETURNS record
    LANGUAGE plpgsql STABLE
    AS $$
declare
  -- Nothing is sealed yet: no block is missing.
  newest bigint := (select coalesce(max(s.seq), 0) from ledger.seal s);
begin
  for i in p_from .. least(newest, p_from + p_seals - 1) loop
    select c.what, c.txn_id into what, txn_id from ledger.check_seal(i) c;
    if what is not null then
      seq := i;
      return;
    end if;
  end loop;
  next_seq := case when p_from + p_seals <= newest then p_from + p_seals end;
end $$;


--
-- Name: clawback_batch(ledger.request[]); Type: FUNCTION; Schema: ledger; Owner: -
--

CREATE FUNCTION ledger.clawback_batch(p_requests ledger.request[]) RETURNS SETOF ledger.answer
    LANGUAGE sql
    AS $$ select * from ledger.post_batch('CLAWBACK', p_requests) $$;


--
-- Name: clawback_round(text, ledger.request[]); Type: FUNCTION; Schema: ledger; Owner: -
--

CREATE FUNCTION ledger.clawback_round(p_kind text, p_requests ledger.request[]) RETURNS ledger.answer[]
    LANGUAGE plpgsql
    AS $$
declare answers ledger.answer[];
begin
  with asked as materialized (
    select s.*, e.id as ref_id, e.amount as cap, s.points - coalesce(c.reversed, 0) as wanted,
      case when not s.fresh then s.code
        when e.member_id is distinct from s.member_id or e.kind <> 'EARN' then 'REFERENCE_UNKNOWN'
        when s.points > e.amount or s.policy not in ('DEBT', 'CLAMP') then 'POINTS_INVALID'
        when s.points <= coalesce(c.reversed, 0) then 'REFERENCE_EXHAUSTED' end as refusal
    from ledger.screened(p_kind, p_requests) s
    left join ledger.txn e on s.fresh and e.programme_id = s.programme_id and e.idem_key = s.ref_key
    left join ledger.reversal_cap c on c.orig_txn_id = e.id
  ), numbered as materialized (
    select a.*, a.fresh and a.refusal is null as posts,
      case when a.fresh and a.refusal is null then nextval('ledger.txn_id_seq') end as txn_id
    from asked a
  ), line as (
    select n.*, l.id as lot_id, l.state as lot_state, l.remaining as lot_remaining,
      sum(l.remaining) over w - l.remaining as starts, row_number() over w as n
    from numbered n left join lateral (
      select o.id, o.state, o.remaining, o.expires_at, true as own from ledger.lot o
      where n.posts and o.id = n.ref_id and o.remaining > 0
      union all
      select o.id, o.state, o.remaining, o.expires_at, false from ledger.lot o
      where n.posts and o.member_id = n.member_id and o.id <> n.ref_id and o.state <> 'CLOSED' and o.state <> 'PENDING' and o.remaining > 0
        -- Mostly the earn's own lot is enough, and a good customer has hundreds of others.
        and n.wanted > coalesce((select own.remaining from ledger.lot own where own.id = n.ref_id), 0)
    ) l on true
    window w as (partition by n.ord order by l.own desc, l.expires_at <= n.at, l.expires_at, l.id)
  ), slices as materialized (
    select l.*, greatest(least(l.lot_remaining, l.wanted - l.starts), 0) as take from line l
  ), posted as materialized (
    select s.*,
      coalesce(sum(s.take) filter (where s.lot_state = 'PENDING') over (partition by s.ord), 0)::bigint as from_pending,
      coalesce(sum(s.take) filter (where s.lot_state = 'ACTIVE') over (partition by s.ord), 0)::bigint as from_available,
      s.wanted - coalesce(sum(s.take) over (partition by s.ord), 0)::bigint as short
    from slices s
  ), final as materialized (
    select p.*, p.pending - p.from_pending as pending_after, p.available - p.from_available as available_after,
      p.debt + case when p.policy = 'DEBT' then p.short else 0 end as debt_after
    from posted p where p.n = 1
  ), txns as (
    insert into ledger.txn (id, programme_id, idem_key, request_hash, kind, member_id, amount, effective_at, source_type, source_id,
      ref_txn_id, actor, reason, result)
    select txn_id, programme_id, key, hash, p_kind, member_id, wanted, effective_at, source_type, source_id, ref_id, actor, reason,
      ledger.result(wanted, pending_after, available_after, held, debt_after, at, effective_at)
    from final where posts
  ), postings as (
    insert into ledger.posting (txn_id, seq, programme_id, account, member_id, amount)
    select f.txn_id, v.seq, f.programme_id, v.account, v.member_id, v.amount
    from final f cross join lateral (values
      (0::smallint, 'MEMBER_PENDING', f.member_id, -f.from_pending),
      (1::smallint, 'MEMBER_AVAILABLE', f.member_id, -f.from_available),
      (2::smallint, case f.policy when 'DEBT' then 'MEMBER_DEBT' else 'WRITE_OFF' end,
        case f.policy when 'DEBT' then f.member_id end, -f.short),
      (3::smallint, 'CLAWBACK', null::bigint, f.wanted)) v (seq, account, member_id, amount)
    where f.posts and v.amount <> 0
  ), moves as (
    insert into ledger.lot_move (txn_id, lot_id, remaining_delta)
    select txn_id, lot_id, -take from posted where posts and take > 0
  ), lots as (
    update ledger.lot l
    set remaining = l.remaining - p.take,
      state = case when l.remaining = p.take and l.held = 0 then 'CLOSED' else l.state end
    from posted p where p.posts and p.take > 0 and l.id = p.lot_id
  ), caps as (
    insert into ledger.reversal_cap (orig_txn_id, cap, reversed) select ref_id, cap, wanted from final where posts
    on conflict (orig_txn_id) do update set reversed = reversal_cap.reversed + excluded.reversed
  ), balances as (
    update ledger.member_balance b
    set pending = f.pending_after, available = f.available_after, debt = f.debt_after, version = b.version + 1
    from final f where f.posts and b.programme_id = f.programme_id and b.member_id = f.member_id
  )
  select array_agg(ledger.answer_of(f.ord, f.refusal,
    case f.refusal when 'REFERENCE_UNKNOWN' then 'earnKey names no earn of this member'
      when 'POINTS_INVALID' then format('totalPoints may be at most the %s points earned, policy DEBT or CLAMP', f.cap)
      when 'REFERENCE_EXHAUSTED' then 'that much has been taken back already' end,
    f.prior_id, f.prior, f.txn_id, f.wanted, f.pending_after, f.available_after, f.held, f.debt_after) order by f.ord)
  into answers from final f;
  return answers;
end $$;


--
-- Name: confirm_batch(ledger.request[]); Type: FUNCTION; Schema: ledger; Owner: -
--

CREATE FUNCTION ledger.confirm_batch(p_requests ledger.request[]) RETURNS SETOF ledger.answer
    LANGUAGE sql
    AS $$ select * from ledger.post_batch('CONFIRM', p_requests) $$;


--
-- Name: confirm_due(integer, timestamp with time zone, bigint, integer); Type: FUNCTION; Schema: ledger; Owner: -
--

CREATE FUNCTION ledger.confirm_due(p_programme_id integer, p_now timestamp with time zone, p_after_member_id bigint, p_members_max integer, OUT lots bigint, OUT points bigint, OUT members integer, OUT next_after_member_id bigint) RETURNS record
    LANGUAGE plpgsql
    SET plan_cache_mode TO 'force_custom_plan'
    SET enable_seqscan TO 'off'
    SET jit TO 'off'
    AS $$
declare
  page bigint[];
  due ledger.request[];
  part int := 0;
begin
  select array_agg(d.member_id) into page from (
    select l.member_id from ledger.lot l
    where l.programme_id = p_programme_id and l.state = 'PENDING' and l.available_at <= p_now
      and l.member_id > coalesce(p_after_member_id, 0)
    group by l.member_id order by l.member_id limit p_members_max) d;
  perform ledger.lock_members(page);
  select array_agg(row(p_programme_id, l.member_id, 'confirm:due:' || t.id, p_now, null, null, null, t.idem_key, null, 'sweep',
    t.id, 'sweep', null)::ledger.request order by l.member_id, l.available_at, l.id)
  into due
  from ledger.lot l join ledger.txn t on t.id = l.earn_txn_id
  where l.member_id = any (page) and l.programme_id = p_programme_id and l.state = 'PENDING' and l.available_at <= p_now;
  lots := 0; points := 0; members := coalesce(cardinality(page), 0);
  while part * ledger.batch_size_max() < coalesce(cardinality(due), 0) loop
    select confirm_due.lots + count(*), confirm_due.points + coalesce(sum(a.points), 0) into lots, points
    from ledger.confirm_batch(due[part * ledger.batch_size_max() + 1 : (part + 1) * ledger.batch_size_max()]) a where a.ok;
    part := part + 1;
  end loop;
  next_after_member_id := case when cardinality(page) = p_members_max then page[cardinality(page)] end;
end $$;


SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: coupon; Type: TABLE; Schema: ledger; Owner: -
--

CREATE TABLE ledger.coupon (
    id bigint NOT NULL,
    programme_id smallint NOT NULL,
    member_id bigint NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    benefit jsonb NOT NULL,
    min_order_minor bigint DEFAULT 0 NOT NULL,
    campaign_id integer,
    enrolment_id bigint,
    status text DEFAULT 'new'::text NOT NULL,
    moves integer DEFAULT 0 NOT NULL,
    order_id text,
    issued_at timestamp(3) with time zone NOT NULL,
    expires_at timestamp(3) with time zone NOT NULL,
    CONSTRAINT coupon_code_form CHECK ((code ~ '^[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}$'::text)),
    CONSTRAINT coupon_min_order CHECK ((min_order_minor >= 0)),
    CONSTRAINT coupon_order_bounded CHECK (((length(order_id) >= 1) AND (length(order_id) <= 100))),
    CONSTRAINT coupon_order_when_used CHECK (((status = 'redeemed'::text) OR (order_id IS NULL))),
    CONSTRAINT coupon_status_known CHECK ((status = ANY (ARRAY['new'::text, 'issued'::text, 'redeemed'::text, 'expired'::text, 'cancelled'::text]))),
    CONSTRAINT coupon_valid_for_a_while CHECK ((expires_at > issued_at))
);


--
-- Name: coupon_answer(ledger.coupon, boolean); Type: FUNCTION; Schema: ledger; Owner: -
--

CREATE FUNCTION ledger.coupon_answer(p_coupon ledger.coupon, p_replayed boolean) RETURNS jsonb
    LANGUAGE sql STABLE
    AS $$
  select jsonb_build_object('ok', true, 'couponId', p_coupon.id::text, 'code', p_coupon.code,
    'expiresAt', intake_ms(p_coupon.expires_at), 'replayed', p_replayed)
$$;


--
-- Name: coupon_hash(text, jsonb); Type: FUNCTION; Schema: ledger; Owner: -
--

CREATE FUNCTION ledger.coupon_hash(p_kind text, p_request jsonb) RETURNS bytea
    LANGUAGE sql IMMUTABLE
    AS $$
  select sha256(convert_to(p_kind || (p_request - '{at,actor,newCode,issuedAt,expiresAt}'::text[])::text, 'UTF8'))
$$;


--
-- Name: coupon_issue_batch(integer, jsonb); Type: FUNCTION; Schema: ledger; Owner: -
--

CREATE FUNCTION ledger.coupon_issue_batch(p_programme_id integer, p_requests jsonb) RETURNS jsonb
    LANGUAGE plpgsql
    AS $$
declare
  v_answers jsonb := '[]';
  v_request jsonb;
  v_answer jsonb;
  v_coupon ledger.coupon;
  v_hash bytea;
begin
  for v_request in select jsonb_array_elements(p_requests) loop
    v_hash := ledger.coupon_hash('ISSUE', v_request);
    v_answer := ledger.coupon_replay(p_programme_id, v_request ->> 'key', v_hash);
    if v_answer is null then
      insert into ledger.coupon (programme_id, member_id, code, name, benefit, min_order_minor, campaign_id, enrolment_id,
        issued_at, expires_at)
      values (p_programme_id, (v_request ->> 'memberId')::bigint, v_request ->> 'newCode', v_request ->> 'name',
        v_request -> 'benefit', coalesce((v_request ->> 'minOrderMinor')::bigint, 0), (v_request ->> 'campaignId')::int,
        (v_request ->> 'enrolmentId')::bigint, (v_request ->> 'issuedAt')::timestamptz, (v_request ->> 'expiresAt')::timestamptz)
      returning * into v_coupon;
      insert into ledger.coupon_move (programme_id, coupon_id, kind, key, request_hash, member_id, at, actor, reason)
      values (p_programme_id, v_coupon.id, 'ISSUE', v_request ->> 'key', v_hash, v_coupon.member_id, v_coupon.issued_at,
        v_request ->> 'actor', v_request ->> 'reason');
      v_answer := ledger.coupon_answer(v_coupon, false);
    end if;
    v_answers := v_answers || v_answer;
  end loop;
  return v_answers;
end $$;


--
-- Name: coupon_move_applies(); Type: FUNCTION; Schema: ledger; Owner: -
--

CREATE FUNCTION ledger.coupon_move_applies() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
declare
  v_coupon ledger.coupon;
  v_status text;
begin
  select * into v_coupon from ledger.coupon where id = new.coupon_id for update;
  v_status := ledger.coupon_state_after(v_coupon.status, new.kind, new.at, v_coupon.expires_at);
  if v_status is null or new.programme_id <> v_coupon.programme_id or new.member_id <> v_coupon.member_id then
    raise exception 'COUPON_MOVE: % of coupon %, which is %', new.kind, new.coupon_id, v_coupon.status using errcode = 'PI004';
  end if;
  new.seq := v_coupon.moves + 1;
  update ledger.coupon set status = v_status, moves = new.seq,
    order_id = case when v_status = 'redeemed' then new.order_id end
  where id = new.coupon_id;
  return new;
end $$;


--
-- Name: coupon_move_batch(integer, text, jsonb); Type: FUNCTION; Schema: ledger; Owner: -
--

CREATE FUNCTION ledger.coupon_move_batch(p_programme_id integer, p_kind text, p_requests jsonb) RETURNS jsonb
    LANGUAGE plpgsql
    AS $$
declare
  v_answers jsonb := '[]';
  v_request jsonb;
  v_answer jsonb;
  v_coupon ledger.coupon;
  v_hash bytea;
begin
  perform from ledger.coupon c where c.programme_id = p_programme_id
    and c.code in (select r ->> 'code' from jsonb_array_elements(p_requests) r) order by c.code for update;
  for v_request in select jsonb_array_elements(p_requests) loop
    -- A statement of its own sees what was committed while the lock was waited for.
    select * into v_coupon from ledger.coupon c where c.programme_id = p_programme_id and c.code = v_request ->> 'code';
    v_hash := ledger.coupon_hash(p_kind, v_request);
    v_answer := coalesce(
      ledger.coupon_replay(p_programme_id, v_request ->> 'key', v_hash),
      ledger.coupon_objection(v_coupon, p_kind, v_request));
    if v_answer is null then
      insert into ledger.coupon_move (programme_id, coupon_id, kind, key, request_hash, member_id, order_id, at, actor, reason)
      values (p_programme_id, v_coupon.id, p_kind, v_request ->> 'key', v_hash, v_coupon.member_id,
        coalesce(v_request ->> 'orderId', v_coupon.order_id), (v_request ->> 'at')::timestamptz, v_request ->> 'actor',
        v_request ->> 'reason');
      v_answer := ledger.coupon_answer(v_coupon, false);
    end if;
    v_answers := v_answers || v_answer;
  end loop;
  return v_answers;
end $$;


--
-- Name: coupon_objection(ledger.coupon, text, jsonb); Type: FUNCTION; Schema: ledger; Owner: -
--

CREATE FUNCTION ledger.coupon_objection(p_coupon ledger.coupon, p_kind text, p_request jsonb) RETURNS jsonb
    LANGUAGE plpgsql IMMUTABLE
    AS $$
declare
  v_at timestamptz := (p_request ->> 'at')::timestamptz;
begin
  if p_coupon.id is null then
    return ledger.coupon_refusal('COUPON_UNKNOWN', 'there is no such coupon');
  elsif (p_request ->> 'memberId')::bigint <> p_coupon.member_id then
    return ledger.coupon_refusal('COUPON_NOT_YOURS', 'the coupon is another member''s');
  elsif p_coupon.status = 'cancelled' then
    return ledger.coupon_refusal('COUPON_CANCELLED', 'the coupon was cancelled');
  elsif p_kind = 'REFUND' and p_coupon.status <> 'redeemed' then
    return ledger.coupon_refusal('COUPON_NOT_USED', 'the coupon was not used');
  elsif p_kind <> 'REFUND' and p_coupon.status = 'redeemed' then
    return ledger.coupon_refusal('COUPON_USED', format('the coupon was used on order "%s"', p_coupon.order_id));
  elsif v_at > p_coupon.expires_at or p_kind = 'CANCEL' and p_coupon.status = 'expired' then
    return ledger.coupon_refusal('COUPON_EXPIRED', 'the coupon has expired');
  elsif p_kind = 'REDEEM' and coalesce((p_request ->> 'amountMinor')::bigint, 0) < p_coupon.min_order_minor then
    return ledger.coupon_refusal('COUPON_BELOW_MINIMUM', 'the order is below the amount the coupon asks for');
  end if;
  return null;
end $$;


--
-- Name: coupon_only_by_moves(); Type: FUNCTION; Schema: ledger; Owner: -
--

CREATE FUNCTION ledger.coupon_only_by_moves() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  if tg_op = 'UPDATE' and pg_trigger_depth() > 1 then
    if row(new.id, new.programme_id, new.member_id, new.code, new.name, new.benefit, new.min_order_minor, new.issued_at, new.expires_at)
      is not distinct from
      row(old.id, old.programme_id, old.member_id, old.code, old.name, old.benefit, old.min_order_minor, old.issued_at, old.expires_at)
    then
      return new;
    end if;
  end if;
  raise exception 'a coupon changes only by a move' using errcode = '0A000';
end $$;


--
-- Name: coupon_refusal(text, text); Type: FUNCTION; Schema: ledger; Owner: -
--

CREATE FUNCTION ledger.coupon_refusal(p_code text, p_message text) RETURNS jsonb
    LANGUAGE sql IMMUTABLE
    AS $$
  select jsonb_build_object('ok', false, 'code', p_code, 'message', p_message)
$$;


--
-- Name: coupon_replay(integer, text, bytea); Type: FUNCTION; Schema: ledger; Owner: -
--

CREATE FUNCTION ledger.coupon_replay(p_programme_id integer, p_key text, p_hash bytea) RETURNS jsonb
    LANGUAGE sql STABLE
    AS $$
  select case when m.request_hash = p_hash then ledger.coupon_answer(c, true)
    else ledger.coupon_refusal('IDEMPOTENCY_CONFLICT', 'the key was used before with another request') end
  from ledger.coupon_move m join ledger.coupon c on c.id = m.coupon_id
  where m.programme_id = p_programme_id and m.key = p_key
$$;


--
-- Name: coupon_state_after(text, text, timestamp with time zone, timestamp with time zone); Type: FUNCTION; Schema: ledger; Owner: -
--

CREATE FUNCTION ledger.coupon_state_after(p_status text, p_kind text, p_at timestamp with time zone, p_expires_at timestamp with time zone) RETURNS text
    LANGUAGE sql IMMUTABLE
    AS $$
  select case
    when p_kind = 'ISSUE' and p_status = 'new' then 'issued'
    when p_kind = 'REDEEM' and p_status in ('issued', 'expired') and p_at <= p_expires_at then 'redeemed'
    when p_kind = 'REFUND' and p_status = 'redeemed' and p_at <= p_expires_at then 'issued'
    when p_kind = 'EXPIRE' and p_status = 'issued' and p_at > p_expires_at then 'expired'
    when p_kind = 'CANCEL' and p_status = 'issued' then 'cancelled'
  end
$$;


--
-- Name: earn_batch(ledger.request[]); Type: FUNCTION; Schema: ledger; Owner: -
--

CREATE FUNCTION ledger.earn_batch(p_requests ledger.request[]) RETURNS SETOF ledger.answer
    LANGUAGE sql
    AS $$ select * from ledger.post_batch('EARN', p_requests) $$;


--
-- Name: expire_coupons(integer, timestamp with time zone, bigint, integer); Type: FUNCTION; Schema: ledger; Owner: -
--

CREATE FUNCTION ledger.expire_coupons(p_programme_id integer, p_now timestamp with time zone, p_after_member_id bigint, p_members_max integer) RETURNS TABLE(coupons integer, next_after_member_id bigint)
    LANGUAGE plpgsql
    AS $$
declare
  v_members bigint[] := array(
    select distinct c.member_id from ledger.coupon c
    where c.programme_id = p_programme_id and c.status = 'issued' and c.expires_at < p_now and c.member_id > p_after_member_id
    order by c.member_id limit p_members_max);
begin
  with due as materialized (
    select c.* from ledger.coupon c
    where c.programme_id = p_programme_id and c.status = 'issued' and c.expires_at < p_now and c.member_id = any (v_members)
    order by c.id for update skip locked),
  moved as (
    insert into ledger.coupon_move (programme_id, coupon_id, kind, key, request_hash, member_id, at, actor)
    select d.programme_id, d.id, 'EXPIRE', format('expire:coupon:%s/%s', d.id, d.moves + 1),
      ledger.coupon_hash('EXPIRE', jsonb_build_object('couponId', d.id)), d.member_id, p_now, 'sweep'
    from due d returning 1)
  select count(*)::int into coupons from moved;
  next_after_member_id := case when cardinality(v_members) = p_members_max then v_members[p_members_max] end;
  return next;
end $$;


--
-- Name: expire_due(integer, timestamp with time zone, bigint, integer); Type: FUNCTION; Schema: ledger; Owner: -
--

CREATE FUNCTION ledger.expire_due(p_programme_id integer, p_now timestamp with time zone, p_after_member_id bigint, p_members_max integer, OUT lots bigint, OUT points bigint, OUT members integer, OUT next_after_member_id bigint) RETURNS record
    LANGUAGE plpgsql
    SET plan_cache_mode TO 'force_custom_plan'
    SET enable_seqscan TO 'off'
    SET jit TO 'off'
    AS $$
declare
  page bigint[];
  txn_ids bigint[];
begin
  page := ledger.members_due(p_programme_id, p_now, coalesce(p_after_member_id, 0), p_members_max);
  if page is null then
    select 0, 0, 0, null into lots, points, members, next_after_member_id;
    return;
  end if;
  perform from ledger.member_balance b
  where b.programme_id = p_programme_id and b.member_id = any (page) order by b.member_id for update;
  select array_agg(nextval('ledger.txn_id_seq')) into txn_ids from generate_series(1, cardinality(page));

  with due as materialized (
    select m.txn_id, l.member_id, l.id as lot_id, l.ctid as place, l.remaining, l.held
    from unnest(page, txn_ids) m (member_id, txn_id)
    join ledger.lot l on l.member_id = m.member_id
    where l.state <> 'CLOSED' and l.state <> 'PENDING' and l.remaining > 0 and l.expires_at <= p_now
  ), expired as materialized (
    select d.txn_id, d.member_id, sum(d.remaining)::bigint as points, count(*) as lots from due d group by d.txn_id, d.member_id
  ), txns as (
    insert into ledger.txn (id, programme_id, idem_key, request_hash, kind, member_id, amount, effective_at, source_type, source_id,
      actor, result)
    select e.txn_id, p_programme_id, k.key, sha256(convert_to(k.key, 'UTF8')), 'EXPIRE', e.member_id, e.points,
      greatest(p_now, p.closed_through + interval '1 millisecond'), 'sweep', e.lots::text, 'sweep',
      ledger.result(e.points, b.pending, b.available - e.points, b.held, b.debt, p_now, p_now)
    from expired e
    join ledger.member_balance b on b.programme_id = p_programme_id and b.member_id = e.member_id
    cross join lateral (select format('expire:%s:%s', e.member_id, b.version + 1) as key) k
    cross join public.programme p where p.id = p_programme_id
  ), postings as (
    insert into ledger.posting (txn_id, seq, programme_id, account, member_id, amount)
    select e.txn_id, v.seq, p_programme_id, v.account, v.member_id, v.amount
    from expired e cross join lateral (values
      (0, 'MEMBER_AVAILABLE', e.member_id, -e.points), (1, 'BREAKAGE', null::bigint, e.points)) v (seq, account, member_id, amount)
  ), moves as (
    insert into ledger.lot_move (txn_id, lot_id, remaining_delta) select txn_id, lot_id, -remaining from due
  ), closed as (
    update ledger.lot l set remaining = 0, state = case when l.held = 0 then 'CLOSED' else l.state end
    from due d where l.ctid = d.place
  ), balances as (
    update ledger.member_balance b set available = b.available - e.points, version = b.version + 1
    from expired e where b.programme_id = p_programme_id and b.member_id = e.member_id
  )
  select coalesce(sum(e.lots), 0), coalesce(sum(e.points), 0), count(*) into lots, points, members from expired e;
  next_after_member_id := case when cardinality(page) = p_members_max then page[cardinality(page)] end;
end $$;


--
-- Name: forfeit_batch(ledger.request[]); Type: FUNCTION; Schema: ledger; Owner: -
--

CREATE FUNCTION ledger.forfeit_batch(p_requests ledger.request[]) RETURNS SETOF ledger.answer
    LANGUAGE sql
    AS $$ select * from ledger.post_batch('FORFEIT', p_requests) $$;


--
-- Name: forfeit_round(text, ledger.request[]); Type: FUNCTION; Schema: ledger; Owner: -
--

CREATE FUNCTION ledger.forfeit_round(p_kind text, p_requests ledger.request[]) RETURNS ledger.answer[]
    LANGUAGE plpgsql
    AS $$
declare answers ledger.answer[];
begin
  with asked as materialized (
    select s.*, s.pending + s.available + s.held as lost, s.fresh and s.pending + s.available + s.held + s.debt > 0 as posts
    from ledger.screened(p_kind, p_requests) s
  ), numbered as materialized (
    select a.*, case when a.posts then nextval('ledger.txn_id_seq') end as txn_id from asked a
  ), lost as materialized (
    select n.txn_id, l.id as lot_id, l.remaining, l.held
    from numbered n join ledger.lot l on l.member_id = n.member_id and l.state <> 'CLOSED'
    where n.posts
  ), txns as (
    insert into ledger.txn (id, programme_id, idem_key, request_hash, kind, member_id, amount, effective_at, source_type, source_id,
      actor, reason, result)
    select txn_id, programme_id, key, hash, p_kind, member_id, lost + debt, effective_at, source_type, source_id, actor, reason,
      ledger.result(lost, 0, 0, 0, 0, at, effective_at)
    from numbered where posts
  ), postings as (
    insert into ledger.posting (txn_id, seq, programme_id, account, member_id, amount)
    select n.txn_id, v.seq, n.programme_id, v.account, v.member_id, v.amount
    from numbered n cross join lateral (values
      (0::smallint, 'MEMBER_PENDING', n.member_id, -n.pending), (1::smallint, 'MEMBER_AVAILABLE', n.member_id, -n.available),
      (2::smallint, 'MEMBER_HELD', n.member_id, -n.held), (3::smallint, 'BREAKAGE', null::bigint, n.lost),
      (4::smallint, 'MEMBER_DEBT', n.member_id, n.debt), (5::smallint, 'WRITE_OFF', null::bigint, -n.debt)
    ) v (seq, account, member_id, amount)
    where n.posts and v.amount <> 0
  ), moves as (
    insert into ledger.lot_move (txn_id, lot_id, remaining_delta, held_delta) select txn_id, lot_id, -remaining, -held from lost
  ), lots as (
    update ledger.lot l set remaining = 0, held = 0, state = 'CLOSED' from lost o where l.id = o.lot_id
  ), holds as (
    update ledger.hold h set released = h.amount - h.captured
    from numbered n
    where n.posts and n.held > 0 and h.programme_id = n.programme_id and h.member_id = n.member_id and h.captured + h.released < h.amount
  ), balances as (
    update ledger.member_balance b set pending = 0, available = 0, held = 0, debt = 0, version = b.version + 1
    from numbered n where n.posts and b.programme_id = n.programme_id and b.member_id = n.member_id
  )
  select array_agg(ledger.answer_of(n.ord, case when n.fresh and not n.posts then 'POINTS_INSUFFICIENT' else n.code end,
    case when n.fresh and not n.posts then 'the member has nothing to forfeit' end,
    n.prior_id, n.prior, n.txn_id, n.lost, 0, 0, 0, 0) order by n.ord)
  into answers from numbered n;
  return answers;
end $$;


--
-- Name: give_round(text, ledger.request[]); Type: FUNCTION; Schema: ledger; Owner: -
--

CREATE FUNCTION ledger.give_round(p_kind text, p_requests ledger.request[]) RETURNS ledger.answer[]
    LANGUAGE plpgsql
    AS $$
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


--
-- Name: hold_batch(ledger.request[]); Type: FUNCTION; Schema: ledger; Owner: -
--

CREATE FUNCTION ledger.hold_batch(p_requests ledger.request[]) RETURNS SETOF ledger.answer
    LANGUAGE sql
    AS $$ select * from ledger.post_batch('HOLD', p_requests) $$;


--
-- Name: inactivity(integer); Type: FUNCTION; Schema: ledger; Owner: -
--

CREATE FUNCTION ledger.inactivity(p_programme_id integer, OUT months integer, OUT days integer, OUT zone text) RETURNS record
    LANGUAGE sql STABLE
    AS $$
  select (definition #>> '{expiry,inactivityMonths}')::int, (definition #>> '{expiry,inactivityDays}')::int, zone
  from public.programme
  where id = p_programme_id and (definition -> 'expiry') ?| array['inactivityMonths', 'inactivityDays']
$$;


--
-- Name: is_activity(text, text); Type: FUNCTION; Schema: ledger; Owner: -
--

CREATE FUNCTION ledger.is_activity(p_kind text, p_source_type text) RETURNS boolean
    LANGUAGE sql IMMUTABLE
    AS $$
  select p_kind in ('SPEND', 'HOLD') or p_kind = 'EARN' and p_source_type <> 'enrolment'
$$;


--
-- Name: lapse_due(integer, timestamp with time zone, bigint, integer, integer); Type: FUNCTION; Schema: ledger; Owner: -
--

CREATE FUNCTION ledger.lapse_due(p_programme_id integer, p_now timestamp with time zone, p_after_member_id bigint, p_members_max integer, p_scanned_max integer, OUT lots bigint, OUT points bigint, OUT members integer, OUT next_after_member_id bigint) RETURNS record
    LANGUAGE plpgsql
    SET plan_cache_mode TO 'force_custom_plan'
    SET enable_seqscan TO 'off'
    SET jit TO 'off'
    AS $$
declare
  rule record;
  page bigint[];
begin
  lots := 0; points := 0; members := 0;
  select * into rule from ledger.inactivity(p_programme_id);
  if rule.zone is null then return; end if;
  -- Four days are more than an end of month and an end of day can make out: this picks, the lots decide.
  with scanned as materialized (
    select b.member_id, b.available > 0 and coalesce(b.active_at, '-infinity') <= p_now + interval '4 days'
      - make_interval(months => coalesce(rule.months, 0), days => coalesce(rule.days, 0)) as idle
    from ledger.member_balance b
    where b.programme_id = p_programme_id and b.member_id > coalesce(p_after_member_id, 0)
    order by b.member_id limit p_scanned_max
  ), picked as materialized (
    select s.member_id from scanned s where s.idle order by s.member_id limit p_members_max
  )
  select array_agg(p.member_id), case when count(*) = p_members_max then max(p.member_id)
    when (select count(*) from scanned) = p_scanned_max then (select max(s.member_id) from scanned s) end
  into page, next_after_member_id from picked p;
  if page is null then return; end if;
  perform from ledger.member_balance b
  where b.programme_id = p_programme_id and b.member_id = any (page) order by b.member_id for update;

  with due as materialized (
    select b.member_id, b.active_at, l.id as lot_id, l.ctid as place, l.remaining, d.lapses_at
    from unnest(page) m (member_id)
    join ledger.member_balance b on b.programme_id = p_programme_id and b.member_id = m.member_id
    join ledger.lot l on l.member_id = m.member_id
    cross join lateral (
      select ledger.lapses_at(rule.months, rule.days, rule.zone, greatest(b.active_at, l.available_at)) as lapses_at) d
    where l.state <> 'CLOSED' and l.state <> 'PENDING' and l.remaining > 0 and l.expires_at > p_now and d.lapses_at <= p_now
  ), lapsed as materialized (
    select s.*, nextval('ledger.txn_id_seq') as txn_id from (
      select d.member_id, sum(d.remaining)::bigint as points, count(*) as lots, max(d.lapses_at) as lapses_at,
        case when d.active_at is null then 'no activity since the points were given'
          else 'no activity since ' || to_char(d.active_at at time zone rule.zone, 'FMDD FMMonth YYYY') end as reason
      from due d group by d.member_id, d.active_at) s
  ), txns as (
    insert into ledger.txn (id, programme_id, idem_key, request_hash, kind, member_id, amount, effective_at, source_type, source_id,
      actor, reason, result)
    select e.txn_id, p_programme_id, k.key, sha256(convert_to(k.key, 'UTF8')), 'EXPIRE', e.member_id, e.points,
      greatest(p_now, p.closed_through + interval '1 millisecond'), 'inactivity', (extract(epoch from e.lapses_at) * 1000)::bigint::text,
      'sweep', e.reason, ledger.result(e.points, b.pending, b.available - e.points, b.held, b.debt, p_now, p_now)
    from lapsed e
    join ledger.member_balance b on b.programme_id = p_programme_id and b.member_id = e.member_id
    -- The version makes every lapse of a member its own: points given back later may lapse on the same day.
    cross join lateral (select format('expire:inactive:%s:%s', e.member_id, b.version + 1) as key) k
    cross join public.programme p where p.id = p_programme_id
  ), postings as (
    insert into ledger.posting (txn_id, seq, programme_id, account, member_id, amount)
    select e.txn_id, v.seq, p_programme_id, v.account, v.member_id, v.amount
    from lapsed e cross join lateral (values
      (0, 'MEMBER_AVAILABLE', e.member_id, -e.points), (1, 'BREAKAGE', null::bigint, e.points)) v (seq, account, member_id, amount)
  ), moves as (
    insert into ledger.lot_move (txn_id, lot_id, remaining_delta)
    select e.txn_id, d.lot_id, -d.remaining from due d join lapsed e on e.member_id = d.member_id
  ), closed as (
    update ledger.lot l set remaining = 0, state = case when l.held = 0 then 'CLOSED' else l.state end
    from due d where l.ctid = d.place
  ), balances as (
    update ledger.member_balance b set available = b.available - e.points, version = b.version + 1
    from lapsed e where b.programme_id = p_programme_id and b.member_id = e.member_id
  )
  select coalesce(sum(e.lots), 0), coalesce(sum(e.points), 0), count(*) into lots, points, members from lapsed e;
end $$;


--
-- Name: lapses_at(integer, integer, text, timestamp with time zone); Type: FUNCTION; Schema: ledger; Owner: -
--

CREATE FUNCTION ledger.lapses_at(p_months integer, p_days integer, p_zone text, p_last timestamp with time zone) RETURNS timestamp with time zone
    LANGUAGE sql IMMUTABLE
    AS $$
  select ((p_last at time zone p_zone)::date + make_interval(months => coalesce(p_months, 0), days => coalesce(p_days, 0) + 1))
    at time zone p_zone - interval '1 millisecond'
$$;


--
-- Name: leaves(bigint, bigint, integer); Type: FUNCTION; Schema: ledger; Owner: -
--

CREATE FUNCTION ledger.leaves(p_after bigint, p_through bigint, p_limit integer) RETURNS TABLE(id bigint, hash bytea)
    LANGUAGE sql STABLE
    SET "TimeZone" TO 'UTC'
    SET "DateStyle" TO 'ISO, YMD'
    SET bytea_output TO 'hex'
    SET enable_seqscan TO 'off'
    SET jit TO 'off'
    AS $$
  select t.id, substring(sha256(convert_to(concat_ws(E'\x1e',
    row(t.id, t.programme_id, t.idem_key, t.request_hash, t.kind, t.member_id, t.amount, t.effective_at, t.recorded_at, t.xid,
      t.source_type, t.source_id, t.ref_txn_id, t.actor, t.reason, t.result)::text,
    coalesce(p.rows, ''), coalesce(m.rows, ''), coalesce(l.row, ''), coalesce(h.row, '')), 'UTF8')) for 16)
  from (select * from ledger.txn where id > p_after and id <= p_through order by id limit p_limit) t
  left join lateral (
    select string_agg(row(seq, programme_id, account, member_id, amount)::text, ' ' order by seq) as rows
    from ledger.posting where txn_id = t.id) p on true
  left join lateral (
    select string_agg(row(lot_id, remaining_delta, held_delta)::text, ' ' order by lot_id) as rows
    from ledger.lot_move where txn_id = t.id) m on true
  left join lateral (
    select row(programme_id, member_id, earned, available_at, expires_at)::text as row from ledger.lot where lot.id = t.id) l on true
  left join lateral (
    select row(programme_id, member_id, amount, expires_at)::text as row from ledger.hold where txn_id = t.id) h on true
  order by t.id
$$;


--
-- Name: lock_members(bigint[]); Type: FUNCTION; Schema: ledger; Owner: -
--

CREATE FUNCTION ledger.lock_members(p_member_ids bigint[]) RETURNS void
    LANGUAGE plpgsql
    SET enable_seqscan TO 'off'
    SET jit TO 'off'
    AS $$
begin
  perform from ledger.member_balance b
  join public.member m on m.id = b.member_id and m.programme_id = b.programme_id
  where m.id = any (p_member_ids) order by b.member_id for update of b;
end $$;


--
-- Name: members_due(integer, timestamp with time zone, bigint, integer); Type: FUNCTION; Schema: ledger; Owner: -
--

CREATE FUNCTION ledger.members_due(p_programme_id integer, p_now timestamp with time zone, p_after_member_id bigint, p_members_max integer) RETURNS bigint[]
    LANGUAGE plpgsql STABLE
    SET plan_cache_mode TO 'force_custom_plan'
    SET enable_seqscan TO 'off'
    SET jit TO 'off'
    AS $$
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


--
-- Name: members_due_in_turn(integer, timestamp with time zone, bigint, integer); Type: FUNCTION; Schema: ledger; Owner: -
--

CREATE FUNCTION ledger.members_due_in_turn(p_programme_id integer, p_now timestamp with time zone, p_after_member_id bigint, p_members_max integer) RETURNS bigint[]
    LANGUAGE plpgsql STABLE
    SET plan_cache_mode TO 'force_generic_plan'
    SET enable_seqscan TO 'off'
    SET jit TO 'off'
    AS $$
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


--
-- Name: open_balances(); Type: FUNCTION; Schema: ledger; Owner: -
--

CREATE FUNCTION ledger.open_balances() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  insert into ledger.member_balance (programme_id, member_id)
  select n.programme_id, n.id from joined n on conflict do nothing;
  return null;
end $$;


--
-- Name: post_batch(text, ledger.request[]); Type: FUNCTION; Schema: ledger; Owner: -
--

CREATE FUNCTION ledger.post_batch(p_kind text, p_requests ledger.request[]) RETURNS SETOF ledger.answer
    LANGUAGE plpgsql
    SET plan_cache_mode TO 'force_generic_plan'
    SET enable_seqscan TO 'off'
    SET enable_hashjoin TO 'off'
    SET enable_mergejoin TO 'off'
    SET enable_material TO 'off'
    SET jit TO 'off'
    AS $$
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
  perform from ledger.member_balance b
  join (select distinct r.programme_id, r.member_id from unnest(p_requests) r) k
    on b.programme_id = k.programme_id and b.member_id = k.member_id
  order by b.member_id for update of b;
  if size = 1 then
    return query select * from unnest(ledger.post_round(p_kind, p_requests));
    return;
  end if;
  select count(distinct (r.programme_id, r.key)), count(distinct (r.programme_id, r.member_id)) into keys, members
  from unnest(p_requests) r;
  if keys = size and (members = size and p_kind <> 'ADJUST' or p_kind = 'EARN') then
    return query select * from unnest(ledger.post_round(p_kind, p_requests));
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
end $$;


--
-- Name: post_round(text, ledger.request[]); Type: FUNCTION; Schema: ledger; Owner: -
--

CREATE FUNCTION ledger.post_round(p_kind text, p_requests ledger.request[]) RETURNS ledger.answer[]
    LANGUAGE plpgsql
    AS $$
declare attempt int := 0;
begin
  loop
    -- A key that another member's transaction took between our look and our insert: look again, and answer KEY_CONFLICT.
    -- The block is what makes that possible; its locks were taken outside it and stay.
    begin
      case
        when p_kind = 'EARN' then return ledger.give_round(p_kind, p_requests);
        when p_kind in ('SPEND', 'HOLD') then return ledger.take_round(p_kind, p_requests);
        when p_kind in ('CONFIRM', 'CANCEL_PENDING') then return ledger.settle_round(p_kind, p_requests);
        when p_kind in ('CAPTURE', 'RELEASE') then return ledger.unhold_round(p_kind, p_requests);
        when p_kind = 'REFUND' then return ledger.refund_round(p_kind, p_requests);
        when p_kind = 'CLAWBACK' then return ledger.clawback_round(p_kind, p_requests);
        when p_kind = 'FORFEIT' then return ledger.forfeit_round(p_kind, p_requests);
        when p_kind = 'ADJUST' then
          return case when (p_requests[1]).points < 0 then ledger.take_round(p_kind, p_requests) else ledger.give_round(p_kind, p_requests) end;
      end case;
    exception when unique_violation then
      attempt := attempt + 1;
      if attempt = 3 then raise; end if;
    end;
  end loop;
end $$;


--
-- Name: posting_zero_sum(); Type: FUNCTION; Schema: ledger; Owner: -
--

CREATE FUNCTION ledger.posting_zero_sum() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  if exists (
    select 1 from added group by txn_id, programme_id
    having sum(amount) <> 0 or bool_or(case
      when account in ('MEMBER_PENDING', 'MEMBER_AVAILABLE', 'MEMBER_HELD', 'MEMBER_DEBT') then member_id is null
      when account in ('ISSUANCE', 'REDEEMED', 'BREAKAGE', 'CLAWBACK', 'ADJUSTMENT', 'WRITE_OFF') then member_id is not null
      else true end))
  then
    raise exception 'unbalanced posting' using errcode = '23514';
  end if;
  return null;
end $$;


--
-- Name: refund_batch(ledger.request[]); Type: FUNCTION; Schema: ledger; Owner: -
--

CREATE FUNCTION ledger.refund_batch(p_requests ledger.request[]) RETURNS SETOF ledger.answer
    LANGUAGE sql
    AS $$ select * from ledger.post_batch('REFUND', p_requests) $$;


--
-- Name: refund_round(text, ledger.request[]); Type: FUNCTION; Schema: ledger; Owner: -
--

CREATE FUNCTION ledger.refund_round(p_kind text, p_requests ledger.request[]) RETURNS ledger.answer[]
    LANGUAGE plpgsql
    AS $$
declare answers ledger.answer[];
begin
  with asked as materialized (
    select s.*, e.id as ref_id, e.amount as cap, coalesce(c.reversed, 0) as reversed, least(s.debt, s.points) as repaid,
      case when not s.fresh then s.code
        when e.member_id is distinct from s.member_id or e.kind not in ('SPEND', 'CAPTURE') then 'REFERENCE_UNKNOWN'
        when s.points > e.amount - coalesce(c.reversed, 0) then 'REFERENCE_EXHAUSTED' end as refusal
    from ledger.screened(p_kind, p_requests) s
    left join ledger.txn e on s.fresh and e.programme_id = s.programme_id and e.idem_key = s.ref_key
    left join ledger.reversal_cap c on c.orig_txn_id = e.id
  ), numbered as materialized (
    select a.*, a.fresh and a.refusal is null as posts,
      case when a.fresh and a.refusal is null then nextval('ledger.txn_id_seq') end as txn_id,
      a.available + a.points - a.repaid as available_after, a.debt - a.repaid as debt_after
    from asked a
  ), line as (
    select n.*, m.lot_id, -m.remaining_delta - m.held_delta as spent,
      sum(-m.remaining_delta - m.held_delta) over (partition by n.ord order by l.expires_at desc, l.id desc)
        + m.remaining_delta + m.held_delta as starts
    from numbered n
    join ledger.lot_move m on m.txn_id = n.ref_id
    join ledger.lot l on l.id = m.lot_id
    where n.posts
  ), slices as materialized (
    select l.txn_id, l.lot_id,
      least(l.starts + l.spent, l.reversed + l.points) - greatest(l.starts, l.reversed + l.repaid) as restored
    from line l
    where least(l.starts + l.spent, l.reversed + l.points) > greatest(l.starts, l.reversed + l.repaid)
  ), txns as (
    insert into ledger.txn (id, programme_id, idem_key, request_hash, kind, member_id, amount, effective_at, source_type, source_id,
      ref_txn_id, actor, reason, result)
    select txn_id, programme_id, key, hash, p_kind, member_id, points, effective_at, source_type, source_id, ref_id, actor, reason,
      ledger.result(points, pending, available_after, held, debt_after, at, effective_at)
    from numbered where posts
  ), postings as (
    insert into ledger.posting (txn_id, seq, programme_id, account, member_id, amount)
    select n.txn_id, v.seq, n.programme_id, v.account, v.member_id, v.amount
    from numbered n cross join lateral (values
      (0::smallint, 'REDEEMED', null::bigint, -n.points),
      (1::smallint, 'MEMBER_AVAILABLE', n.member_id, n.points - n.repaid),
      (2::smallint, 'MEMBER_DEBT', n.member_id, n.repaid)) v (seq, account, member_id, amount)
    where n.posts and v.amount <> 0
  ), moves as (
    insert into ledger.lot_move (txn_id, lot_id, remaining_delta) select txn_id, lot_id, restored from slices
  ), lots as (
    update ledger.lot l set remaining = l.remaining + s.restored, state = 'ACTIVE' from slices s where l.id = s.lot_id
  ), caps as (
    insert into ledger.reversal_cap (orig_txn_id, cap, reversed) select ref_id, cap, points from numbered where posts
    on conflict (orig_txn_id) do update set reversed = reversal_cap.reversed + excluded.reversed
  ), balances as (
    update ledger.member_balance b set available = n.available_after, debt = n.debt_after, version = b.version + 1
    from numbered n where n.posts and b.programme_id = n.programme_id and b.member_id = n.member_id
  )
  select array_agg(ledger.answer_of(n.ord, n.refusal,
    case n.refusal when 'REFERENCE_UNKNOWN' then 'redemptionKey names no spend or capture of this member'
      when 'REFERENCE_EXHAUSTED' then format('%s of %s points are left to refund', n.cap - n.reversed, n.cap) end,
    n.prior_id, n.prior, n.txn_id, n.points, n.pending, n.available_after, n.held, n.debt_after) order by n.ord)
  into answers from numbered n;
  return answers;
end $$;


--
-- Name: release_batch(ledger.request[]); Type: FUNCTION; Schema: ledger; Owner: -
--

CREATE FUNCTION ledger.release_batch(p_requests ledger.request[]) RETURNS SETOF ledger.answer
    LANGUAGE sql
    AS $$ select * from ledger.post_batch('RELEASE', p_requests) $$;


--
-- Name: release_due_holds(integer, timestamp with time zone, bigint, integer); Type: FUNCTION; Schema: ledger; Owner: -
--

CREATE FUNCTION ledger.release_due_holds(p_programme_id integer, p_now timestamp with time zone, p_after_member_id bigint, p_members_max integer, OUT holds bigint, OUT points bigint, OUT members integer, OUT next_after_member_id bigint) RETURNS record
    LANGUAGE plpgsql
    SET plan_cache_mode TO 'force_custom_plan'
    SET enable_seqscan TO 'off'
    SET jit TO 'off'
    AS $$
declare
  page bigint[];
  due ledger.request[];
  part int := 0;
begin
  select array_agg(d.member_id) into page from (
    select h.member_id from ledger.hold h
    where h.programme_id = p_programme_id and h.captured + h.released < h.amount and h.expires_at <= p_now
      and h.member_id > coalesce(p_after_member_id, 0)
    group by h.member_id order by h.member_id limit p_members_max) d;
  perform ledger.lock_members(page);
  select array_agg(row(p_programme_id, h.member_id, 'release:due:' || t.id, p_now, null, null, null, t.idem_key, null, 'sweep',
    t.id, 'sweep', null)::ledger.request order by h.member_id, h.expires_at, h.txn_id)
  into due
  from ledger.hold h join ledger.txn t on t.id = h.txn_id
  where h.member_id = any (page) and h.programme_id = p_programme_id and h.captured + h.released < h.amount and h.expires_at <= p_now;
  holds := 0; points := 0; members := coalesce(cardinality(page), 0);
  while part * ledger.batch_size_max() < coalesce(cardinality(due), 0) loop
    select release_due_holds.holds + count(*), release_due_holds.points + coalesce(sum(a.points), 0) into holds, points
    from ledger.release_batch(due[part * ledger.batch_size_max() + 1 : (part + 1) * ledger.batch_size_max()]) a where a.ok;
    part := part + 1;
  end loop;
  next_after_member_id := case when cardinality(page) = p_members_max then page[cardinality(page)] end;
end $$;


--
-- Name: requests(json); Type: FUNCTION; Schema: ledger; Owner: -
--

CREATE FUNCTION ledger.requests(p_items json) RETURNS ledger.request[]
    LANGUAGE sql STABLE
    AS $$
  select array_agg(r) from json_populate_recordset(null::ledger.request, p_items) r
$$;


--
-- Name: result(bigint, bigint, bigint, bigint, bigint, timestamp with time zone, timestamp with time zone); Type: FUNCTION; Schema: ledger; Owner: -
--

CREATE FUNCTION ledger.result(p_points bigint, p_pending bigint, p_available bigint, p_held bigint, p_debt bigint, p_asked timestamp with time zone, p_effective timestamp with time zone) RETURNS jsonb
    LANGUAGE sql STABLE
    AS $$
  select case when p_asked = p_effective
    then jsonb_build_object('points', p_points, 'pending', p_pending, 'available', p_available, 'held', p_held, 'debt', p_debt)
    else jsonb_build_object('points', p_points, 'pending', p_pending, 'available', p_available, 'held', p_held, 'debt', p_debt,
      'askedAt', p_asked) end
$$;


--
-- Name: screened(text, ledger.request[]); Type: FUNCTION; Schema: ledger; Owner: -
--

CREATE FUNCTION ledger.screened(p_kind text, p_requests ledger.request[]) RETURNS TABLE(ord integer, programme_id smallint, member_id bigint, key text, at timestamp with time zone, points bigint, available_at timestamp with time zone, expires_at timestamp with time zone, ref_key text, policy text, source_type text, source_id text, actor text, reason text, effective_at timestamp with time zone, hash bytea, prior_id bigint, prior jsonb, code text, fresh boolean, pending bigint, available bigint, held bigint, debt bigint)
    LANGUAGE sql STABLE
    AS $$
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


--
-- Name: seal_hash(bytea, bigint, bigint, bigint, bigint, bytea); Type: FUNCTION; Schema: ledger; Owner: -
--

CREATE FUNCTION ledger.seal_hash(p_prev bytea, p_seq bigint, p_first bigint, p_last bigint, p_count bigint, p_root bytea) RETURNS bytea
    LANGUAGE sql IMMUTABLE
    AS $$
  select sha256(p_prev || int8send(p_seq) || int8send(p_first) || int8send(p_last) || int8send(p_count) || p_root)
$$;


--
-- Name: seal_next(bigint); Type: FUNCTION; Schema: ledger; Owner: -
--

CREATE FUNCTION ledger.seal_next(p_through bigint) RETURNS integer
    LANGUAGE plpgsql
    AS $$
declare
  last ledger.seal;
  block record;
begin
  perform pg_advisory_xact_lock(hashtext('ledger.seal'));
  select * into last from ledger.seal order by seq desc limit 1;
  last.seq := coalesce(last.seq, 0) + 1;
  select min(l.id) as first_txn, max(l.id) as last_txn, count(*) as count, string_agg(int8send(l.id) || l.hash, '' order by l.id) as leaves
  into block from ledger.leaves(coalesce(last.last_txn, 0), p_through, ledger.seal_size_max()) l;
  if block.count = 0 then return 0; end if;
  insert into ledger.seal (seq, first_txn, last_txn, count, leaves, root, prev_hash, hash)
  values (last.seq, block.first_txn, block.last_txn, block.count, block.leaves, sha256(block.leaves), coalesce(last.hash, '\x'),
    ledger.seal_hash(coalesce(last.hash, '\x'), last.seq, block.first_txn, block.last_txn, block.count, sha256(block.leaves)));
  return block.count;
end $$;


--
-- Name: seal_size_max(); Type: FUNCTION; Schema: ledger; Owner: -
--

CREATE FUNCTION ledger.seal_size_max() RETURNS integer
    LANGUAGE sql IMMUTABLE
    AS $$ select 1000 $$;


--
-- Name: settle_round(text, ledger.request[]); Type: FUNCTION; Schema: ledger; Owner: -
--

CREATE FUNCTION ledger.settle_round(p_kind text, p_requests ledger.request[]) RETURNS ledger.answer[]
    LANGUAGE plpgsql
    AS $$
declare answers ledger.answer[];
begin
  with asked as materialized (
    select s.*, e.id as ref_id, e.amount as cap, l.id as lot_id, l.remaining as lot_points,
      case when p_kind = 'CONFIRM' then least(s.debt, l.remaining) else 0 end as repaid,
      case when not s.fresh then s.code
        when e.member_id is distinct from s.member_id or e.kind <> 'EARN' then 'REFERENCE_UNKNOWN'
        when l.state <> 'PENDING' then 'NOT_PENDING' end as refusal
    from ledger.screened(p_kind, p_requests) s
    left join ledger.txn e on s.fresh and e.programme_id = s.programme_id and e.idem_key = s.ref_key
    left join ledger.lot l on l.id = e.id
  ), posted as materialized (
    select a.*, a.fresh and a.refusal is null as posts,
      case when a.fresh and a.refusal is null then nextval('ledger.txn_id_seq') end as txn_id,
      a.pending - a.lot_points as pending_after, a.debt - a.repaid as debt_after,
      a.available + case when p_kind = 'CONFIRM' then a.lot_points - a.repaid else 0 end as available_after
    from asked a
  ), txns as (
    insert into ledger.txn (id, programme_id, idem_key, request_hash, kind, member_id, amount, effective_at, source_type, source_id,
      ref_txn_id, actor, reason, result)
    select txn_id, programme_id, key, hash, p_kind, member_id, lot_points, effective_at, source_type, source_id, ref_id, actor, reason,
      ledger.result(lot_points, pending_after, available_after, held, debt_after, at, effective_at)
    from posted where posts
  ), postings as (
    insert into ledger.posting (txn_id, seq, programme_id, account, member_id, amount)
    select p.txn_id, v.seq, p.programme_id, v.account, v.member_id, v.amount
    from posted p cross join lateral (values
      (0::smallint, 'MEMBER_PENDING', p.member_id, -p.lot_points),
      (1::smallint, case p_kind when 'CONFIRM' then 'MEMBER_AVAILABLE' else 'CLAWBACK' end,
        case p_kind when 'CONFIRM' then p.member_id end, p.lot_points - p.repaid),
      (2::smallint, 'MEMBER_DEBT', p.member_id, p.repaid)) v (seq, account, member_id, amount)
    where p.posts and v.amount <> 0
  ), moves as (
    insert into ledger.lot_move (txn_id, lot_id, remaining_delta)
    select txn_id, lot_id, case p_kind when 'CONFIRM' then -repaid else -lot_points end
    from posted where posts and (p_kind = 'CANCEL_PENDING' or repaid > 0)
  ), lots as (
    update ledger.lot l
    set remaining = case p_kind when 'CONFIRM' then l.remaining - p.repaid else 0 end,
      state = case when p_kind = 'CONFIRM' and l.remaining > p.repaid then 'ACTIVE' else 'CLOSED' end
    from posted p where p.posts and l.id = p.lot_id
  ), caps as (
    insert into ledger.reversal_cap (orig_txn_id, cap, reversed)
    select ref_id, cap, lot_points from posted where posts and p_kind = 'CANCEL_PENDING'
    on conflict (orig_txn_id) do update set reversed = reversal_cap.reversed + excluded.reversed
  ), balances as (
    update ledger.member_balance b
    set pending = p.pending_after, available = p.available_after, debt = p.debt_after, version = b.version + 1
    from posted p where p.posts and b.programme_id = p.programme_id and b.member_id = p.member_id
  )
  select array_agg(ledger.answer_of(p.ord, p.refusal,
    case p.refusal when 'REFERENCE_UNKNOWN' then 'earnKey names no earn of this member'
      when 'NOT_PENDING' then 'that earn is no longer pending' end,
    p.prior_id, p.prior, p.txn_id, p.lot_points, p.pending_after, p.available_after, p.held, p.debt_after) order by p.ord)
  into answers from posted p;
  return answers;
end $$;


--
-- Name: spend_batch(ledger.request[]); Type: FUNCTION; Schema: ledger; Owner: -
--

CREATE FUNCTION ledger.spend_batch(p_requests ledger.request[]) RETURNS SETOF ledger.answer
    LANGUAGE sql
    AS $$ select * from ledger.post_batch('SPEND', p_requests) $$;


--
-- Name: take_round(text, ledger.request[]); Type: FUNCTION; Schema: ledger; Owner: -
--

CREATE FUNCTION ledger.take_round(p_kind text, p_requests ledger.request[]) RETURNS ledger.answer[]
    LANGUAGE plpgsql
    AS $$
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


--
-- Name: unhold_round(text, ledger.request[]); Type: FUNCTION; Schema: ledger; Owner: -
--

CREATE FUNCTION ledger.unhold_round(p_kind text, p_requests ledger.request[]) RETURNS ledger.answer[]
    LANGUAGE plpgsql
    AS $$
declare answers ledger.answer[];
begin
  with asked as materialized (
    select s.*, h.txn_id as ref_id, h.amount - h.captured - h.released as still_held, c.amount as wanted,
      case when p_kind = 'CAPTURE' then h.captured else h.amount - h.released - c.amount end as from_point,
      case when p_kind = 'CAPTURE' then 0 else least(s.debt, c.amount) end as repaid,
      case when not s.fresh then s.code
        when h.member_id is distinct from s.member_id then 'REFERENCE_UNKNOWN'
        when p_kind = 'CAPTURE' and s.at >= h.expires_at then 'HOLD_EXPIRED'
        when c.amount > h.amount - h.captured - h.released or c.amount = 0 then 'REFERENCE_EXHAUSTED' end as refusal
    from ledger.screened(p_kind, p_requests) s
    left join ledger.txn e on s.fresh and e.programme_id = s.programme_id and e.idem_key = s.ref_key
    left join ledger.hold h on h.txn_id = e.id
    cross join lateral (select coalesce(s.points, h.amount - h.captured - h.released) as amount) c
  ), numbered as materialized (
    select a.*, a.fresh and a.refusal is null as posts,
      case when a.fresh and a.refusal is null then nextval('ledger.txn_id_seq') end as txn_id,
      a.held - a.wanted as held_after, a.debt - a.repaid as debt_after,
      a.available + case when p_kind = 'RELEASE' then a.wanted - a.repaid else 0 end as available_after
    from asked a
  ), line as (
    select n.*, m.lot_id, m.held_delta as pinned,
      sum(m.held_delta) over (partition by n.ord order by l.expires_at, l.id) - m.held_delta as starts
    from numbered n
    join ledger.lot_move m on m.txn_id = n.ref_id
    join ledger.lot l on l.id = m.lot_id
    where n.posts
  ), slices as materialized (
    select l.txn_id, l.lot_id,
      least(l.starts + l.pinned, l.from_point + l.wanted) - greatest(l.starts, l.from_point) as unpinned,
      case when p_kind = 'RELEASE' then
        greatest(least(l.starts + l.pinned, l.from_point + l.wanted - l.repaid) - greatest(l.starts, l.from_point), 0)
        else 0 end as restored
    from line l
    where least(l.starts + l.pinned, l.from_point + l.wanted) > greatest(l.starts, l.from_point)
  ), txns as (
    insert into ledger.txn (id, programme_id, idem_key, request_hash, kind, member_id, amount, effective_at, source_type, source_id,
      ref_txn_id, actor, reason, result)
    select txn_id, programme_id, key, hash, p_kind, member_id, wanted, effective_at, source_type, source_id, ref_id, actor, reason,
      ledger.result(wanted, pending, available_after, held_after, debt_after, at, effective_at)
    from numbered where posts
  ), postings as (
    insert into ledger.posting (txn_id, seq, programme_id, account, member_id, amount)
    select n.txn_id, v.seq, n.programme_id, v.account, v.member_id, v.amount
    from numbered n cross join lateral (values
      (0::smallint, 'MEMBER_HELD', n.member_id, -n.wanted),
      (1::smallint, case p_kind when 'CAPTURE' then 'REDEEMED' else 'MEMBER_AVAILABLE' end,
        case p_kind when 'RELEASE' then n.member_id end, n.wanted - n.repaid),
      (2::smallint, 'MEMBER_DEBT', n.member_id, n.repaid)) v (seq, account, member_id, amount)
    where n.posts and v.amount <> 0
  ), moves as (
    insert into ledger.lot_move (txn_id, lot_id, remaining_delta, held_delta)
    select txn_id, lot_id, restored, -unpinned from slices
  ), lots as (
    update ledger.lot l
    set remaining = l.remaining + s.restored, held = l.held - s.unpinned,
      state = case when l.remaining + s.restored + l.held - s.unpinned = 0 then 'CLOSED' else 'ACTIVE' end
    from slices s where l.id = s.lot_id
  ), holds as (
    update ledger.hold h
    set captured = h.captured + case p_kind when 'CAPTURE' then n.wanted else 0 end,
      released = h.released + case p_kind when 'RELEASE' then n.wanted else 0 end
    from numbered n where n.posts and h.txn_id = n.ref_id
  ), balances as (
    update ledger.member_balance b
    set available = n.available_after, held = n.held_after, debt = n.debt_after, version = b.version + 1
    from numbered n where n.posts and b.programme_id = n.programme_id and b.member_id = n.member_id
  )
  select array_agg(ledger.answer_of(n.ord, n.refusal,
    case n.refusal when 'REFERENCE_UNKNOWN' then 'holdKey names no hold of this member'
      when 'HOLD_EXPIRED' then 'the hold had expired by then'
      when 'REFERENCE_EXHAUSTED' then format('%s points are still held under that key', n.still_held) end,
    n.prior_id, n.prior, n.txn_id, n.wanted, n.pending, n.available_after, n.held_after, n.debt_after) order by n.ord)
  into answers from numbered n;
  return answers;
end $$;


--
-- Name: check_in_books(bigint[], integer); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.check_in_books(p_member_ids bigint[], p_days_max integer) RETURNS TABLE(external_id text, member_id bigint, zone text, book jsonb)
    LANGUAGE sql STABLE
    AS $$
  select m.external_id, m.id, m.zone, jsonb_build_object(
    'best', coalesce(s.best, 0),
    'cards', jsonb_build_object('month', coalesce(s.cards_month, ''), 'used', coalesce(s.cards_used, 0)),
    'days', (
      select coalesce(jsonb_agg(jsonb_build_object('day', d.day, 'kind', d.kind, 'zone', d.zone,
        'at', (extract(epoch from d.at) * 1000)::bigint, 'streak', d.streak, 'points', d.points) order by d.day), '[]')
      from (select * from check_in c where c.member_id = m.id order by c.day desc limit p_days_max) d))
  from member m left join check_in_streak s on s.member_id = m.id
  where m.id = any (p_member_ids)
$$;


--
-- Name: check_in_held_out(smallint, integer, text[]); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.check_in_held_out(p_programme_id smallint, p_version_id integer, p_names text[]) RETURNS SETOF text
    LANGUAGE sql STABLE
    AS $$
  select n.name
  from unnest(p_names) n (name)
  left join member m on m.programme_id = p_programme_id and m.external_id = n.name
  left join enrolment en on en.member_id = m.id and en.status = 'active'
    and en.campaign_id = (select v.campaign_id from campaign_version v where v.id = p_version_id)
  where coalesce(en.shadow, is_name_held_out(p_version_id, n.name))
$$;


--
-- Name: enrol_and_wake(integer, bigint[], timestamp with time zone, boolean); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.enrol_and_wake(p_programme_id integer, p_event_ids bigint[], p_now timestamp with time zone, p_enrol boolean DEFAULT true) RETURNS TABLE(event_id bigint, campaign_id integer, enrolment_id bigint)
    LANGUAGE plpgsql
    AS $$
#variable_conflict use_column
declare
  v_events bigint[] := '{}';
  v_campaigns int[] := '{}';
  v_enrolments bigint[] := '{}';
begin
  -- Most batches concern no campaign, and an import of orders must not pay for looking closer.
  if not exists (
    select from campaign c join campaign_version v on v.campaign_id = c.id
    where c.programme_id = p_programme_id and c.status in ('live', 'paused')
      and (v.listens_to && (select array_agg(distinct e.type) from event e where e.id = any (p_event_ids))
           or v.trigger_type in (select e.type from event e where e.id = any (p_event_ids)))) then
    return;
  end if;

  if p_enrol then
    with entrance as (
      select c.id as campaign_id, v.id as version_id, v.trigger_type, v.trigger_where, v.reentry_days
      from campaign c join campaign_version v on v.campaign_id = c.id and v.version = c.current_version
      where c.programme_id = p_programme_id and c.status = 'live' and v.trigger_type is not null),
    hit as (
      select distinct on (t.campaign_id, e.member_id) t.*, e.member_id, e.id, e.event_id, e.type
      from event e join entrance t on t.trigger_type = e.type and event_matches(e.data, t.trigger_where)
      where e.id = any (p_event_ids)
      order by t.campaign_id, e.member_id, e.id),
    allowed as (
      select h.*, coalesce(latest.occurrence, 0) + 1 as occurrence
      from hit h left join lateral (
        select en.occurrence, en.ended_at from enrolment en
        where en.campaign_id = h.campaign_id and en.member_id = h.member_id
        order by en.occurrence desc limit 1) latest on true
      where latest.occurrence is null or latest.ended_at + make_interval(hours => 24 * h.reentry_days) <= p_now),
    entered as (
      insert into enrolment (programme_id, campaign_id, campaign_version_id, member_id, occurrence, input, shadow, enrolled_at)
      select p_programme_id, a.campaign_id, a.version_id, a.member_id, a.occurrence,
        jsonb_build_object('eventId', a.event_id, 'eventType', a.type, 'eventRowId', a.id),
        is_held_out(a.version_id, a.member_id), p_now
      from allowed a order by a.id
      -- Once per occurrence: a second transaction with the same trigger enrols nobody.
      on conflict (campaign_id, member_id, occurrence) do nothing
      returning id, campaign_id, (input ->> 'eventRowId')::bigint as event_row_id)
    select coalesce(array_agg(n.event_row_id order by n.id), '{}'), coalesce(array_agg(n.campaign_id order by n.id), '{}'),
      coalesce(array_agg(n.id order by n.id), '{}')
    into v_events, v_campaigns, v_enrolments from entered n;
  end if;

  insert into wake_up (programme_id, enrolment_id, event_id, exit_reason, created_at)
  select p_programme_id, en.id, e.id,
    (select x.rule ->> 'reason' from jsonb_array_elements(v.exit_on) with ordinality x (rule, place)
      where x.rule ->> 'type' = e.type and event_matches(e.data, coalesce(x.rule -> 'where', '{}'))
      order by x.place limit 1),
    p_now
  from event e
  join enrolment en on en.member_id = e.member_id and en.status = 'active'
  join campaign_version v on v.id = en.campaign_version_id and e.type = any (v.listens_to)
  left join unnest(v_enrolments, v_events) started (id, event_row_id) on started.id = en.id
  where e.id = any (p_event_ids) and (started.id is null or e.id > started.event_row_id)
  order by e.id, en.id
  on conflict (enrolment_id, event_id) do nothing;

  return query select * from unnest(v_events, v_campaigns, v_enrolments);
end $$;


--
-- Name: enter_campaign(integer); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.enter_campaign(p_campaign_id integer) RETURNS text
    LANGUAGE plpgsql
    AS $$
declare
  v_status text;
begin
  perform pg_advisory_xact_lock_shared(7001, p_campaign_id);
  select status into v_status from campaign where id = p_campaign_id;
  return v_status;
end $$;


--
-- Name: event_is_fact(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.event_is_fact() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  raise exception 'event rows are never changed or removed' using errcode = '0A000';
end $$;


--
-- Name: event_matches(jsonb, jsonb); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.event_matches(p_data jsonb, p_where jsonb) RETURNS boolean
    LANGUAGE sql IMMUTABLE
    AS $$
  select not exists (select from jsonb_each(p_where) w where p_data -> w.key is distinct from w.value)
$$;


--
-- Name: form_cohorts(integer, integer, integer, timestamp with time zone); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.form_cohorts(p_version_id integer, p_size_max integer, p_cohorts_max integer, p_now timestamp with time zone) RETURNS SETOF bigint
    LANGUAGE sql
    AS $$
  with picked as materialized (
    select id, programme_id from enrolment
    where campaign_version_id = p_version_id and cohort_id is null and status = 'active'
    order by id limit p_size_max * p_cohorts_max
    for update skip locked),
  placed as (select id, programme_id, (row_number() over (order by id) - 1) / p_size_max as place from picked),
  planned as materialized (
    select place, min(programme_id) as programme_id, count(*) as size, nextval(pg_get_serial_sequence('cohort', 'id')) as id
    from placed group by place),
  made as (
    insert into cohort (id, programme_id, campaign_version_id, size, created_at)
    select id, programme_id, p_version_id, size, p_now from planned
    returning id),
  joined as (
    update enrolment en set cohort_id = planned.id
    from placed join planned using (place) where en.id = placed.id)
  select id from made order by id
$$;


--
-- Name: hold_out_draw(text, text); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.hold_out_draw(p_seed text, p_external_id text) RETURNS double precision
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$
  select ('x' || substr(encode(sha256(convert_to(p_seed || '/' || p_external_id, 'UTF8')), 'hex'), 1, 12))::bit(48)::bigint
    / 281474976710656.0::double precision
$$;


--
-- Name: import_write(integer, integer, integer, jsonb, integer, public.intake_event[], public.intake_standing[], jsonb, timestamp with time zone); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.import_write(p_run_id integer, p_lane integer, p_from_line integer, p_place jsonb, p_programme_id integer, p_events public.intake_event[], p_standings public.intake_standing[], p_rest jsonb, p_now timestamp with time zone) RETURNS void
    LANGUAGE plpgsql
    AS $$
begin
  if cardinality(p_events) > 0 then
    perform intake_write(p_programme_id, p_events, p_standings, p_rest, p_now, false);
  end if;
  -- Last, because every lane of the import waits for this row.
  update import_run
  set counts = jsonb_set(counts, array['lanes', p_lane::text], p_place),
    lines_done = greatest(lines_done, (p_place ->> 'line')::int)
  where id = p_run_id and (counts #>> array['lanes', p_lane::text, 'line'])::int = p_from_line;
  if not found then
    raise exception 'IMPORT_TAKEN: another process imports this file' using errcode = 'PI003';
  end if;
end $$;


--
-- Name: intake_coupons(integer, jsonb); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.intake_coupons(p_programme_id integer, p_codes jsonb) RETURNS jsonb
    LANGUAGE sql STABLE
    AS $$
  select coalesce(jsonb_agg(jsonb_build_array(c.code, c.member_id::text, c.name, c.benefit, c.min_order_minor, c.status,
    c.order_id, intake_ms(c.expires_at))), '[]')
  from jsonb_array_elements_text(p_codes) n (code)
  join ledger.coupon c on c.programme_id = p_programme_id and c.code = n.code
$$;


--
-- Name: intake_ids(bigint[]); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.intake_ids(p_ids bigint[]) RETURNS SETOF bigint
    LANGUAGE sql ROWS 1
    AS $$
  select unnest(p_ids)
$$;


--
-- Name: intake_ms(timestamp with time zone); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.intake_ms(p_at timestamp with time zone) RETURNS bigint
    LANGUAGE sql IMMUTABLE
    AS $$
  select (extract(epoch from p_at) * 1000)::bigint
$$;


--
-- Name: intake_names(integer, jsonb); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.intake_names(p_programme_id integer, p_list jsonb) RETURNS SETOF public.intake_name
    LANGUAGE sql ROWS 1
    AS $$
  select p_programme_id::smallint, jsonb_array_elements_text(p_list)
$$;


--
-- Name: intake_post(integer, public.intake_event[], jsonb); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.intake_post(p_programme_id integer, p_events public.intake_event[], p_clawbacks jsonb) RETURNS void
    LANGUAGE plpgsql
    AS $$
declare
  v_turn int;
  v_requests ledger.request[];
  v_refused jsonb;
begin
  -- Several batches in one transaction: all their members first, or two transactions wait for each other.
  if jsonb_array_length(p_clawbacks) > 0 then
    perform ledger.lock_members(array(select member_id from unnest(p_events)));
  end if;
  for v_turn, v_requests in
    select r.turn, array_agg(r.request order by r.place)
    from (
      select coalesce(e.turn, 0) as turn, e.place, row(p_programme_id, e.member_id,
        coalesce(e.earn_key, 'earn:order:' || e.order_id), e.at, e.points, e.available_at, e.expires_at, null, null,
        coalesce(e.source_type, 'order'), coalesce(e.source_id, e.order_id), 'intake', null)::ledger.request as request
      from unnest(p_events) with ordinality e (event_id, type, member_id, at, hash, data, result, order_id, amount_minor, first,
        points, available_at, expires_at, earn_key, source_type, source_id, turn, place)
      where e.points > 0
      union all
      select c.turn, row_number() over (), row(p_programme_id, c.member_id, c.key, c.at, c.points, null, null, c.ref_key, null,
        'event', c.event_id, 'intake', null)::ledger.request
      from jsonb_populate_recordset(null::intake_clawback, p_clawbacks) c) r
    group by r.turn order by r.turn
  loop
    if v_turn % 2 = 0 then
      select jsonb_agg(jsonb_build_array(a.code, a.message)) into v_refused from ledger.earn_batch(v_requests) a where not a.ok;
    else
      -- REFERENCE_EXHAUSTED: the rules have changed between two returns, and the earlier one took as much already.
      select jsonb_agg(jsonb_build_array(a.code, a.message)) into v_refused
      from ledger.clawback_batch(v_requests) a where not a.ok and a.code <> 'REFERENCE_EXHAUSTED';
    end if;
    if v_refused is not null then
      raise exception 'LEDGER_REFUSED %', v_refused using errcode = 'PI002';
    end if;
  end loop;
end $$;


--
-- Name: intake_profiles(jsonb); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.intake_profiles(p_list jsonb) RETURNS SETOF public.intake_profile
    LANGUAGE sql ROWS 1
    AS $$
  select * from jsonb_populate_recordset(null::intake_profile, p_list)
$$;


--
-- Name: intake_read(integer, jsonb); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.intake_read(p_programme_id integer, p_wanted jsonb) RETURNS jsonb
    LANGUAGE plpgsql
    SET enable_seqscan TO 'off'
    SET enable_hashjoin TO 'off'
    SET enable_mergejoin TO 'off'
    SET enable_material TO 'off'
    SET enable_bitmapscan TO 'off'
    SET jit TO 'off'
    AS $$
declare
  v_ids bigint[] := array(
    select m.id from intake_names(p_programme_id, p_wanted -> 'members') n
    join member m on m.programme_id = n.programme_id and m.external_id = n.name);
  v_answer jsonb;
begin
  -- The lock has a statement of its own: a statement that locks and reads at once would read what was before the lock.
  if (p_wanted -> 'lock')::boolean then
    perform from intake_ids(v_ids) i (id) join member m on m.id = i.id order by m.id for no key update of m;
  end if;
  v_answer := jsonb_build_object(
    'members', (
      select coalesce(jsonb_agg(jsonb_build_array(m.external_id, m.id::text, m.status, m.tier, m.orders_count, m.spent_minor,
        intake_ms(m.last_order_at), intake_ms(m.profile_completed_at), extract(month from p.birthday)::int)), '[]')
      from intake_ids(v_ids) i (id) join member m on m.id = i.id left join member_profile p on p.member_id = m.id),
    'newIds', (
      select coalesce(jsonb_agg(nextval('member_id_seq')::text), '[]')
      from generate_series(1, jsonb_array_length(p_wanted -> 'members') - cardinality(v_ids))));
  return v_answer || intake_read_more(p_programme_id, p_wanted);
end $$;


--
-- Name: intake_read_more(integer, jsonb); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.intake_read_more(p_programme_id integer, p_wanted jsonb) RETURNS jsonb
    LANGUAGE plpgsql
    AS $$
declare
  v_answer jsonb := '{}';
begin
  if jsonb_array_length(p_wanted -> 'profiles') > 0 then
    v_answer := v_answer || jsonb_build_object('profiles', (
      select coalesce(jsonb_agg(jsonb_build_array(n.name, p.email, p.phone, p.name, p.birthday, m.zone, m.locale,
        m.tags, coalesce(p.attributes, '{}'))), '[]')
      from intake_names(p_programme_id, p_wanted -> 'profiles') n
      join member m on m.programme_id = n.programme_id and m.external_id = n.name
      left join member_profile p on p.member_id = m.id));
  end if;
  if jsonb_array_length(p_wanted -> 'events') > 0 then
    v_answer := v_answer || jsonb_build_object('events', (
      select coalesce(jsonb_agg(jsonb_build_array(e.event_id, e.id::text, encode(e.content_hash, 'hex'), e.result)), '[]')
      from intake_names(p_programme_id, p_wanted -> 'events') n
      join event e on e.programme_id = n.programme_id and e.event_id = n.name));
  end if;
  if jsonb_array_length(p_wanted -> 'orders') + jsonb_array_length(p_wanted -> 'desk') > 0 then
    v_answer := v_answer || jsonb_build_object('orders', (
      select coalesce(jsonb_agg(jsonb_build_array(o.order_id, o.member_id::text, o.amount_minor, o.returned_minor, o.points,
        intake_ms(o.placed_at))), '[]')
      from (
        select o.* from intake_names(p_programme_id, p_wanted -> 'orders') n
        join sales_order o on o.programme_id = n.programme_id and o.order_id = n.name
        union
        select o.* from intake_names(p_programme_id, p_wanted -> 'desk') n
        join member m on m.programme_id = n.programme_id and m.external_id = n.name
        join sales_order o on o.member_id = m.id and o.returned_minor < o.amount_minor) o));
  end if;
  if p_wanted ? 'coupons' then
    v_answer := v_answer || jsonb_build_object('coupons', intake_coupons(p_programme_id, p_wanted -> 'coupons'));
  end if;
  if jsonb_array_length(p_wanted -> 'keys') > 0 then
    v_answer := v_answer || jsonb_build_object('keys', (
      select coalesce(jsonb_agg(t.idem_key), '[]')
      from intake_names(p_programme_id, p_wanted -> 'keys') n
      join ledger.txn t on t.programme_id = n.programme_id and t.idem_key = n.name));
  end if;
  if jsonb_array_length(p_wanted -> 'codes') > 0 then
    v_answer := v_answer || jsonb_build_object('codes', (
      select coalesce(jsonb_agg(jsonb_build_array(c.code, m.id::text, m.status)), '[]')
      from intake_names(p_programme_id, p_wanted -> 'codes') n
      join referral_code c on c.code = n.name and c.programme_id = n.programme_id
      join member m on m.id = c.member_id));
  end if;
  return v_answer;
end $$;


--
-- Name: intake_redeem_coupons(integer, jsonb); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.intake_redeem_coupons(p_programme_id integer, p_redemptions jsonb) RETURNS void
    LANGUAGE plpgsql
    AS $$
begin
  if exists (
    select from jsonb_array_elements(ledger.coupon_move_batch(p_programme_id, 'REDEEM', p_redemptions)) a
    where not (a -> 'ok')::boolean) then
    raise exception 'INTAKE_STALE: a coupon has changed' using errcode = 'PI001';
  end if;
end $$;


--
-- Name: intake_return_coupons(integer, text[], timestamp with time zone); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.intake_return_coupons(p_programme_id integer, p_orders text[], p_now timestamp with time zone) RETURNS void
    LANGUAGE sql
    AS $$
  insert into ledger.coupon_move (programme_id, coupon_id, kind, key, request_hash, member_id, order_id, at, actor, reason)
  select c.programme_id, c.id, 'REFUND', format('refund:coupon:%s/%s', c.id, c.moves + 1),
    ledger.coupon_hash('REFUND', jsonb_build_object('couponId', c.id)), c.member_id, c.order_id, p_now, 'intake', 'the order was returned'
  from ledger.coupon c
  where c.programme_id = p_programme_id and c.order_id = any (p_orders) and c.status = 'redeemed' and c.expires_at >= p_now
  order by c.id
$$;


--
-- Name: intake_returns(integer, jsonb); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.intake_returns(p_programme_id integer, p_list jsonb) RETURNS SETOF public.intake_return
    LANGUAGE sql ROWS 1
    AS $$
  select p_programme_id::smallint, r.order_id, r.returned_minor, r.was from jsonb_populate_recordset(null::intake_return, p_list) r
$$;


--
-- Name: intake_standings(public.intake_standing[]); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.intake_standings(p_standings public.intake_standing[]) RETURNS SETOF public.intake_standing
    LANGUAGE sql ROWS 1
    AS $$
  select * from unnest(p_standings)
$$;


--
-- Name: intake_write(integer, public.intake_event[], public.intake_standing[], jsonb, timestamp with time zone, boolean); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.intake_write(p_programme_id integer, p_events public.intake_event[], p_standings public.intake_standing[], p_rest jsonb, p_now timestamp with time zone, p_enrol boolean) RETURNS jsonb
    LANGUAGE plpgsql
    SET enable_seqscan TO 'off'
    SET enable_hashjoin TO 'off'
    SET enable_mergejoin TO 'off'
    SET enable_material TO 'off'
    SET enable_bitmapscan TO 'off'
    SET jit TO 'off'
    AS $$
declare
  v_currency text := (select currency from programme where id = p_programme_id);
  v_ids bigint[];
  v_written int;
begin
  insert into member (id, programme_id, external_id, joined_at, tier, orders_count, spent_minor, last_order_at)
  select n.id, p_programme_id, n.external_id, n.joined_at, n.tier, n.orders_count, n.spent_minor, n.last_order_at
  from jsonb_to_recordset(p_rest -> 'newMembers') n (id bigint, external_id text, joined_at timestamptz, tier text,
    orders_count int, spent_minor bigint, last_order_at timestamptz);

  update member m
  set tier = s.tier, orders_count = s.orders_count, spent_minor = s.spent_minor, last_order_at = s.last_order_at
  from intake_standings(p_standings) s
  where m.id = s.id and m.orders_count = s.was_orders and m.spent_minor = s.was_spent and m.status = 'ACTIVE';
  get diagnostics v_written = row_count;
  if v_written < cardinality(p_standings) then
    raise exception 'INTAKE_STALE: a member has changed' using errcode = 'PI001';
  end if;

  with e as materialized (select * from unnest(p_events)),
  booked as (
    insert into sales_order (programme_id, order_id, member_id, amount_minor, currency, placed_at, points, earn_key)
    select p_programme_id, e.order_id, e.member_id, e.amount_minor, v_currency, e.at, coalesce(e.points, 0),
      case when e.points > 0 then 'earn:order:' || e.order_id end
    from e where e.order_id is not null),
  written as (
    insert into event (programme_id, event_id, type, member_id, occurred_at, received_at, content_hash, data, result)
    select p_programme_id, e.event_id, e.type, e.member_id, e.at, p_now, decode(e.hash, 'hex'),
      coalesce(e.data, jsonb_build_object('orderId', e.order_id, 'amountMinor', e.amount_minor, 'currency', v_currency,
        'points', coalesce(e.points, 0), 'first', e.first)),
      coalesce(e.result, jsonb_build_object('points', coalesce(e.points, 0)))
    from e returning id)
  select coalesce(array_agg(id order by id), '{}') into v_ids from written;

  update sales_order o set returned_minor = r.returned_minor
  from intake_returns(p_programme_id, p_rest -> 'returns') r
  where o.programme_id = r.programme_id and o.order_id = r.order_id and o.returned_minor = r.was;
  get diagnostics v_written = row_count;
  if v_written < jsonb_array_length(p_rest -> 'returns') then
    raise exception 'INTAKE_STALE: an order has changed' using errcode = 'PI001';
  end if;
  if p_rest ? 'redemptions' then
    perform intake_redeem_coupons(p_programme_id, p_rest -> 'redemptions');
  end if;
  if p_rest ? 'returnedWhole' then
    perform intake_return_coupons(p_programme_id, array(select jsonb_array_elements_text(p_rest -> 'returnedWhole')), p_now);
  end if;

  perform intake_post(p_programme_id, p_events, p_rest -> 'clawbacks');
  if p_rest ? 'profiles' then
    perform intake_write_profiles(p_programme_id, p_rest);
  end if;
  return jsonb_build_object(
    'eventIds', to_jsonb(v_ids::text[]),
    'enrolled', (
      select coalesce(jsonb_agg(jsonb_build_array(e.event_id::text, e.campaign_id, e.enrolment_id::text)), '[]')
      from enrol_and_wake(p_programme_id, v_ids, p_now, p_enrol) e));
end $$;


--
-- Name: intake_write_profiles(integer, jsonb); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.intake_write_profiles(p_programme_id integer, p_batch jsonb) RETURNS void
    LANGUAGE plpgsql
    AS $$
begin
  update member m
  set zone = p.zone, locale = p.locale, tags = p.tags, profile_completed_at = p.profile_completed_at
  from intake_profiles(p_batch -> 'profiles') p
  where m.id = p.member_id;

  insert into member_profile (member_id, email, phone, name, birthday, attributes, updated_at)
  select p.member_id, p.email, p.phone, p.name, p.birthday, p.attributes, p.updated_at
  from intake_profiles(p_batch -> 'profiles') p
  on conflict (member_id) do update set email = excluded.email, phone = excluded.phone, name = excluded.name,
    birthday = excluded.birthday, attributes = excluded.attributes, updated_at = excluded.updated_at;

  insert into member_identity (programme_id, kind, hash, member_id, seen_at)
  select p_programme_id, i.kind, i.hash, i.member_id, i.seen_at
  from jsonb_to_recordset(p_batch -> 'identities') i (kind text, hash text, member_id bigint, seen_at timestamptz)
  on conflict do nothing;

  insert into member_address (programme_id, hash, member_id, seen_at)
  select p_programme_id, a.hash, a.member_id, a.seen_at
  from jsonb_to_recordset(p_batch -> 'addresses') a (hash text, member_id bigint, seen_at timestamptz)
  on conflict (programme_id, hash, member_id) do update set seen_at = greatest(member_address.seen_at, excluded.seen_at);

  insert into referral (programme_id, referrer_id, referee_id, code, registered_at, changed_at)
  select p_programme_id, r.referrer_id, r.referee_id, r.code, r.registered_at, r.registered_at
  from jsonb_to_recordset(p_batch -> 'referrals') r (referrer_id bigint, referee_id bigint, code text, registered_at timestamptz)
  on conflict (referee_id) do nothing;

  insert into consent (programme_id, member_id, channel, granted, source, changed_at)
  select p_programme_id, c.member_id, c.channel, c.granted, c.source, c.changed_at
  from jsonb_to_recordset(p_batch -> 'consents') c (member_id bigint, channel text, granted boolean, source text, changed_at timestamptz)
  on conflict (programme_id, member_id, channel) do update
  set granted = excluded.granted, source = excluded.source, changed_at = excluded.changed_at
  where consent.changed_at <= excluded.changed_at;
end $$;


--
-- Name: is_held_out(integer, bigint); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.is_held_out(p_version_id integer, p_member_id bigint) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
  select is_name_held_out(p_version_id, m.external_id) from member m where m.id = p_member_id
$$;


--
-- Name: is_name_held_out(integer, text); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.is_name_held_out(p_version_id integer, p_external_id text) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
  select hold_out_draw('campaign/' || p.code || '/' || c.code, p_external_id) < v.hold_out
    or hold_out_draw('programme/' || p.code, p_external_id) < coalesce((p.definition ->> 'holdOut')::double precision, 0)
  from campaign_version v
  join campaign c on c.id = v.campaign_id
  join programme p on p.id = c.programme_id
  where v.id = p_version_id
$$;


--
-- Name: message_condition(bigint, jsonb, timestamp with time zone); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.message_condition(p_member_id bigint, p_only_if jsonb, p_now timestamp with time zone) RETURNS TABLE(untrue text)
    LANGUAGE sql STABLE ROWS 1
    AS $$
  SELECT CASE p_only_if ->> 'kind'
    WHEN 'streakStands' THEN (
      SELECT 'checked-in' FROM check_in_streak s
      WHERE s.member_id = p_member_id AND s.streak <> (p_only_if ->> 'streak')::int)
    WHEN 'streakLost' THEN (
      SELECT 'repaired' FROM check_in_streak s
      WHERE s.member_id = p_member_id AND s.streak > (p_only_if ->> 'streak')::int)
    WHEN 'couponUnused' THEN (
      SELECT CASE WHEN c.status <> 'issued' THEN c.status WHEN c.expires_at < p_now THEN 'expired' END
      FROM ledger.coupon c WHERE c.id = (p_only_if ->> 'couponId')::bigint AND c.member_id = p_member_id)
    WHEN 'noOrderSince' THEN (
      SELECT 'ordered' FROM member m
      WHERE m.id = p_member_id AND intake_ms(m.last_order_at) > (p_only_if ->> 'at')::bigint)
    WHEN 'profileIncomplete' THEN (
      SELECT 'profile-completed' FROM member m WHERE m.id = p_member_id AND m.profile_completed_at IS NOT NULL)
  END
$$;


--
-- Name: message_next_due(smallint, text); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.message_next_due(p_programme_id smallint, p_channel text) RETURNS timestamp with time zone
    LANGUAGE sql STABLE
    AS $$
  SELECT min(head.not_before)
  FROM (
    SELECT 0 AS id
    UNION ALL
    SELECT id FROM campaign WHERE programme_id = p_programme_id AND status <> 'paused'
  ) AS open_campaign
  CROSS JOIN LATERAL (
    SELECT m.not_before FROM message m
    WHERE m.programme_id = p_programme_id AND m.channel = p_channel AND coalesce(m.campaign_id, 0) = open_campaign.id
      AND m.status = 'reserved' AND m.lease_until IS NULL
    ORDER BY m.not_before LIMIT 1
  ) AS head
$$;


--
-- Name: rebuild_cohorts(bigint[], integer, timestamp with time zone); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.rebuild_cohorts(p_cohort_ids bigint[], p_size_max integer, p_now timestamp with time zone) RETURNS TABLE(ended bigint, made bigint, enrolments bigint)
    LANGUAGE sql
    AS $$
  with old as (
    update cohort set ended_at = p_now where id = any (p_cohort_ids) and ended_at is null
    returning id, programme_id, campaign_version_id, held_at),
  picked as materialized (
    select en.id, old.programme_id, old.campaign_version_id, old.held_at
    from enrolment en join old on old.id = en.cohort_id
    where en.status = 'active' order by en.id
    for no key update of en),
  placed as (
    select id, programme_id, campaign_version_id, held_at,
      (row_number() over (partition by campaign_version_id order by id) - 1) / p_size_max as place
    from picked),
  planned as materialized (
    select campaign_version_id, place, min(programme_id) as programme_id, count(*) as size, max(held_at) as held_at,
      nextval(pg_get_serial_sequence('cohort', 'id')) as id
    from placed group by campaign_version_id, place),
  made as (
    insert into cohort (id, programme_id, campaign_version_id, size, created_at, held_at, rebuilt)
    select id, programme_id, campaign_version_id, size, p_now, held_at, true from planned
    returning id),
  moved as (
    update enrolment en set cohort_id = planned.id
    from placed join planned using (campaign_version_id, place) where en.id = placed.id
    returning en.id)
  select (select count(*) from old), (select count(*) from made), (select count(*) from moved)
$$;


--
-- Name: refuse_change(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  raise exception '% rows are never changed or removed', tg_table_name using errcode = '0A000';
end $$;


--
-- Name: review_case_decided_once(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.review_case_decided_once() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  if tg_op = 'UPDATE' and old.status = 'open' and row(new.id, new.programme_id, new.key, new.subject, new.member_id, new.reasons, new.facts)
    is not distinct from row(old.id, old.programme_id, old.key, old.subject, old.member_id, old.reasons, old.facts) then
    return new;
  end if;
  raise exception 'a case is decided once, and never removed' using errcode = '0A000';
end $$;


--
-- Name: write_check_ins(integer, jsonb); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.write_check_ins(p_programme_id integer, p_batch jsonb) RETURNS void
    LANGUAGE plpgsql
    AS $$
begin
  insert into check_in (member_id, day, programme_id, kind, zone, at, streak, points, event_id)
  select d.member_id, d.day, p_programme_id, d.kind, d.zone, d.at, d.streak, d.points, d.event_id
  from jsonb_to_recordset(p_batch -> 'days') d (member_id bigint, day date, kind text, zone text, at timestamptz, streak int,
    points int, event_id bigint);

  update check_in c set streak = r.streak, zone = r.zone
  from jsonb_to_recordset(p_batch -> 'restated') r (member_id bigint, day date, streak int, zone text)
  where c.member_id = r.member_id and c.day = r.day;

  insert into check_in_streak (member_id, programme_id, streak, best, last_day, cards_month, cards_used)
  select s.member_id, p_programme_id, s.streak, s.best, s.last_day, s.cards_month, s.cards_used
  from jsonb_to_recordset(p_batch -> 'streaks') s (member_id bigint, streak int, best int, last_day date, cards_month text,
    cards_used int)
  on conflict (member_id) do update set streak = excluded.streak, best = excluded.best, last_day = excluded.last_day,
    cards_month = excluded.cards_month, cards_used = excluded.cards_used;
end $$;


--
-- Name: coupon_id_seq; Type: SEQUENCE; Schema: ledger; Owner: -
--

CREATE SEQUENCE ledger.coupon_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: coupon_id_seq; Type: SEQUENCE OWNED BY; Schema: ledger; Owner: -
--

ALTER SEQUENCE ledger.coupon_id_seq OWNED BY ledger.coupon.id;


--
-- Name: coupon_move; Type: TABLE; Schema: ledger; Owner: -
--

CREATE TABLE ledger.coupon_move (
    id bigint NOT NULL,
    programme_id smallint NOT NULL,
    coupon_id bigint NOT NULL,
    seq integer NOT NULL,
    kind text NOT NULL,
    key text NOT NULL,
    request_hash bytea NOT NULL,
    member_id bigint NOT NULL,
    order_id text,
    at timestamp(3) with time zone NOT NULL,
    recorded_at timestamp(6) with time zone DEFAULT clock_timestamp() NOT NULL,
    actor text NOT NULL,
    reason text,
    CONSTRAINT coupon_move_cancel_has_reason CHECK (((kind <> 'CANCEL'::text) OR (reason IS NOT NULL))),
    CONSTRAINT coupon_move_key_bounded CHECK (((length(key) >= 1) AND (length(key) <= 300))),
    CONSTRAINT coupon_move_kind_known CHECK ((kind = ANY (ARRAY['ISSUE'::text, 'REDEEM'::text, 'REFUND'::text, 'EXPIRE'::text, 'CANCEL'::text])))
);


--
-- Name: coupon_move_id_seq; Type: SEQUENCE; Schema: ledger; Owner: -
--

CREATE SEQUENCE ledger.coupon_move_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: coupon_move_id_seq; Type: SEQUENCE OWNED BY; Schema: ledger; Owner: -
--

ALTER SEQUENCE ledger.coupon_move_id_seq OWNED BY ledger.coupon_move.id;


--
-- Name: hold; Type: TABLE; Schema: ledger; Owner: -
--

CREATE TABLE ledger.hold (
    txn_id bigint NOT NULL,
    programme_id smallint NOT NULL,
    member_id bigint NOT NULL,
    amount bigint NOT NULL,
    captured bigint DEFAULT 0 NOT NULL,
    released bigint DEFAULT 0 NOT NULL,
    expires_at timestamp(3) with time zone NOT NULL,
    CONSTRAINT hold_sound CHECK (((amount > 0) AND (captured >= 0) AND (released >= 0) AND ((captured + released) <= amount)))
);


--
-- Name: lot; Type: TABLE; Schema: ledger; Owner: -
--

CREATE TABLE ledger.lot (
    id bigint NOT NULL,
    programme_id smallint NOT NULL,
    member_id bigint NOT NULL,
    earn_txn_id bigint NOT NULL,
    state text NOT NULL,
    earned bigint NOT NULL,
    remaining bigint NOT NULL,
    held bigint DEFAULT 0 NOT NULL,
    available_at timestamp(3) with time zone NOT NULL,
    expires_at timestamp(3) with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    CONSTRAINT lot_sound CHECK (((remaining >= 0) AND (held >= 0) AND ((remaining + held) <= earned) AND (expires_at > available_at) AND ((state = 'CLOSED'::text) = ((remaining + held) = 0))))
)
WITH (fillfactor='80');


--
-- Name: lot_move; Type: TABLE; Schema: ledger; Owner: -
--

CREATE TABLE ledger.lot_move (
    txn_id bigint NOT NULL,
    lot_id bigint NOT NULL,
    remaining_delta bigint NOT NULL,
    held_delta bigint DEFAULT 0 NOT NULL,
    CONSTRAINT lot_move_moves CHECK (((remaining_delta <> 0) OR (held_delta <> 0)))
);


--
-- Name: member_balance; Type: TABLE; Schema: ledger; Owner: -
--

CREATE TABLE ledger.member_balance (
    programme_id smallint NOT NULL,
    member_id bigint NOT NULL,
    pending bigint DEFAULT 0 NOT NULL,
    available bigint DEFAULT 0 NOT NULL,
    held bigint DEFAULT 0 NOT NULL,
    debt bigint DEFAULT 0 NOT NULL,
    version bigint DEFAULT 0 NOT NULL,
    active_at timestamp(3) with time zone,
    CONSTRAINT balance_sound CHECK (((pending >= 0) AND (available >= 0) AND (held >= 0) AND (debt >= 0) AND ((debt = 0) OR (available = 0))))
)
WITH (fillfactor='70');


--
-- Name: posting; Type: TABLE; Schema: ledger; Owner: -
--

CREATE TABLE ledger.posting (
    txn_id bigint NOT NULL,
    seq smallint NOT NULL,
    programme_id smallint NOT NULL,
    account text NOT NULL,
    member_id bigint,
    amount bigint NOT NULL,
    CONSTRAINT posting_amount CHECK ((amount <> 0))
);


--
-- Name: reversal_cap; Type: TABLE; Schema: ledger; Owner: -
--

CREATE TABLE ledger.reversal_cap (
    orig_txn_id bigint NOT NULL,
    cap bigint NOT NULL,
    reversed bigint DEFAULT 0 NOT NULL,
    CONSTRAINT reversal_sound CHECK (((cap > 0) AND ((reversed >= 0) AND (reversed <= cap))))
);


--
-- Name: seal; Type: TABLE; Schema: ledger; Owner: -
--

CREATE TABLE ledger.seal (
    seq bigint NOT NULL,
    first_txn bigint NOT NULL,
    last_txn bigint NOT NULL,
    count bigint NOT NULL,
    leaves bytea NOT NULL,
    root bytea NOT NULL,
    prev_hash bytea NOT NULL,
    hash bytea NOT NULL,
    sealed_at timestamp(3) with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL
);


--
-- Name: txn; Type: TABLE; Schema: ledger; Owner: -
--

CREATE TABLE ledger.txn (
    id bigint NOT NULL,
    programme_id smallint NOT NULL,
    idem_key text NOT NULL,
    request_hash bytea NOT NULL,
    kind text NOT NULL,
    member_id bigint NOT NULL,
    amount bigint NOT NULL,
    effective_at timestamp(3) with time zone NOT NULL,
    recorded_at timestamp(6) with time zone DEFAULT clock_timestamp() NOT NULL,
    xid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    source_type text NOT NULL,
    source_id text NOT NULL,
    ref_txn_id bigint,
    actor text NOT NULL,
    reason text,
    result jsonb NOT NULL,
    CONSTRAINT txn_sound CHECK (((amount > 0) AND ((length(idem_key) >= 1) AND (length(idem_key) <= 200)) AND (octet_length(request_hash) = 32)))
);


--
-- Name: txn_id_seq; Type: SEQUENCE; Schema: ledger; Owner: -
--

CREATE SEQUENCE ledger.txn_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: txn_id_seq; Type: SEQUENCE OWNED BY; Schema: ledger; Owner: -
--

ALTER SEQUENCE ledger.txn_id_seq OWNED BY ledger.txn.id;


--
-- Name: _prisma_migrations; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public._prisma_migrations (
    id character varying(36) NOT NULL,
    checksum character varying(64) NOT NULL,
    finished_at timestamp with time zone,
    migration_name character varying(255) NOT NULL,
    logs text,
    rolled_back_at timestamp with time zone,
    started_at timestamp with time zone DEFAULT now() NOT NULL,
    applied_steps_count integer DEFAULT 0 NOT NULL
);


--
-- Name: audit_event; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.audit_event (
    id bigint NOT NULL,
    programme_id smallint,
    at timestamp(3) with time zone NOT NULL,
    actor text NOT NULL,
    action text NOT NULL,
    target text NOT NULL,
    before jsonb,
    after jsonb
);


--
-- Name: audit_event_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.audit_event_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: audit_event_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.audit_event_id_seq OWNED BY public.audit_event.id;


--
-- Name: benefit_claim; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.benefit_claim (
    programme_id smallint NOT NULL,
    benefit text NOT NULL,
    identity text NOT NULL,
    member_id bigint NOT NULL,
    claimed_at timestamp(3) with time zone NOT NULL
);


--
-- Name: campaign; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.campaign (
    id integer NOT NULL,
    programme_id smallint NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    lifecycle text NOT NULL,
    status text DEFAULT 'draft'::text NOT NULL,
    current_version integer DEFAULT 1 NOT NULL,
    launched_at timestamp(3) with time zone,
    ended_at timestamp(3) with time zone,
    created_at timestamp(3) with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT campaign_ended_has_time CHECK (((status = 'ended'::text) = (ended_at IS NOT NULL))),
    CONSTRAINT campaign_status_known CHECK ((status = ANY (ARRAY['draft'::text, 'live'::text, 'paused'::text, 'ended'::text])))
);


--
-- Name: campaign_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.campaign_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: campaign_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.campaign_id_seq OWNED BY public.campaign.id;


--
-- Name: campaign_version; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.campaign_version (
    id integer NOT NULL,
    programme_id smallint NOT NULL,
    campaign_id integer NOT NULL,
    version integer NOT NULL,
    definition jsonb NOT NULL,
    definition_hash text NOT NULL,
    listens_to text[],
    trigger_type text,
    trigger_where jsonb DEFAULT '{}'::jsonb NOT NULL,
    exit_on jsonb DEFAULT '[]'::jsonb NOT NULL,
    reentry_days integer,
    created_at timestamp(3) with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    hold_out double precision DEFAULT 0 NOT NULL,
    CONSTRAINT campaign_version_hold_out_share CHECK (((hold_out >= (0)::double precision) AND (hold_out <= (0.5)::double precision))),
    CONSTRAINT campaign_version_reentry_positive CHECK ((reentry_days >= 0))
);


--
-- Name: campaign_version_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.campaign_version_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: campaign_version_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.campaign_version_id_seq OWNED BY public.campaign_version.id;


--
-- Name: check_in; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.check_in (
    member_id bigint NOT NULL,
    day date NOT NULL,
    programme_id smallint NOT NULL,
    kind text NOT NULL,
    zone text NOT NULL,
    at timestamp(3) with time zone NOT NULL,
    streak integer NOT NULL,
    points integer NOT NULL,
    event_id bigint NOT NULL,
    CONSTRAINT check_in_kind_known CHECK ((kind = ANY (ARRAY['done'::text, 'repaired'::text]))),
    CONSTRAINT check_in_streak_counts CHECK (((streak >= 1) AND (points >= 0)))
);


--
-- Name: check_in_streak; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.check_in_streak (
    member_id bigint NOT NULL,
    programme_id smallint NOT NULL,
    streak integer NOT NULL,
    best integer NOT NULL,
    last_day date NOT NULL,
    cards_month text NOT NULL,
    cards_used integer NOT NULL,
    CONSTRAINT check_in_streak_best_counts CHECK (((best >= streak) AND (streak >= 1) AND (cards_used >= 0)))
);


--
-- Name: cohort; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.cohort (
    id bigint NOT NULL,
    programme_id smallint NOT NULL,
    campaign_version_id integer NOT NULL,
    size integer NOT NULL,
    created_at timestamp(3) with time zone NOT NULL,
    started_at timestamp(3) with time zone,
    ended_at timestamp(3) with time zone,
    held_at timestamp(3) with time zone,
    sleeps_until timestamp(3) with time zone,
    rebuilt boolean DEFAULT false NOT NULL,
    CONSTRAINT cohort_size_bounded CHECK (((size >= 1) AND (size <= 500)))
);


--
-- Name: cohort_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.cohort_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: cohort_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.cohort_id_seq OWNED BY public.cohort.id;


--
-- Name: consent; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.consent (
    programme_id smallint NOT NULL,
    member_id bigint NOT NULL,
    channel text NOT NULL,
    granted boolean NOT NULL,
    source text NOT NULL,
    changed_at timestamp(3) with time zone NOT NULL
);


--
-- Name: enrolment; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.enrolment (
    id bigint NOT NULL,
    programme_id smallint NOT NULL,
    campaign_id integer NOT NULL,
    campaign_version_id integer NOT NULL,
    member_id bigint NOT NULL,
    occurrence integer NOT NULL,
    status text DEFAULT 'active'::text NOT NULL,
    reason text,
    input jsonb DEFAULT '{}'::jsonb NOT NULL,
    shadow boolean DEFAULT false NOT NULL,
    cohort_id bigint,
    enrolled_at timestamp(3) with time zone NOT NULL,
    ended_at timestamp(3) with time zone,
    CONSTRAINT enrolment_ended_has_time CHECK (((status = 'active'::text) = (ended_at IS NULL))),
    CONSTRAINT enrolment_occurrence_positive CHECK ((occurrence >= 1)),
    CONSTRAINT enrolment_status_known CHECK ((status = ANY (ARRAY['active'::text, 'done'::text, 'exited'::text, 'cancelled'::text, 'failed'::text, 'suppressed'::text, 'skipped'::text])))
);


--
-- Name: enrolment_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.enrolment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: enrolment_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.enrolment_id_seq OWNED BY public.enrolment.id;


--
-- Name: event; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.event (
    id bigint NOT NULL,
    programme_id smallint NOT NULL,
    event_id text NOT NULL,
    type text NOT NULL,
    member_id bigint NOT NULL,
    occurred_at timestamp(3) with time zone NOT NULL,
    received_at timestamp(3) with time zone NOT NULL,
    content_hash bytea NOT NULL,
    data jsonb NOT NULL,
    result jsonb NOT NULL,
    CONSTRAINT event_hash_size CHECK ((octet_length(content_hash) = 32)),
    CONSTRAINT event_id_bounded CHECK (((length(event_id) >= 1) AND (length(event_id) <= 120)))
);


--
-- Name: event_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.event_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: event_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.event_id_seq OWNED BY public.event.id;


--
-- Name: import_run; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.import_run (
    id integer NOT NULL,
    programme_id smallint NOT NULL,
    source_hash text NOT NULL,
    options jsonb NOT NULL,
    lines_done integer DEFAULT 0 NOT NULL,
    counts jsonb DEFAULT '{}'::jsonb NOT NULL,
    started_at timestamp(3) with time zone NOT NULL,
    finished_at timestamp(3) with time zone
);


--
-- Name: import_run_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.import_run_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: import_run_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.import_run_id_seq OWNED BY public.import_run.id;


--
-- Name: mail_report; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.mail_report (
    programme_id smallint NOT NULL,
    report_id text NOT NULL,
    type text NOT NULL,
    hard boolean NOT NULL,
    address text,
    message_id bigint,
    detail text NOT NULL,
    suppressed text,
    at timestamp(3) with time zone NOT NULL,
    received_at timestamp(3) with time zone NOT NULL,
    CONSTRAINT mail_report_address_normal CHECK (((address = lower(btrim(address))) AND (address <> ''::text))),
    CONSTRAINT mail_report_type_known CHECK ((type = ANY (ARRAY['bounce'::text, 'complaint'::text])))
);


--
-- Name: member; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.member (
    id bigint NOT NULL,
    programme_id smallint NOT NULL,
    external_id text NOT NULL,
    status text DEFAULT 'ACTIVE'::text NOT NULL,
    zone text,
    locale text,
    tier text DEFAULT 'base'::text NOT NULL,
    joined_at timestamp(3) with time zone NOT NULL,
    profile_completed_at timestamp(3) with time zone,
    last_order_at timestamp(3) with time zone,
    orders_count integer DEFAULT 0 NOT NULL,
    spent_minor bigint DEFAULT 0 NOT NULL,
    tags text[] DEFAULT ARRAY[]::text[],
    created_at timestamp(3) with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT member_counters CHECK (((orders_count >= 0) AND (spent_minor >= 0))),
    CONSTRAINT member_external_id_bounded CHECK (((length(external_id) >= 1) AND (length(external_id) <= 100))),
    CONSTRAINT member_status_known CHECK ((status = ANY (ARRAY['ACTIVE'::text, 'FROZEN'::text, 'CLOSED'::text, 'ERASED'::text])))
)
WITH (fillfactor='80');


--
-- Name: member_address; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.member_address (
    programme_id smallint NOT NULL,
    hash text NOT NULL,
    member_id bigint NOT NULL,
    seen_at timestamp(3) with time zone NOT NULL
);


--
-- Name: member_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.member_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: member_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.member_id_seq OWNED BY public.member.id;


--
-- Name: member_identity; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.member_identity (
    programme_id smallint NOT NULL,
    kind text NOT NULL,
    hash text NOT NULL,
    member_id bigint NOT NULL,
    seen_at timestamp(3) with time zone NOT NULL,
    CONSTRAINT member_identity_kind_known CHECK ((kind = ANY (ARRAY['email'::text, 'phone'::text, 'device'::text])))
);


--
-- Name: member_profile; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.member_profile (
    member_id bigint NOT NULL,
    email text,
    phone text,
    name text,
    birthday date,
    attributes jsonb DEFAULT '{}'::jsonb NOT NULL,
    updated_at timestamp(3) with time zone NOT NULL
);


--
-- Name: message; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.message (
    id bigint NOT NULL,
    programme_id smallint NOT NULL,
    key text NOT NULL,
    member_id bigint NOT NULL,
    enrolment_id bigint,
    campaign_id integer,
    campaign_version_id integer,
    channel text NOT NULL,
    class text NOT NULL,
    template text NOT NULL,
    locale text NOT NULL,
    variables jsonb DEFAULT '{}'::jsonb NOT NULL,
    live jsonb,
    priority integer DEFAULT 100 NOT NULL,
    status text DEFAULT 'reserved'::text NOT NULL,
    reason text,
    message_id text NOT NULL,
    reserved_at timestamp(3) with time zone NOT NULL,
    not_before timestamp(3) with time zone NOT NULL,
    deadline timestamp(3) with time zone,
    attempts integer DEFAULT 0 NOT NULL,
    lease_owner text,
    lease_until timestamp(3) with time zone,
    subject text,
    sent_at timestamp(3) with time zone,
    left_at timestamp(3) with time zone,
    only_if jsonb,
    CONSTRAINT message_attempts_counted CHECK ((attempts >= 0)),
    CONSTRAINT message_class_known CHECK ((class = ANY (ARRAY['transactional'::text, 'service'::text, 'marketing'::text]))),
    CONSTRAINT message_end_explained CHECK (((status = ANY (ARRAY['reserved'::text, 'sending'::text, 'sent'::text])) OR (reason IS NOT NULL))),
    CONSTRAINT message_lease_open CHECK (((lease_owner IS NULL) OR (status = ANY (ARRAY['reserved'::text, 'sending'::text])))),
    CONSTRAINT message_lease_whole CHECK (((lease_owner IS NULL) = (lease_until IS NULL))),
    CONSTRAINT message_left_dated CHECK (((status <> ALL (ARRAY['sending'::text, 'sent'::text])) OR (left_at IS NOT NULL))),
    CONSTRAINT message_only_if_known CHECK (((only_if ->> 'kind'::text) = ANY (ARRAY['streakStands'::text, 'streakLost'::text, 'couponUnused'::text, 'noOrderSince'::text, 'profileIncomplete'::text]))),
    CONSTRAINT message_sent_dated CHECK (((status <> 'sent'::text) OR (sent_at IS NOT NULL))),
    CONSTRAINT message_status_known CHECK ((status = ANY (ARRAY['reserved'::text, 'sending'::text, 'sent'::text, 'bounced'::text, 'suppressed'::text, 'skipped'::text, 'dropped'::text, 'failed'::text, 'unknown'::text])))
);


--
-- Name: message_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.message_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: message_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.message_id_seq OWNED BY public.message.id;


--
-- Name: programme; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.programme (
    id smallint NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    asset text NOT NULL,
    currency text NOT NULL,
    zone text NOT NULL,
    locale text NOT NULL,
    clawback_policy text DEFAULT 'DEBT'::text NOT NULL,
    definition jsonb NOT NULL,
    definition_hash text NOT NULL,
    closed_through timestamp(3) with time zone DEFAULT '-infinity'::timestamp with time zone NOT NULL,
    created_at timestamp(3) with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL
);


--
-- Name: programme_clock; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.programme_clock (
    id smallint DEFAULT 1 NOT NULL,
    anchor_at timestamp(3) with time zone NOT NULL,
    anchor_real_at timestamp(3) with time zone NOT NULL,
    scale double precision NOT NULL,
    keeper_seen_at timestamp(3) with time zone
);


--
-- Name: programme_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.programme_id_seq
    AS smallint
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: programme_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.programme_id_seq OWNED BY public.programme.id;


--
-- Name: referral; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.referral (
    id bigint NOT NULL,
    programme_id smallint NOT NULL,
    referrer_id bigint NOT NULL,
    referee_id bigint NOT NULL,
    code text NOT NULL,
    state text DEFAULT 'joined'::text NOT NULL,
    reasons text[] DEFAULT ARRAY[]::text[],
    registered_at timestamp(3) with time zone NOT NULL,
    changed_at timestamp(3) with time zone NOT NULL,
    waits_until timestamp(3) with time zone,
    counted_at timestamp(3) with time zone,
    order_id text,
    enrolment_id bigint,
    rewards jsonb DEFAULT '{}'::jsonb NOT NULL,
    CONSTRAINT referral_of_another CHECK ((referrer_id <> referee_id)),
    CONSTRAINT referral_state_known CHECK ((state = ANY (ARRAY['joined'::text, 'review'::text, 'waiting'::text, 'approved'::text, 'paid'::text, 'friend-only'::text, 'refused'::text, 'returned'::text])))
);


--
-- Name: referral_code; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.referral_code (
    code text NOT NULL,
    programme_id smallint NOT NULL,
    member_id bigint NOT NULL,
    created_at timestamp(3) with time zone NOT NULL,
    CONSTRAINT referral_code_shape CHECK ((code ~ '^[2-9A-HJ-NP-Z]{10}$'::text))
);


--
-- Name: referral_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.referral_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: referral_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.referral_id_seq OWNED BY public.referral.id;


--
-- Name: review_case; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.review_case (
    id bigint NOT NULL,
    programme_id smallint NOT NULL,
    key text NOT NULL,
    subject text NOT NULL,
    member_id bigint NOT NULL,
    enrolment_id bigint,
    reasons text[] NOT NULL,
    facts jsonb DEFAULT '{}'::jsonb NOT NULL,
    status text DEFAULT 'open'::text NOT NULL,
    opened_at timestamp(3) with time zone NOT NULL,
    decided_at timestamp(3) with time zone,
    decided_by text,
    note text,
    CONSTRAINT review_case_decided_whole CHECK ((((status = 'open'::text) = (decided_at IS NULL)) AND ((status = 'open'::text) = (decided_by IS NULL)))),
    CONSTRAINT review_case_status_known CHECK ((status = ANY (ARRAY['open'::text, 'approved'::text, 'rejected'::text]))),
    CONSTRAINT review_case_subject_bounded CHECK (((length(subject) >= 1) AND (length(subject) <= 60)))
);


--
-- Name: review_case_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.review_case_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: review_case_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.review_case_id_seq OWNED BY public.review_case.id;


--
-- Name: sales_order; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.sales_order (
    id bigint NOT NULL,
    programme_id smallint NOT NULL,
    order_id text NOT NULL,
    member_id bigint NOT NULL,
    amount_minor bigint NOT NULL,
    currency character(3) NOT NULL,
    placed_at timestamp(3) with time zone NOT NULL,
    returned_minor bigint DEFAULT 0 NOT NULL,
    points bigint DEFAULT 0 NOT NULL,
    earn_key text,
    CONSTRAINT sales_order_amounts CHECK (((amount_minor >= 0) AND ((returned_minor >= 0) AND (returned_minor <= amount_minor)))),
    CONSTRAINT sales_order_id_bounded CHECK (((length(order_id) >= 1) AND (length(order_id) <= 100))),
    CONSTRAINT sales_order_points CHECK (((points >= 0) AND ((points > 0) = (earn_key IS NOT NULL))))
);


--
-- Name: sales_order_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.sales_order_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: sales_order_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.sales_order_id_seq OWNED BY public.sales_order.id;


--
-- Name: step; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.step (
    id bigint NOT NULL,
    programme_id smallint NOT NULL,
    key text NOT NULL,
    enrolment_id bigint NOT NULL,
    member_id bigint NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    outcome jsonb NOT NULL,
    story_at timestamp(3) with time zone NOT NULL,
    performed_at timestamp(3) with time zone NOT NULL,
    CONSTRAINT step_key_bounded CHECK (((length(key) >= 1) AND (length(key) <= 200)))
);


--
-- Name: step_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.step_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: step_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.step_id_seq OWNED BY public.step.id;


--
-- Name: suppression; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.suppression (
    programme_id smallint NOT NULL,
    channel text NOT NULL,
    address text NOT NULL,
    reason text NOT NULL,
    since timestamp(3) with time zone NOT NULL,
    CONSTRAINT suppression_address_normal CHECK (((address = lower(btrim(address))) AND (address <> ''::text)))
);


--
-- Name: wake_up; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.wake_up (
    id bigint NOT NULL,
    programme_id smallint NOT NULL,
    enrolment_id bigint NOT NULL,
    event_id bigint,
    signal text,
    exit_reason text,
    created_at timestamp(3) with time zone NOT NULL,
    delivered_at timestamp(3) with time zone,
    CONSTRAINT wake_up_event_or_signal CHECK (((event_id IS NULL) = ((signal = ANY (ARRAY['resumed'::text, 'cancelled'::text])) AND (signal IS NOT NULL)))),
    CONSTRAINT wake_up_exit_needs_event CHECK (((exit_reason IS NULL) OR (event_id IS NOT NULL)))
);


--
-- Name: wake_up_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.wake_up_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: wake_up_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.wake_up_id_seq OWNED BY public.wake_up.id;


--
-- Name: coupon id; Type: DEFAULT; Schema: ledger; Owner: -
--

ALTER TABLE ONLY ledger.coupon ALTER COLUMN id SET DEFAULT nextval('ledger.coupon_id_seq'::regclass);


--
-- Name: coupon_move id; Type: DEFAULT; Schema: ledger; Owner: -
--

ALTER TABLE ONLY ledger.coupon_move ALTER COLUMN id SET DEFAULT nextval('ledger.coupon_move_id_seq'::regclass);


--
-- Name: txn id; Type: DEFAULT; Schema: ledger; Owner: -
--

ALTER TABLE ONLY ledger.txn ALTER COLUMN id SET DEFAULT nextval('ledger.txn_id_seq'::regclass);


--
-- Name: audit_event id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.audit_event ALTER COLUMN id SET DEFAULT nextval('public.audit_event_id_seq'::regclass);


--
-- Name: campaign id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.campaign ALTER COLUMN id SET DEFAULT nextval('public.campaign_id_seq'::regclass);


--
-- Name: campaign_version id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.campaign_version ALTER COLUMN id SET DEFAULT nextval('public.campaign_version_id_seq'::regclass);


--
-- Name: cohort id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.cohort ALTER COLUMN id SET DEFAULT nextval('public.cohort_id_seq'::regclass);


--
-- Name: enrolment id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.enrolment ALTER COLUMN id SET DEFAULT nextval('public.enrolment_id_seq'::regclass);


--
-- Name: event id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.event ALTER COLUMN id SET DEFAULT nextval('public.event_id_seq'::regclass);


--
-- Name: import_run id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.import_run ALTER COLUMN id SET DEFAULT nextval('public.import_run_id_seq'::regclass);


--
-- Name: member id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.member ALTER COLUMN id SET DEFAULT nextval('public.member_id_seq'::regclass);


--
-- Name: message id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.message ALTER COLUMN id SET DEFAULT nextval('public.message_id_seq'::regclass);


--
-- Name: programme id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.programme ALTER COLUMN id SET DEFAULT nextval('public.programme_id_seq'::regclass);


--
-- Name: referral id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.referral ALTER COLUMN id SET DEFAULT nextval('public.referral_id_seq'::regclass);


--
-- Name: review_case id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.review_case ALTER COLUMN id SET DEFAULT nextval('public.review_case_id_seq'::regclass);


--
-- Name: sales_order id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.sales_order ALTER COLUMN id SET DEFAULT nextval('public.sales_order_id_seq'::regclass);


--
-- Name: step id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.step ALTER COLUMN id SET DEFAULT nextval('public.step_id_seq'::regclass);


--
-- Name: wake_up id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.wake_up ALTER COLUMN id SET DEFAULT nextval('public.wake_up_id_seq'::regclass);


--
-- Data for Name: coupon; Type: TABLE DATA; Schema: ledger; Owner: -
--

INSERT INTO ledger.coupon VALUES (2, 1, 2, 'XHSZ-KVNQ-JN7X', '5 off your next order', '{"kind": "amountOff", "amountMinor": 500}', 2000, NULL, NULL, 'issued', 1, NULL, '2026-03-04 09:15:00+00', '2026-05-03 22:59:59.999+00');
INSERT INTO ledger.coupon VALUES (1, 1, 1, 'SCH6-VQEC-736S', '5 off your next order', '{"kind": "amountOff", "amountMinor": 500}', 2000, NULL, NULL, 'redeemed', 2, 'A-2', '2026-03-04 09:15:00+00', '2026-05-03 22:59:59.999+00');
INSERT INTO ledger.coupon VALUES (3, 1, 4, 'PTZ8-Q6MD-TKM2', '5 off your next order', '{"kind": "amountOff", "amountMinor": 500}', 2000, NULL, NULL, 'expired', 2, NULL, '2026-03-04 09:15:00+00', '2026-03-14 23:59:59.999+00');


--
-- Data for Name: coupon_move; Type: TABLE DATA; Schema: ledger; Owner: -
--

INSERT INTO ledger.coupon_move VALUES (1, 1, 1, 1, 'ISSUE', 'coupon:ada', '\x43c6c5bc05acdcc8be60e06939b5ccdff0725542fe152672d3a4afdfc612c120', 1, NULL, '2026-03-04 09:15:00+00', '2026-11-28 02:34:49.204764+00', 'marketer', 'an apology');
INSERT INTO ledger.coupon_move VALUES (2, 1, 2, 1, 'ISSUE', 'coupon:ben', '\xe7b3f720a092f97d05648eabbcf3c6f6d76fbc8a39ad4dbdcc862bc4f6789684', 2, NULL, '2026-03-04 09:15:00+00', '2026-11-28 02:34:49.206544+00', 'marketer', 'an apology');
INSERT INTO ledger.coupon_move VALUES (3, 1, 3, 1, 'ISSUE', 'coupon:dora', '\x0587269b622de1b6908b3726991736a1ce45e4404c38f4bfc30949138897c3ac', 4, NULL, '2026-03-04 09:15:00+00', '2026-11-28 02:34:49.206882+00', 'marketer', 'an apology');
INSERT INTO ledger.coupon_move VALUES (4, 1, 1, 2, 'REDEEM', 'redeem:order:A-2', '\x978195d607f3f842e68be90074390e4821a131e209c337a2db25dbb3e1bbf4dd', 1, 'A-2', '2026-03-04 09:15:00+00', '2026-11-28 02:34:49.218943+00', 'intake', NULL);
INSERT INTO ledger.coupon_move VALUES (5, 1, 3, 2, 'EXPIRE', 'expire:coupon:3/2', '\xfbc6b6ae13a16630669b728a23791460482850d84a5eb3c0067d4d3ef2da90a8', 4, NULL, '2026-03-22 09:15:00+00', '2026-11-28 02:34:50.89846+00', 'sweep', NULL);


--
-- Data for Name: hold; Type: TABLE DATA; Schema: ledger; Owner: -
--

INSERT INTO ledger.hold VALUES (21, 1, 5, 60, 40, 20, '2026-03-07 09:15:00+00');


--
-- Data for Name: lot; Type: TABLE DATA; Schema: ledger; Owner: -
--

INSERT INTO ledger.lot VALUES (1, 1, 1, 1, 'ACTIVE', 100, 100, 0, '2026-03-02 09:15:00+00', '2027-03-02 23:59:59.999+00');
INSERT INTO ledger.lot VALUES (2, 1, 2, 2, 'ACTIVE', 100, 100, 0, '2026-03-02 09:15:00+00', '2027-03-02 23:59:59.999+00');
INSERT INTO ledger.lot VALUES (3, 1, 3, 3, 'ACTIVE', 100, 100, 0, '2026-03-02 09:15:00+00', '2027-03-02 23:59:59.999+00');
INSERT INTO ledger.lot VALUES (4, 1, 4, 4, 'ACTIVE', 100, 100, 0, '2026-03-02 09:15:00+00', '2027-03-02 23:59:59.999+00');
INSERT INTO ledger.lot VALUES (5, 1, 5, 5, 'ACTIVE', 100, 100, 0, '2026-03-02 09:15:00+00', '2027-03-02 23:59:59.999+00');
INSERT INTO ledger.lot VALUES (6, 1, 1, 6, 'ACTIVE', 42, 42, 0, '2026-03-03 09:15:00+00', '2027-03-03 23:59:59.999+00');
INSERT INTO ledger.lot VALUES (8, 1, 3, 8, 'ACTIVE', 5, 5, 0, '2026-03-03 09:15:00+00', '2027-03-03 23:59:59.999+00');
INSERT INTO ledger.lot VALUES (9, 1, 1, 9, 'ACTIVE', 100, 100, 0, '2026-03-03 09:15:00+00', '2027-03-03 23:59:59.999+00');
INSERT INTO ledger.lot VALUES (10, 1, 2, 10, 'ACTIVE', 100, 100, 0, '2026-03-03 09:15:00+00', '2027-03-03 23:59:59.999+00');
INSERT INTO ledger.lot VALUES (11, 1, 6, 11, 'ACTIVE', 100, 100, 0, '2026-03-03 09:15:00+00', '2027-03-03 23:59:59.999+00');
INSERT INTO ledger.lot VALUES (12, 1, 3, 12, 'ACTIVE', 5, 5, 0, '2026-03-04 09:15:00+00', '2027-03-04 23:59:59.999+00');
INSERT INTO ledger.lot VALUES (13, 1, 6, 13, 'ACTIVE', 30, 30, 0, '2026-03-04 09:15:00+00', '2027-03-04 23:59:59.999+00');
INSERT INTO ledger.lot VALUES (7, 1, 2, 7, 'ACTIVE', 120, 70, 0, '2026-03-03 09:15:00+00', '2027-03-03 23:59:59.999+00');
INSERT INTO ledger.lot VALUES (16, 1, 5, 16, 'ACTIVE', 100, 100, 0, '2026-03-04 09:15:00+00', '2027-04-06 09:15:00+00');
INSERT INTO ledger.lot VALUES (18, 1, 5, 18, 'PENDING', 100, 100, 0, '2026-04-01 09:15:00+00', '2027-04-06 09:15:00+00');
INSERT INTO ledger.lot VALUES (17, 1, 5, 17, 'CLOSED', 100, 0, 0, '2026-03-04 09:15:00+00', '2027-04-06 09:15:00+00');
INSERT INTO ledger.lot VALUES (25, 1, 5, 25, 'ACTIVE', 25, 25, 0, '2026-03-04 09:15:00+00', '2027-04-06 09:15:00+00');
INSERT INTO ledger.lot VALUES (26, 1, 6, 26, 'ACTIVE', 100, 100, 0, '2026-03-04 09:15:00+00', '2027-03-04 23:59:59.999+00');
INSERT INTO ledger.lot VALUES (27, 1, 1, 27, 'ACTIVE', 26, 26, 0, '2026-03-04 09:15:00+00', '2027-03-04 23:59:59.999+00');
INSERT INTO ledger.lot VALUES (15, 1, 5, 15, 'CLOSED', 220, 0, 0, '2026-03-04 09:15:00+00', '2026-03-09 09:15:00+00');
INSERT INTO ledger.lot VALUES (30, 1, 4, 30, 'ACTIVE', 25, 25, 0, '2026-03-11 09:15:00+00', '2027-03-11 23:59:59.999+00');
INSERT INTO ledger.lot VALUES (31, 1, 4, 31, 'ACTIVE', 100, 100, 0, '2026-03-11 09:15:00+00', '2027-03-11 23:59:59.999+00');
INSERT INTO ledger.lot VALUES (32, 1, 6, 32, 'ACTIVE', 50, 50, 0, '2026-03-18 09:15:00+00', '2027-03-18 23:59:59.999+00');
INSERT INTO ledger.lot VALUES (33, 1, 1, 33, 'ACTIVE', 100, 100, 0, '2026-03-18 09:15:00+00', '2027-03-18 23:59:59.999+00');
INSERT INTO ledger.lot VALUES (34, 1, 7, 34, 'ACTIVE', 20, 20, 0, '2026-03-22 09:15:00+00', '2027-03-22 23:59:59.999+00');
INSERT INTO ledger.lot VALUES (35, 1, 7, 35, 'ACTIVE', 100, 100, 0, '2026-03-22 09:15:00+00', '2027-03-22 23:59:59.999+00');
INSERT INTO ledger.lot VALUES (36, 1, 7, 36, 'ACTIVE', 100, 100, 0, '2026-03-22 09:15:00+00', '2027-03-22 23:59:59.999+00');
INSERT INTO ledger.lot VALUES (37, 1, 7, 37, 'ACTIVE', 20, 20, 0, '2026-03-22 09:15:00+00', '2027-03-22 23:59:59.999+00');


--
-- Data for Name: lot_move; Type: TABLE DATA; Schema: ledger; Owner: -
--

INSERT INTO ledger.lot_move VALUES (14, 7, -50, 0);
INSERT INTO ledger.lot_move VALUES (19, 15, -150, 0);
INSERT INTO ledger.lot_move VALUES (20, 15, 30, 0);
INSERT INTO ledger.lot_move VALUES (21, 15, -60, 60);
INSERT INTO ledger.lot_move VALUES (22, 15, 0, -40);
INSERT INTO ledger.lot_move VALUES (23, 15, 10, -10);
INSERT INTO ledger.lot_move VALUES (24, 17, -100, 0);
INSERT INTO ledger.lot_move VALUES (28, 15, 10, -10);
INSERT INTO ledger.lot_move VALUES (29, 15, -60, 0);


--
-- Data for Name: member_balance; Type: TABLE DATA; Schema: ledger; Owner: -
--

INSERT INTO ledger.member_balance VALUES (1, 3, 0, 110, 0, 0, 3, '2026-03-04 09:15:00+00');
INSERT INTO ledger.member_balance VALUES (1, 2, 0, 270, 0, 0, 4, '2026-03-03 09:15:00+00');
INSERT INTO ledger.member_balance VALUES (1, 5, 100, 225, 0, 0, 14, '2026-03-04 09:15:00+00');
INSERT INTO ledger.member_balance VALUES (1, 4, 0, 225, 0, 0, 3, '2026-03-11 09:15:00+00');
INSERT INTO ledger.member_balance VALUES (1, 6, 0, 280, 0, 0, 4, '2026-03-04 09:15:00+00');
INSERT INTO ledger.member_balance VALUES (1, 1, 0, 368, 0, 0, 5, '2026-03-04 09:15:00+00');
INSERT INTO ledger.member_balance VALUES (1, 8, 0, 0, 0, 0, 0, NULL);
INSERT INTO ledger.member_balance VALUES (1, 7, 0, 240, 0, 0, 4, '2026-03-22 09:15:00+00');


--
-- Data for Name: posting; Type: TABLE DATA; Schema: ledger; Owner: -
--

INSERT INTO ledger.posting VALUES (1, 0, 1, 'ISSUANCE', NULL, -100);
INSERT INTO ledger.posting VALUES (1, 1, 1, 'MEMBER_AVAILABLE', 1, 100);
INSERT INTO ledger.posting VALUES (2, 0, 1, 'ISSUANCE', NULL, -100);
INSERT INTO ledger.posting VALUES (2, 1, 1, 'MEMBER_AVAILABLE', 2, 100);
INSERT INTO ledger.posting VALUES (3, 0, 1, 'ISSUANCE', NULL, -100);
INSERT INTO ledger.posting VALUES (3, 1, 1, 'MEMBER_AVAILABLE', 3, 100);
INSERT INTO ledger.posting VALUES (4, 0, 1, 'ISSUANCE', NULL, -100);
INSERT INTO ledger.posting VALUES (4, 1, 1, 'MEMBER_AVAILABLE', 4, 100);
INSERT INTO ledger.posting VALUES (5, 0, 1, 'ISSUANCE', NULL, -100);
INSERT INTO ledger.posting VALUES (5, 1, 1, 'MEMBER_AVAILABLE', 5, 100);
INSERT INTO ledger.posting VALUES (6, 0, 1, 'ISSUANCE', NULL, -42);
INSERT INTO ledger.posting VALUES (6, 1, 1, 'MEMBER_AVAILABLE', 1, 42);
INSERT INTO ledger.posting VALUES (7, 0, 1, 'ISSUANCE', NULL, -120);
INSERT INTO ledger.posting VALUES (7, 1, 1, 'MEMBER_AVAILABLE', 2, 120);
INSERT INTO ledger.posting VALUES (8, 0, 1, 'ISSUANCE', NULL, -5);
INSERT INTO ledger.posting VALUES (8, 1, 1, 'MEMBER_AVAILABLE', 3, 5);
INSERT INTO ledger.posting VALUES (9, 0, 1, 'ISSUANCE', NULL, -100);
INSERT INTO ledger.posting VALUES (9, 1, 1, 'MEMBER_AVAILABLE', 1, 100);
INSERT INTO ledger.posting VALUES (10, 0, 1, 'ISSUANCE', NULL, -100);
INSERT INTO ledger.posting VALUES (10, 1, 1, 'MEMBER_AVAILABLE', 2, 100);
INSERT INTO ledger.posting VALUES (11, 0, 1, 'ISSUANCE', NULL, -100);
INSERT INTO ledger.posting VALUES (11, 1, 1, 'MEMBER_AVAILABLE', 6, 100);
INSERT INTO ledger.posting VALUES (12, 0, 1, 'ISSUANCE', NULL, -5);
INSERT INTO ledger.posting VALUES (12, 1, 1, 'MEMBER_AVAILABLE', 3, 5);
INSERT INTO ledger.posting VALUES (13, 0, 1, 'ISSUANCE', NULL, -30);
INSERT INTO ledger.posting VALUES (13, 1, 1, 'MEMBER_AVAILABLE', 6, 30);
INSERT INTO ledger.posting VALUES (14, 1, 1, 'MEMBER_AVAILABLE', 2, -50);
INSERT INTO ledger.posting VALUES (14, 3, 1, 'CLAWBACK', NULL, 50);
INSERT INTO ledger.posting VALUES (15, 0, 1, 'ISSUANCE', NULL, -220);
INSERT INTO ledger.posting VALUES (15, 1, 1, 'MEMBER_AVAILABLE', 5, 220);
INSERT INTO ledger.posting VALUES (16, 0, 1, 'ISSUANCE', NULL, -100);
INSERT INTO ledger.posting VALUES (16, 1, 1, 'MEMBER_AVAILABLE', 5, 100);
INSERT INTO ledger.posting VALUES (17, 0, 1, 'ISSUANCE', NULL, -100);
INSERT INTO ledger.posting VALUES (17, 1, 1, 'MEMBER_AVAILABLE', 5, 100);
INSERT INTO ledger.posting VALUES (18, 0, 1, 'ISSUANCE', NULL, -100);
INSERT INTO ledger.posting VALUES (18, 1, 1, 'MEMBER_PENDING', 5, 100);
INSERT INTO ledger.posting VALUES (19, 0, 1, 'MEMBER_AVAILABLE', 5, -150);
INSERT INTO ledger.posting VALUES (19, 1, 1, 'REDEEMED', NULL, 150);
INSERT INTO ledger.posting VALUES (20, 0, 1, 'REDEEMED', NULL, -30);
INSERT INTO ledger.posting VALUES (20, 1, 1, 'MEMBER_AVAILABLE', 5, 30);
INSERT INTO ledger.posting VALUES (21, 0, 1, 'MEMBER_AVAILABLE', 5, -60);
INSERT INTO ledger.posting VALUES (21, 1, 1, 'MEMBER_HELD', 5, 60);
INSERT INTO ledger.posting VALUES (22, 0, 1, 'MEMBER_HELD', 5, -40);
INSERT INTO ledger.posting VALUES (22, 1, 1, 'REDEEMED', NULL, 40);
INSERT INTO ledger.posting VALUES (23, 0, 1, 'MEMBER_HELD', 5, -10);
INSERT INTO ledger.posting VALUES (23, 1, 1, 'MEMBER_AVAILABLE', 5, 10);
INSERT INTO ledger.posting VALUES (24, 1, 1, 'MEMBER_AVAILABLE', 5, -100);
INSERT INTO ledger.posting VALUES (24, 3, 1, 'CLAWBACK', NULL, 100);
INSERT INTO ledger.posting VALUES (25, 0, 1, 'ADJUSTMENT', NULL, -25);
INSERT INTO ledger.posting VALUES (25, 1, 1, 'MEMBER_AVAILABLE', 5, 25);
INSERT INTO ledger.posting VALUES (26, 0, 1, 'ISSUANCE', NULL, -100);
INSERT INTO ledger.posting VALUES (26, 1, 1, 'MEMBER_AVAILABLE', 6, 100);
INSERT INTO ledger.posting VALUES (27, 0, 1, 'ISSUANCE', NULL, -26);
INSERT INTO ledger.posting VALUES (27, 1, 1, 'MEMBER_AVAILABLE', 1, 26);
INSERT INTO ledger.posting VALUES (28, 0, 1, 'MEMBER_HELD', 5, -10);
INSERT INTO ledger.posting VALUES (28, 1, 1, 'MEMBER_AVAILABLE', 5, 10);
INSERT INTO ledger.posting VALUES (29, 0, 1, 'MEMBER_AVAILABLE', 5, -60);
INSERT INTO ledger.posting VALUES (29, 1, 1, 'BREAKAGE', NULL, 60);
INSERT INTO ledger.posting VALUES (30, 0, 1, 'ISSUANCE', NULL, -25);
INSERT INTO ledger.posting VALUES (30, 1, 1, 'MEMBER_AVAILABLE', 4, 25);
INSERT INTO ledger.posting VALUES (31, 0, 1, 'ISSUANCE', NULL, -100);
INSERT INTO ledger.posting VALUES (31, 1, 1, 'MEMBER_AVAILABLE', 4, 100);
INSERT INTO ledger.posting VALUES (32, 0, 1, 'ISSUANCE', NULL, -50);
INSERT INTO ledger.posting VALUES (32, 1, 1, 'MEMBER_AVAILABLE', 6, 50);
INSERT INTO ledger.posting VALUES (33, 0, 1, 'ISSUANCE', NULL, -100);
INSERT INTO ledger.posting VALUES (33, 1, 1, 'MEMBER_AVAILABLE', 1, 100);
INSERT INTO ledger.posting VALUES (34, 0, 1, 'ISSUANCE', NULL, -20);
INSERT INTO ledger.posting VALUES (34, 1, 1, 'MEMBER_AVAILABLE', 7, 20);
INSERT INTO ledger.posting VALUES (35, 0, 1, 'ISSUANCE', NULL, -100);
INSERT INTO ledger.posting VALUES (35, 1, 1, 'MEMBER_AVAILABLE', 7, 100);
INSERT INTO ledger.posting VALUES (36, 0, 1, 'ISSUANCE', NULL, -100);
INSERT INTO ledger.posting VALUES (36, 1, 1, 'MEMBER_AVAILABLE', 7, 100);
INSERT INTO ledger.posting VALUES (37, 0, 1, 'ISSUANCE', NULL, -20);
INSERT INTO ledger.posting VALUES (37, 1, 1, 'MEMBER_AVAILABLE', 7, 20);


--
-- Data for Name: reversal_cap; Type: TABLE DATA; Schema: ledger; Owner: -
--

INSERT INTO ledger.reversal_cap VALUES (7, 120, 50);
INSERT INTO ledger.reversal_cap VALUES (19, 150, 30);
INSERT INTO ledger.reversal_cap VALUES (17, 100, 100);


--
-- Data for Name: seal; Type: TABLE DATA; Schema: ledger; Owner: -
--

INSERT INTO ledger.seal VALUES (1, 1, 29, 29, '\x00000000000000015c8d3ba043278e898653e7944935f040000000000000000282d49e00c3035de90f2434a6474a658e0000000000000003cb40ecaa8bb3d6f03c568ee789e4b4f30000000000000004fbd2fbca002ceb15f78caeb32d6e08ea000000000000000599b990a719a1c97ff74e4bf3b8843dd300000000000000060c91fed3f90ae591293bcc39e36a85c700000000000000074f2c0b815190f9859ffe5440ad0eb9fe0000000000000008ae4cf31b00afd5df91053d1be7a1ff420000000000000009bca2ce51c0d701a9c1d7e7a617b7f56e000000000000000a8817042a7809b1a2857e4b8c8f54ed07000000000000000b8ca014775d4402c85f26ba003886c3e5000000000000000cbbc3eaf38ac5566661b79e83a4a146ae000000000000000d857968348d528d4768ca4660766675f9000000000000000e955519d91edb0fab0f7a0296a123f495000000000000000f93f3693bf68a3f12accedfe7c001820f000000000000001044614d9da93c756aa0d6cd9f665dda63000000000000001196efd3ae0cc1ae7093f4f755ab0acf3100000000000000125e2925c174edd37bd0b5d80daf7c81f000000000000000138d74bae6982f627bc5ed98a003fcffaa0000000000000014990d35d86699bfe81bed5d24bb43c6ae0000000000000015d8d89f91c23ae84296c9f7002361b7bb000000000000001681947cc7448b9e17a7a74e3b0fced1080000000000000017d7d962713c65a48e3d900dbf354c7bbd0000000000000018d44a0a31f4b2c546ed9fc0fa91cd927900000000000000194481e51e1d9a6597c334296728abc870000000000000001a7591807936c43e21ffddc76d08edce0c000000000000001b309b5563a9363593ce49077273742386000000000000001c78e0b01fe1f6f85b477a1fffefd8fc83000000000000001da19d80fcc53fcd58f464abdbc2857a2b', '\xcb7513778296007473af92a245037374dd31c8878c3c117f2b3534f1558d1802', '\x', '\x4a8517c23d026911b4f5c9c81d52f10876c932721b3cd57ef31f7331a495ed0b', '2026-11-28 02:34:50.051+00');
INSERT INTO ledger.seal VALUES (2, 30, 33, 4, '\x000000000000001e13ba7ac077b623568b22a2ba4db46621000000000000001f6c37491da1ec0626a76e6ecda696cc00000000000000002053ddbd10b5c864a27baa3efcd1a5f4c0000000000000002113c0df8d608a0d695b3ae8a30fd4ba79', '\xb6478c680f25b9c5ed52dd49532b9cbd7e445051fe50d9b807160fbc8b0282a2', '\x4a8517c23d026911b4f5c9c81d52f10876c932721b3cd57ef31f7331a495ed0b', '\x2081ade669e556668e863a811fee8adde25ab6d9a2906833bf3b701d570286b5', '2026-11-28 02:34:50.95+00');


--
-- Data for Name: txn; Type: TABLE DATA; Schema: ledger; Owner: -
--

INSERT INTO ledger.txn VALUES (1, 1, 'step:1/gift/1', '\x4008d1e44f225cb08f2a711fcfb33df94f829fe073f1b046eb789c7db78adbd7', 'EARN', 1, 100, '2026-03-02 09:15:00+00', '2026-11-28 02:34:47.423538+00', '1052', 'enrolment', '1', NULL, 'campaign:1', 'Welcome gift', '{"debt": 0, "held": 0, "points": 100, "pending": 0, "available": 100}');
INSERT INTO ledger.txn VALUES (2, 1, 'step:2/gift/1', '\x11a91708035bf36cd9dccb9158bb9601eefdbcf2be890ddc065455a5127ac8af', 'EARN', 2, 100, '2026-03-02 09:15:00+00', '2026-11-28 02:34:47.423729+00', '1052', 'enrolment', '2', NULL, 'campaign:1', 'Welcome gift', '{"debt": 0, "held": 0, "points": 100, "pending": 0, "available": 100}');
INSERT INTO ledger.txn VALUES (3, 1, 'step:3/gift/1', '\x3d381bcc0b96966822ae895500d18bde4ada8c1f13d23e5a8aceb578dc4ce57f', 'EARN', 3, 100, '2026-03-02 09:15:00+00', '2026-11-28 02:34:47.423738+00', '1052', 'enrolment', '3', NULL, 'campaign:1', 'Welcome gift', '{"debt": 0, "held": 0, "points": 100, "pending": 0, "available": 100}');
INSERT INTO ledger.txn VALUES (4, 1, 'step:4/gift/1', '\xd1901b90df3cfde86eadbad5ec3bf44aae86858a9ea6dc7104f08bc0a889f939', 'EARN', 4, 100, '2026-03-02 09:15:00+00', '2026-11-28 02:34:47.423743+00', '1052', 'enrolment', '4', NULL, 'campaign:1', 'Welcome gift', '{"debt": 0, "held": 0, "points": 100, "pending": 0, "available": 100}');
INSERT INTO ledger.txn VALUES (5, 1, 'step:5/gift/1', '\x48add46d43920a96d5b955059a630420e234781c59ee25ed82183090f0849d7e', 'EARN', 5, 100, '2026-03-02 09:15:00+00', '2026-11-28 02:34:47.42375+00', '1052', 'enrolment', '5', NULL, 'campaign:1', 'Welcome gift', '{"debt": 0, "held": 0, "points": 100, "pending": 0, "available": 100}');
INSERT INTO ledger.txn VALUES (6, 1, 'earn:order:A-1', '\xfb7f759f6b40450b80dbdf8858659351a9cf280d54958bd11953da3d27d8ff3a', 'EARN', 1, 42, '2026-03-03 09:15:00+00', '2026-11-28 02:34:48.003693+00', '1065', 'order', 'A-1', NULL, 'intake', NULL, '{"debt": 0, "held": 0, "points": 42, "pending": 0, "available": 142}');
INSERT INTO ledger.txn VALUES (7, 1, 'earn:order:B-1', '\x18e7a809cfbd34b65e430f752f76da531987f2c5d020288d72969809eafcf9a6', 'EARN', 2, 120, '2026-03-03 09:15:00+00', '2026-11-28 02:34:48.032217+00', '1067', 'order', 'B-1', NULL, 'intake', NULL, '{"debt": 0, "held": 0, "points": 120, "pending": 0, "available": 220}');
INSERT INTO ledger.txn VALUES (8, 1, 'checkin:cleo:2026-03-03', '\xdb12743e77ffed180829d5a5cf435151d829f8ed03abb606f531ded4fa5e4a9a', 'EARN', 3, 5, '2026-03-03 09:15:00+00', '2026-11-28 02:34:48.076259+00', '1070', 'event', 'event-8', NULL, 'intake', NULL, '{"debt": 0, "held": 0, "points": 5, "pending": 0, "available": 105}');
INSERT INTO ledger.txn VALUES (9, 1, 'step:1/first-order/1', '\x8761da16a765e7cdb65a1f531b245d7fe24904b96901a28bb2aff90a2a5b9b48', 'EARN', 1, 100, '2026-03-03 09:15:00+00', '2026-11-28 02:34:48.180737+00', '1075', 'enrolment', '1', NULL, 'campaign:1', 'First order', '{"debt": 0, "held": 0, "points": 100, "pending": 0, "available": 242}');
INSERT INTO ledger.txn VALUES (10, 1, 'step:2/first-order/1', '\x147f855f314d12d6e4e3c230aeb8615b9436171b109631246dbb43c95de2c2de', 'EARN', 2, 100, '2026-03-03 09:15:00+00', '2026-11-28 02:34:48.180853+00', '1075', 'enrolment', '2', NULL, 'campaign:1', 'First order', '{"debt": 0, "held": 0, "points": 100, "pending": 0, "available": 320}');
INSERT INTO ledger.txn VALUES (11, 1, 'step:7/gift/1', '\x30411870d1769eb8b54c8be4e20f7cfe810a5e1c0808b854bb0338775237befe', 'EARN', 6, 100, '2026-03-03 09:15:00+00', '2026-11-28 02:34:48.658378+00', '1097', 'enrolment', '7', NULL, 'campaign:1', 'Welcome gift', '{"debt": 0, "held": 0, "points": 100, "pending": 0, "available": 100}');
INSERT INTO ledger.txn VALUES (12, 1, 'checkin:cleo:2026-03-04', '\x1ad7747d6436ef3d27551ff31d37cf7cd18d6d764d3170e44f34dc733cd66109', 'EARN', 3, 5, '2026-03-04 09:15:00+00', '2026-11-28 02:34:49.03146+00', '1107', 'event', 'event-10', NULL, 'intake', NULL, '{"debt": 0, "held": 0, "points": 5, "pending": 0, "available": 110}');
INSERT INTO ledger.txn VALUES (13, 1, 'earn:order:F-1', '\xca1ddc181e2457bb0aad4b9a9b4539fac66f49b65d372ba606aa738f5093f9d3', 'EARN', 6, 30, '2026-03-04 09:15:00+00', '2026-11-28 02:34:49.048818+00', '1110', 'order', 'F-1', NULL, 'intake', NULL, '{"debt": 0, "held": 0, "points": 30, "pending": 0, "available": 130}');
INSERT INTO ledger.txn VALUES (14, 1, 'clawback:event:event-13', '\xef35d26188d366a38262ca90f081ebcdcc7159346d02ea8973f3955d51adf235', 'CLAWBACK', 2, 50, '2026-03-04 09:15:00+00', '2026-11-28 02:34:49.085209+00', '1113', 'event', 'event-13', 7, 'intake', NULL, '{"debt": 0, "held": 0, "points": 50, "pending": 0, "available": 270}');
INSERT INTO ledger.txn VALUES (15, 1, 'e1', '\x5656bfa4d10b95a55227556b07b37dec14fc189a8979f282bcde746bc217bb2e', 'EARN', 5, 220, '2026-03-04 09:15:00+00', '2026-11-28 02:34:49.092406+00', '1115', 'till', 'e1', NULL, 'till', NULL, '{"debt": 0, "held": 0, "points": 220, "pending": 0, "available": 320}');
INSERT INTO ledger.txn VALUES (16, 1, 'e2', '\xfa15317981ae3d412d561760712e5350a8de9638450c9a61399841c113dd7292', 'EARN', 5, 100, '2026-03-04 09:15:00+00', '2026-11-28 02:34:49.099524+00', '1118', 'till', 'e2', NULL, 'till', NULL, '{"debt": 0, "held": 0, "points": 100, "pending": 0, "available": 420}');
INSERT INTO ledger.txn VALUES (17, 1, 'e3', '\x47c1382cd3c4cce8dceba762aca42f107a83fd6539a7f75c805022f1e6f6f8f2', 'EARN', 5, 100, '2026-03-04 09:15:00+00', '2026-11-28 02:34:49.099566+00', '1118', 'till', 'e3', NULL, 'till', NULL, '{"debt": 0, "held": 0, "points": 100, "pending": 0, "available": 520}');
INSERT INTO ledger.txn VALUES (18, 1, 'e4', '\xc57e8dacd26675cb7fbabc045ad81aa91322a8bed30b9e97e4fbda40dfc765bf', 'EARN', 5, 100, '2026-03-04 09:15:00+00', '2026-11-28 02:34:49.099573+00', '1118', 'till', 'e4', NULL, 'till', NULL, '{"debt": 0, "held": 0, "points": 100, "pending": 100, "available": 520}');
INSERT INTO ledger.txn VALUES (19, 1, 's1', '\x439be355c39e335fd9a10b86fe25ec1965f100198bab7f13cb9d57b21dfba87c', 'SPEND', 5, 150, '2026-03-04 09:15:00+00', '2026-11-28 02:34:49.109843+00', '1120', 'till', 's1', NULL, 'till', NULL, '{"debt": 0, "held": 0, "points": 150, "pending": 100, "available": 370}');
INSERT INTO ledger.txn VALUES (20, 1, 'r1', '\x29a050d62c199d21f4f50133cc57e5d63c36fc0bef376fae7d027bcdcaa58dac', 'REFUND', 5, 30, '2026-03-04 09:15:00+00', '2026-11-28 02:34:49.121209+00', '1122', 'till', 'r1', 19, 'till', NULL, '{"debt": 0, "held": 0, "points": 30, "pending": 100, "available": 400}');
INSERT INTO ledger.txn VALUES (21, 1, 'h1', '\x981fefd9b141d2690e3432e74d856a3d6a77ed6eaaaf47f3bf4d9d8aa31b6320', 'HOLD', 5, 60, '2026-03-04 09:15:00+00', '2026-11-28 02:34:49.133153+00', '1124', 'till', 'h1', NULL, 'till', NULL, '{"debt": 0, "held": 60, "points": 60, "pending": 100, "available": 340}');
INSERT INTO ledger.txn VALUES (22, 1, 'c1', '\x20cb592a90601a2899c5c750ed60cde5ae8b3c877047341cd8ff20b742793cc0', 'CAPTURE', 5, 40, '2026-03-04 09:15:00+00', '2026-11-28 02:34:49.146592+00', '1127', 'till', 'c1', 21, 'till', NULL, '{"debt": 0, "held": 20, "points": 40, "pending": 100, "available": 340}');
INSERT INTO ledger.txn VALUES (23, 1, 'l1', '\xced452dce9ba18380f3d7f2b4d99a0bc5cebae4e90c4b334ceef27603c4e2b1a', 'RELEASE', 5, 10, '2026-03-04 09:15:00+00', '2026-11-28 02:34:49.148824+00', '1129', 'till', 'l1', 21, 'till', NULL, '{"debt": 0, "held": 10, "points": 10, "pending": 100, "available": 350}');
INSERT INTO ledger.txn VALUES (24, 1, 'k1', '\xf724d8c59e1dd1b6787c049c9a03df6cb5c3b179a5c5960bfe1f0baed3c576a9', 'CLAWBACK', 5, 100, '2026-03-04 09:15:00+00', '2026-11-28 02:34:49.158067+00', '1131', 'till', 'k1', 17, 'till', NULL, '{"debt": 0, "held": 10, "points": 100, "pending": 100, "available": 250}');
INSERT INTO ledger.txn VALUES (25, 1, 'a1', '\x8addd54ffca1b45fd65d0a70f4e19525fbea1fd54781deee0f128f94f35c4e29', 'ADJUST', 5, 25, '2026-03-04 09:15:00+00', '2026-11-28 02:34:49.163097+00', '1134', 'till', 'a1', NULL, 'till', 'a parcel came late', '{"debt": 0, "held": 10, "points": 25, "pending": 100, "available": 275}');
INSERT INTO ledger.txn VALUES (26, 1, 'step:7/first-order/1', '\xc5054207e2b07a3b4c0068a934c34d4d61ee9aa16496b6bf59271f37e3798b87', 'EARN', 6, 100, '2026-03-04 09:15:00+00', '2026-11-28 02:34:49.196312+00', '1136', 'enrolment', '7', NULL, 'campaign:1', 'First order', '{"debt": 0, "held": 0, "points": 100, "pending": 0, "available": 230}');
INSERT INTO ledger.txn VALUES (27, 1, 'earn:order:A-2', '\x16352128f189e2d243311e2c8bf68d8ccb5768d0dbf3d9bd200723fd238ce052', 'EARN', 1, 26, '2026-03-04 09:15:00+00', '2026-11-28 02:34:49.229239+00', '1140', 'order', 'A-2', NULL, 'intake', NULL, '{"debt": 0, "held": 0, "points": 26, "pending": 0, "available": 268}');
INSERT INTO ledger.txn VALUES (28, 1, 'release:due:21', '\x1b338a1955bbabe697da6146085188fe9093628617a0734b0b016d9c166b7d52', 'RELEASE', 5, 10, '2026-03-11 09:15:00+00', '2026-11-28 02:34:49.938908+00', '1163', 'sweep', '21', 21, 'sweep', NULL, '{"debt": 0, "held": 0, "points": 10, "pending": 100, "available": 285}');
INSERT INTO ledger.txn VALUES (29, 1, 'expire:5:14', '\x34c29786ee502069759d919eb17dca4bb3b068c11d45efd0b40e94738d711fc0', 'EXPIRE', 5, 60, '2026-03-11 09:15:00+00', '2026-11-28 02:34:49.9811+00', '1166', 'sweep', '1', NULL, 'sweep', NULL, '{"debt": 0, "held": 0, "points": 60, "pending": 100, "available": 225}');
INSERT INTO ledger.txn VALUES (31, 1, 'step:4/first-order/1', '\xa0b2470507bcf47e0749ee8535c6e189000040fbc617a1a0c5888f0988185c0d', 'EARN', 4, 100, '2026-03-11 09:15:00+00', '2026-11-28 02:34:50.156184+00', '1173', 'enrolment', '4', NULL, 'campaign:1', 'First order', '{"debt": 0, "held": 0, "points": 100, "pending": 0, "available": 225}');
INSERT INTO ledger.txn VALUES (32, 1, 'step:8/friend-points/c3.1', '\x1aac47b47e10a6c148add11fe842836f8076832c2ade65270ea9dc3e3d26e5c8', 'EARN', 6, 50, '2026-03-18 09:15:00+00', '2026-11-28 02:34:50.354297+00', '1180', 'enrolment', '8', NULL, 'campaign:4', 'Invited by a friend', '{"debt": 0, "held": 0, "points": 50, "pending": 0, "available": 280}');
INSERT INTO ledger.txn VALUES (33, 1, 'step:8/referrer-points/c3.1', '\xe36209ab28bee95bfd37c2c4a6048190f5d74d34513503b4ea7a39ed55295a22', 'EARN', 1, 100, '2026-03-18 09:15:00+00', '2026-11-28 02:34:50.43434+00', '1183', 'enrolment', '8', NULL, 'campaign:4', 'Invited a friend', '{"debt": 0, "held": 0, "points": 100, "pending": 0, "available": 368}');
INSERT INTO ledger.txn VALUES (30, 1, 'earn:order:D-1', '\xcc11e0f21fc52238ce1baefbbd4062b835f8b262f82f9d811a4e5d3f9cbb9005', 'EARN', 4, 25, '2026-03-11 09:15:00+00', '2026-11-28 02:34:50.093995+00', '1169', 'order', 'D-1', NULL, 'intake', NULL, '{"debt": 0, "held": 0, "points": 25, "pending": 0, "available": 125}');
INSERT INTO ledger.txn VALUES (34, 1, 'earn:order:G-1', '\xa3a7ef236a28d78258afdc766bc8a97b0dd2251772d018c1cbc3849185b7dc8f', 'EARN', 7, 20, '2026-03-22 09:15:00+00', '2026-11-28 02:34:51.030461+00', '1203', 'order', 'G-1', NULL, 'intake', NULL, '{"debt": 0, "held": 0, "points": 20, "pending": 0, "available": 20}');
INSERT INTO ledger.txn VALUES (37, 1, 'earn:order:G-2', '\xc139e8e8d64a2f63e04519743eba6fa9c8276c93ae26c09c39c1863cef2a0659', 'EARN', 7, 20, '2026-03-22 09:15:00+00', '2026-11-28 02:34:51.671443+00', '1225', 'order', 'G-2', NULL, 'intake', NULL, '{"debt": 0, "held": 0, "points": 20, "pending": 0, "available": 240}');
INSERT INTO ledger.txn VALUES (35, 1, 'step:9/gift/1', '\x89f4e1a104af07716ab3852e2d804f3d80f79ec342f13b8417580799d301cbdb', 'EARN', 7, 100, '2026-03-22 09:15:00+00', '2026-11-28 02:34:51.298723+00', '1212', 'enrolment', '9', NULL, 'campaign:1', 'Welcome gift', '{"debt": 0, "held": 0, "points": 100, "pending": 0, "available": 120}');
INSERT INTO ledger.txn VALUES (36, 1, 'step:9/first-order/1', '\x2de5458498a376514b21293ac6712dc68444904a0aebe1e9134f3d0aba3d3154', 'EARN', 7, 100, '2026-03-22 09:15:00+00', '2026-11-28 02:34:51.364473+00', '1216', 'enrolment', '9', NULL, 'campaign:1', 'First order', '{"debt": 0, "held": 0, "points": 100, "pending": 0, "available": 220}');


--
-- Data for Name: _prisma_migrations; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public._prisma_migrations VALUES ('43e5bab7-211f-4ecb-8deb-3c023116e548', '92c4f732d99d94cafdba626d7e2dc8c73c3caa7ef739d3d01a7f463f0a248f2f', '2026-11-28 02:32:21.402+00', '20261122000800_win_back_hold_out', NULL, NULL, '2026-11-28 02:32:21.4+00', 1);
INSERT INTO public._prisma_migrations VALUES ('6a950438-70ca-4130-8ea7-ad1a234d04d6', '64af5ec1f4eea8be2e13dbdc6eb35fbf2ef673c875c61d72d4cb186e925317a4', '2026-11-28 02:32:21.336+00', '20261122000000_initial', NULL, NULL, '2026-11-28 02:32:21.299+00', 1);
INSERT INTO public._prisma_migrations VALUES ('3f835f8e-956d-4fbe-94b3-73f69b551df8', 'b15da2beeee67d3c1a7337855467a85eb448a45dc5b7ec184c5aa4f6b90c2cb4', '2026-11-28 02:32:21.346+00', '20261122000100_ledger', NULL, NULL, '2026-11-28 02:32:21.339+00', 1);
INSERT INTO public._prisma_migrations VALUES ('9dc9fa6b-f154-4c1c-8875-ca81d64b1401', '6e689352e11ee0d62c5ba88b37c113f38eb69402b7f7c8202f6deb3335f86d74', '2026-11-28 02:32:21.351+00', '20261122000110_ledger_give_take', NULL, NULL, '2026-11-28 02:32:21.347+00', 1);
INSERT INTO public._prisma_migrations VALUES ('b70d63bf-5506-4320-b068-9e985d7107a3', '39bde6b123f101b56d61d361f04d646ebe0b4f6044e08ef1f51896ecdc3187a8', '2026-11-28 02:32:21.406+00', '20261122000900_message_rules', NULL, NULL, '2026-11-28 02:32:21.403+00', 1);
INSERT INTO public._prisma_migrations VALUES ('c59bb69b-7143-4546-920f-e4766df6f87b', '4be78098483d2fccc1d816386d4fed2036d54b9478b912fcfe4b129775c78cec', '2026-11-28 02:32:21.355+00', '20261122000120_ledger_undo', NULL, NULL, '2026-11-28 02:32:21.351+00', 1);
INSERT INTO public._prisma_migrations VALUES ('d755ee05-2b6d-4ddf-8377-149d7ca415ac', '92a0aea384abb8d974eede3afa8fe3050f620606e9c5849425d182fb47d0b58c', '2026-11-28 02:32:21.358+00', '20261122000130_ledger_batches', NULL, NULL, '2026-11-28 02:32:21.356+00', 1);
INSERT INTO public._prisma_migrations VALUES ('6e5579f1-7400-454d-9f4f-25f5c953f960', 'be21329ad5b7f7fc10c200678641f22d414a637d48b2f52a6f2766be57991d7e', '2026-11-28 02:32:21.361+00', '20261122000140_ledger_sweeps', NULL, NULL, '2026-11-28 02:32:21.359+00', 1);
INSERT INTO public._prisma_migrations VALUES ('15abdfa0-591a-409f-922e-54aeea1f01cf', '1621a0401c6e50e935fb2d57b4dccf220740d9cbb707d169a38b9fba611b1e95', '2026-11-28 02:32:21.408+00', '20261122001000_recovery', NULL, NULL, '2026-11-28 02:32:21.406+00', 1);
INSERT INTO public._prisma_migrations VALUES ('beec3d6d-50b6-44cb-99cb-f132e7ca30db', '1821164f284d8fe1a8fb7395b3c3ef030126bb3a17ecbd6886b961ece019a07d', '2026-11-28 02:32:21.365+00', '20261122000150_ledger_seal', NULL, NULL, '2026-11-28 02:32:21.362+00', 1);
INSERT INTO public._prisma_migrations VALUES ('4c142764-d027-4c81-bd8e-0732b093e397', '78bb3bceb0aa0aa5e1894cb61870d55d58285c1eafb459fd4d4ddc1a58022100', '2026-11-28 02:32:21.371+00', '20261122000200_members_events', NULL, NULL, '2026-11-28 02:32:21.366+00', 1);
INSERT INTO public._prisma_migrations VALUES ('d643c0a8-687c-4723-a6ca-c2224294ff2b', 'cad035c4bf25f4b3b745a0caeb73ddcab3cfafc2b44b52b38b702eaf5cfe46ad', '2026-11-28 02:32:21.376+00', '20261122000300_campaigns', NULL, NULL, '2026-11-28 02:32:21.371+00', 1);
INSERT INTO public._prisma_migrations VALUES ('859f32ae-2ef0-48af-8b4d-f57730724613', 'c604984b4f4e396640c0a4ad80788ed55b6634dbefa997792d5ece58bff64d50', '2026-11-28 02:32:21.411+00', '20261122001100_inactivity_expiry', NULL, NULL, '2026-11-28 02:32:21.409+00', 1);
INSERT INTO public._prisma_migrations VALUES ('09197bee-bff8-4cce-bf4f-9f1a66867d51', 'e05e4ce0d2793bc0d957af81fb3a743cf812665de7fcb6c9383eb14eda206e52', '2026-11-28 02:32:21.38+00', '20261122000400_messages', NULL, NULL, '2026-11-28 02:32:21.376+00', 1);
INSERT INTO public._prisma_migrations VALUES ('d1070f7b-1703-438a-97d7-00cb6f02926c', '9c5e89f81d85c4b3528548918a667d61c04e4ed096b7bee2dcec88467dc9ec57', '2026-11-28 02:32:21.39+00', '20261122000500_coupons_reviews', NULL, NULL, '2026-11-28 02:32:21.38+00', 1);
INSERT INTO public._prisma_migrations VALUES ('dbf10c47-e141-4991-819a-497f05fe325d', '5dc251989940e95497c956e0aabdd0c429824562fec278199a4bc748340587d0', '2026-11-28 02:32:21.395+00', '20261122000600_check_in', NULL, NULL, '2026-11-28 02:32:21.391+00', 1);
INSERT INTO public._prisma_migrations VALUES ('90b53263-756f-484e-b0e6-b026f63b7468', '7cd7476df5c9bca6341fa3c70661a3f1ce1117f19a226f6d9b3649407b4e16df', '2026-11-28 02:32:21.413+00', '20261122001200_check_in_hold_out', NULL, NULL, '2026-11-28 02:32:21.411+00', 1);
INSERT INTO public._prisma_migrations VALUES ('f2d3e111-fa33-4bb4-8be7-fdbcba436d64', '93d64af61a215e27a33e65e586c7d6b8281e571415c5f622e26c3053de565895', '2026-11-28 02:32:21.4+00', '20261122000700_referral', NULL, NULL, '2026-11-28 02:32:21.395+00', 1);
INSERT INTO public._prisma_migrations VALUES ('f519ab27-07b5-4840-9a06-a8579e21b05e', 'adfe427ad043004745399c5b30d27b76b72b18a7659727bc190feeea854db123', '2026-11-28 02:32:21.415+00', '20261122001300_message_conditions', NULL, NULL, '2026-11-28 02:32:21.413+00', 1);


--
-- Data for Name: audit_event; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.audit_event VALUES (1, 1, '2026-03-02 09:15:00+00', 'marketer', 'campaign.apply', 'campaign:onboarding-gift', '{"version": 0}', '{"version": 1}');
INSERT INTO public.audit_event VALUES (2, 1, '2026-03-02 09:15:00+00', 'marketer', 'campaign.launched', 'campaign:onboarding-gift', '{"status": "draft"}', '{"status": "live"}');
INSERT INTO public.audit_event VALUES (3, 1, '2026-03-02 09:15:00+00', 'marketer', 'campaign.apply', 'campaign:check-in-streak', '{"version": 0}', '{"version": 1}');
INSERT INTO public.audit_event VALUES (4, 1, '2026-03-02 09:15:00+00', 'marketer', 'campaign.launched', 'campaign:check-in-streak', '{"status": "draft"}', '{"status": "live"}');
INSERT INTO public.audit_event VALUES (5, 1, '2026-03-02 09:15:00+00', 'marketer', 'campaign.apply', 'campaign:points-expiry', '{"version": 0}', '{"version": 1}');
INSERT INTO public.audit_event VALUES (6, 1, '2026-03-02 09:15:00+00', 'marketer', 'campaign.launched', 'campaign:points-expiry', '{"status": "draft"}', '{"status": "live"}');
INSERT INTO public.audit_event VALUES (7, 1, '2026-03-02 09:15:00+00', 'marketer', 'campaign.apply', 'campaign:referral-reward', '{"version": 0}', '{"version": 1}');
INSERT INTO public.audit_event VALUES (8, 1, '2026-03-02 09:15:00+00', 'marketer', 'campaign.launched', 'campaign:referral-reward', '{"status": "draft"}', '{"status": "live"}');
INSERT INTO public.audit_event VALUES (9, 1, '2026-03-02 09:15:00+00', 'marketer', 'campaign.apply', 'campaign:win-back', '{"version": 0}', '{"version": 1}');
INSERT INTO public.audit_event VALUES (10, 1, '2026-03-02 09:15:00+00', 'marketer', 'campaign.launched', 'campaign:win-back', '{"status": "draft"}', '{"status": "live"}');


--
-- Data for Name: benefit_claim; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.benefit_claim VALUES (1, 'onboarding-gift', 'email:0433617197a120215397073c34961d0b0f8e9f50f254d0d81f96f416a3742cf9', 4, '2026-03-03 09:15:00+00');
INSERT INTO public.benefit_claim VALUES (1, 'onboarding-gift', 'email:07b1d1525dae3985ff868472bf9a1f659e98c33f109939304bbf2ee56b34ffe4', 1, '2026-03-03 09:15:00+00');
INSERT INTO public.benefit_claim VALUES (1, 'onboarding-gift', 'email:1efc8d777d4523bb6ada3724766a8b3fd6e19028fcaee8eac3477e299b38a902', 5, '2026-03-03 09:15:00+00');
INSERT INTO public.benefit_claim VALUES (1, 'onboarding-gift', 'email:a061d40928f152cd7997d6b895e06d7a165c4d4b0c372a627823eca5f5051bac', 2, '2026-03-03 09:15:00+00');
INSERT INTO public.benefit_claim VALUES (1, 'onboarding-gift', 'email:becd692553d9f04cf399407b9732ac73ca34ad8527e0097ec98aa96c6cd97287', 3, '2026-03-03 09:15:00+00');
INSERT INTO public.benefit_claim VALUES (1, 'onboarding-gift', 'member:1', 1, '2026-03-03 09:15:00+00');
INSERT INTO public.benefit_claim VALUES (1, 'onboarding-gift', 'member:2', 2, '2026-03-03 09:15:00+00');
INSERT INTO public.benefit_claim VALUES (1, 'onboarding-gift', 'member:3', 3, '2026-03-03 09:15:00+00');
INSERT INTO public.benefit_claim VALUES (1, 'onboarding-gift', 'member:4', 4, '2026-03-03 09:15:00+00');
INSERT INTO public.benefit_claim VALUES (1, 'onboarding-gift', 'member:5', 5, '2026-03-03 09:15:00+00');
INSERT INTO public.benefit_claim VALUES (1, 'onboarding-gift', 'email:3c491dc0a42c4b11b660d8c4374fead87f5dfc32fe97ba73d8d981f2127b0d04', 6, '2026-03-04 09:15:00+00');
INSERT INTO public.benefit_claim VALUES (1, 'onboarding-gift', 'member:6', 6, '2026-03-04 09:15:00+00');
INSERT INTO public.benefit_claim VALUES (1, 'onboarding-gift', 'email:21cc572f6b17f0c25e16fa16e906f3acffa609dcb890de624b72db5a744b9e7c', 7, '2026-03-22 09:15:00+00');
INSERT INTO public.benefit_claim VALUES (1, 'onboarding-gift', 'member:7', 7, '2026-03-22 09:15:00+00');


--
-- Data for Name: campaign; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.campaign VALUES (1, 1, 'onboarding-gift', 'Welcome gift', 'onboarding-gift', 'live', 1, '2026-03-02 09:15:00+00', NULL, '2026-03-02 09:15:00+00');
INSERT INTO public.campaign VALUES (2, 1, 'check-in-streak', 'Daily check-in', 'check-in-streak', 'live', 1, '2026-03-02 09:15:00+00', NULL, '2026-03-02 09:15:00+00');
INSERT INTO public.campaign VALUES (3, 1, 'points-expiry', 'Points about to expire', 'points-expiry', 'live', 1, '2026-03-02 09:15:00+00', NULL, '2026-03-02 09:15:00+00');
INSERT INTO public.campaign VALUES (4, 1, 'referral-reward', 'Bring a friend', 'referral-reward', 'live', 1, '2026-03-02 09:15:00+00', NULL, '2026-03-02 09:15:00+00');
INSERT INTO public.campaign VALUES (5, 1, 'win-back', 'We miss you', 'win-back', 'live', 1, '2026-03-02 09:15:00+00', NULL, '2026-03-02 09:15:00+00');


--
-- Data for Name: campaign_version; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.campaign_version VALUES (1, 1, 1, 1, '{"code": "onboarding-gift", "name": "Welcome gift", "exitOn": [], "reentry": {"kind": "never"}, "messages": {"welcome": {"en": {"html": "<!doctype html>\n<html lang=\"en\">\n  <head>\n    <meta charset=\"utf-8\" />\n    <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n    <meta name=\"color-scheme\" content=\"light dark\" />\n    <title>{{ programme.name }}</title>\n    <style>\n      body { margin: 0; padding: 0; background: #f3f5f1; color: #1d2a22; -webkit-text-size-adjust: 100%; }\n      body, td, p, h1, a { font-family: -apple-system, ''Segoe UI'', Roboto, ''Helvetica Neue'', Arial, ''PingFang SC'', ''Microsoft YaHei'', sans-serif; }\n      h1 { margin: 0 0 16px; font-size: 24px; line-height: 1.3; font-weight: 650; letter-spacing: -0.01em; }\n      p { margin: 0 0 16px; font-size: 16px; line-height: 1.6; }\n      .card { background: #ffffff; border-radius: 14px; padding: 36px 40px; }\n      .card > :last-child { margin-bottom: 0; }\n      .brand { padding: 28px 8px 18px; font-size: 15px; font-weight: 650; letter-spacing: 0.01em; color: #1f6b45; }\n      .figure { margin: 24px 0; padding: 22px 24px; border-radius: 12px; background: #e9f3ec; color: #17523a; text-align: center; }\n      .figure strong { display: block; font-size: 38px; line-height: 1.15; letter-spacing: -0.02em; }\n      .figure span { display: block; margin-top: 6px; font-size: 15px; line-height: 1.5; }\n      .urgent { background: #fdf1df; color: #7a4705; }\n      .rows { width: 100%; margin: 0 0 20px; border-collapse: collapse; }\n      .rows td { padding: 10px 0; border-bottom: 1px solid #e4e9e3; font-size: 15px; line-height: 1.5; }\n      .rows td + td { text-align: right; font-weight: 600; white-space: nowrap; }\n      .dim { color: #66756b; font-size: 14px; }\n      .foot { padding: 20px 8px 36px; color: #66756b; font-size: 13px; line-height: 1.6; }\n      .foot a { color: #66756b; }\n      @media (max-width: 620px) { .card { padding: 28px 22px; } h1 { font-size: 22px; } .figure strong { font-size: 32px; } }\n      @media (prefers-color-scheme: dark) {\n        body { background: #131a16; color: #e6ede8; }\n        .card { background: #1c2620; } .brand { color: #86cfa5; }\n        .figure { background: #20382b; color: #c9ead6; } .urgent { background: #40301a; color: #f3d7a9; }\n        .rows td { border-color: #2e3b33; } .dim, .foot, .foot a { color: #9baba1; }\n      }\n    </style>\n  </head>\n  <body>\n    <div style=\"display: none; max-height: 0; overflow: hidden\">What your membership brings from here on.</div>\n    <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\">\n      <tr>\n        <td align=\"center\" style=\"padding: 0 14px\">\n          <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"max-width: 600px\">\n            <tr><td class=\"brand\">{{ programme.name }}</td></tr>\n            <tr>\n              <td class=\"card\">\n<h1>{% if member.name %}Welcome, {{ member.name }}{% else %}Welcome{% endif %}</h1>\n{%- if giftWaitsFor %}\n<p>Thank you for joining {{ programme.name }}. A welcome gift waits for you: {% if giftPoints > 0 %}{{ giftPoints | points }}{% endif %}{% if couponName %}{% if giftPoints > 0 %} and {% endif %}{{ couponName }}{% endif %}. {% if giftWaitsFor == \"memberCentre\" %}Open it in the member centre, or place your first order.{% else %}It is yours with your first order.{% endif %}</p>\n{%- elsif giftPoints > 0 %}\n<p>Thank you for joining {{ programme.name }}. A welcome gift is in your account already:</p>\n<div class=\"figure\"><strong>+{{ giftPoints | number }}</strong><span>welcome {{ programme.asset }}</span></div>\n{%- else %}\n<p>Thank you for joining {{ programme.name }}.</p>\n{%- endif %}\n{%- if couponCode %}\n<div class=\"figure\"><strong>{{ couponCode }}</strong><span>{{ couponName }}, until {{ couponExpiresAt | date }}</span></div>\n{%- endif %}\n{%- assign showProfile = false %}\n{%- if profilePoints > 0 and profileComplete == false %}{% assign showProfile = true %}{% endif %}\n{%- if showProfile or firstOrderPoints > 0 %}\n<p>What brings you more:</p>\n<table class=\"rows\" role=\"presentation\">\n  {%- if showProfile %}\n  <tr><td>Complete your profile</td><td>+{{ profilePoints | points }}</td></tr>\n  {%- endif %}\n  {%- if firstOrderPoints > 0 %}\n  <tr><td>Place your first order</td><td>+{{ firstOrderPoints | points }}</td></tr>\n  {%- endif %}\n</table>\n{%- endif %}\n<p class=\"dim\">Every order earns {{ programme.asset }} by itself. There is nothing else you have to do.</p>\n              </td>\n            </tr>\n            <tr>\n              <td class=\"foot\">\n                You receive this because you are a member of {{ programme.name }}. You have {{ member.points | points }}.\n                {%- if unsubscribeUrl %}\n                <br /><a href=\"{{ unsubscribeUrl }}\">Stop these e-mails</a>\n                {%- endif %}\n              </td>\n            </tr>\n          </table>\n        </td>\n      </tr>\n    </table>\n  </body>\n</html>\n", "text": "{% if member.name %}Welcome, {{ member.name }}.{% else %}Welcome.{% endif %}\n\nThank you for joining {{ programme.name }}.\n{%- if giftWaitsFor %} A welcome gift waits for you: {% if giftPoints > 0 %}{{ giftPoints | points }}{% endif %}{% if couponName %}{% if giftPoints > 0 %} and {% endif %}{{ couponName }}{% endif %}. {% if giftWaitsFor == \"memberCentre\" %}Open it in the member centre, or place your first order.{% else %}It is yours with your first order.{% endif %}\n{%- elsif giftPoints > 0 %} A welcome gift of {{ giftPoints | points }} is in your account already.{% endif %}\n{%- if couponCode %}\n\n{{ couponName }}: {{ couponCode }}, until {{ couponExpiresAt | date }}\n{%- endif %}\n{% if profilePoints > 0 and profileComplete == false %}\n- Complete your profile: +{{ profilePoints | points }}\n{%- endif %}\n{%- if firstOrderPoints > 0 %}\n- Place your first order: +{{ firstOrderPoints | points }}\n{%- endif %}\n\nEvery order earns {{ programme.asset }} by itself. There is nothing else you have to do.\n\n--\nYou receive this because you are a member of {{ programme.name }}. You have {{ member.points | points }}.\n{% if unsubscribeUrl %}Stop these e-mails: {{ unsubscribeUrl }}{% endif %}\n", "subject": "{% if giftPoints > 0 and giftWaitsFor == null %}Welcome: {{ giftPoints | points }} are yours{% else %}Welcome to {{ programme.name }}{% endif %}"}, "zh-CN": {"html": "<!doctype html>\n<html lang=\"zh-CN\">\n  <head>\n    <meta charset=\"utf-8\" />\n    <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n    <meta name=\"color-scheme\" content=\"light dark\" />\n    <title>{{ programme.name }}</title>\n    <style>\n      body { margin: 0; padding: 0; background: #f3f5f1; color: #1d2a22; -webkit-text-size-adjust: 100%; }\n      body, td, p, h1, a { font-family: -apple-system, ''Segoe UI'', Roboto, ''Helvetica Neue'', Arial, ''PingFang SC'', ''Microsoft YaHei'', sans-serif; }\n      h1 { margin: 0 0 16px; font-size: 24px; line-height: 1.3; font-weight: 650; letter-spacing: -0.01em; }\n      p { margin: 0 0 16px; font-size: 16px; line-height: 1.6; }\n      .card { background: #ffffff; border-radius: 14px; padding: 36px 40px; }\n      .card > :last-child { margin-bottom: 0; }\n      .brand { padding: 28px 8px 18px; font-size: 15px; font-weight: 650; letter-spacing: 0.01em; color: #1f6b45; }\n      .figure { margin: 24px 0; padding: 22px 24px; border-radius: 12px; background: #e9f3ec; color: #17523a; text-align: center; }\n      .figure strong { display: block; font-size: 38px; line-height: 1.15; letter-spacing: -0.02em; }\n      .figure span { display: block; margin-top: 6px; font-size: 15px; line-height: 1.5; }\n      .urgent { background: #fdf1df; color: #7a4705; }\n      .rows { width: 100%; margin: 0 0 20px; border-collapse: collapse; }\n      .rows td { padding: 10px 0; border-bottom: 1px solid #e4e9e3; font-size: 15px; line-height: 1.5; }\n      .rows td + td { text-align: right; font-weight: 600; white-space: nowrap; }\n      .dim { color: #66756b; font-size: 14px; }\n      .foot { padding: 20px 8px 36px; color: #66756b; font-size: 13px; line-height: 1.6; }\n      .foot a { color: #66756b; }\n      @media (max-width: 620px) { .card { padding: 28px 22px; } h1 { font-size: 22px; } .figure strong { font-size: 32px; } }\n      @media (prefers-color-scheme: dark) {\n        body { background: #131a16; color: #e6ede8; }\n        .card { background: #1c2620; } .brand { color: #86cfa5; }\n        .figure { background: #20382b; color: #c9ead6; } .urgent { background: #40301a; color: #f3d7a9; }\n        .rows td { border-color: #2e3b33; } .dim, .foot, .foot a { color: #9baba1; }\n      }\n    </style>\n  </head>\n  <body>\n    <div style=\"display: none; max-height: 0; overflow: hidden\">看看会员能为您带来什么。</div>\n    <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\">\n      <tr>\n        <td align=\"center\" style=\"padding: 0 14px\">\n          <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"max-width: 600px\">\n            <tr><td class=\"brand\">{{ programme.name }}</td></tr>\n            <tr>\n              <td class=\"card\">\n<h1>{% if member.name %}{{ member.name }}，欢迎您{% else %}欢迎您{% endif %}</h1>\n{%- if giftWaitsFor %}\n<p>感谢您加入 {{ programme.name }}，一份入会礼在等您：{% if giftPoints > 0 %}{{ giftPoints | points }}{% endif %}{% if couponName %}{% if giftPoints > 0 %}和{% endif %}{{ couponName }}{% endif %}。{% if giftWaitsFor == \"memberCentre\" %}在会员中心领取，或完成首笔订单即可获得。{% else %}完成首笔订单即可获得。{% endif %}</p>\n{%- elsif giftPoints > 0 %}\n<p>感谢您加入 {{ programme.name }}，入会礼已存入您的账户：</p>\n<div class=\"figure\"><strong>+{{ giftPoints | number }}</strong><span>入会积分</span></div>\n{%- else %}\n<p>感谢您加入 {{ programme.name }}。</p>\n{%- endif %}\n{%- if couponCode %}\n<div class=\"figure\"><strong>{{ couponCode }}</strong><span>{{ couponName }}，有效期至 {{ couponExpiresAt | date }}</span></div>\n{%- endif %}\n{%- assign showProfile = false %}\n{%- if profilePoints > 0 and profileComplete == false %}{% assign showProfile = true %}{% endif %}\n{%- if showProfile or firstOrderPoints > 0 %}\n<p>您还可以获得：</p>\n<table class=\"rows\" role=\"presentation\">\n  {%- if showProfile %}\n  <tr><td>完善会员资料</td><td>+{{ profilePoints | points }}</td></tr>\n  {%- endif %}\n  {%- if firstOrderPoints > 0 %}\n  <tr><td>完成首笔订单</td><td>+{{ firstOrderPoints | points }}</td></tr>\n  {%- endif %}\n</table>\n{%- endif %}\n<p class=\"dim\">此后每笔订单都会自动累积积分，无需其他操作。</p>\n              </td>\n            </tr>\n            <tr>\n              <td class=\"foot\">\n                您收到这封邮件，因为您是 {{ programme.name }} 的会员。您现有 {{ member.points | points }}。\n                {%- if unsubscribeUrl %}\n                <br /><a href=\"{{ unsubscribeUrl }}\">不再接收此类邮件</a>\n                {%- endif %}\n              </td>\n            </tr>\n          </table>\n        </td>\n      </tr>\n    </table>\n  </body>\n</html>\n", "text": "{% if member.name %}{{ member.name }}，欢迎您。{% else %}欢迎您。{% endif %}\n\n感谢您加入 {{ programme.name }}。\n{%- if giftWaitsFor %}一份入会礼在等您：{% if giftPoints > 0 %}{{ giftPoints | points }}{% endif %}{% if couponName %}{% if giftPoints > 0 %}和{% endif %}{{ couponName }}{% endif %}。{% if giftWaitsFor == \"memberCentre\" %}在会员中心领取，或完成首笔订单即可获得。{% else %}完成首笔订单即可获得。{% endif %}\n{%- elsif giftPoints > 0 %}入会礼 {{ giftPoints | points }}已存入您的账户。{% endif %}\n{%- if couponCode %}\n\n{{ couponName }}：{{ couponCode }}，有效期至 {{ couponExpiresAt | date }}\n{%- endif %}\n{% if profilePoints > 0 and profileComplete == false %}\n- 完善会员资料：+{{ profilePoints | points }}\n{%- endif %}\n{%- if firstOrderPoints > 0 %}\n- 完成首笔订单：+{{ firstOrderPoints | points }}\n{%- endif %}\n\n此后每笔订单都会自动累积积分，无需其他操作。\n\n--\n您收到这封邮件，因为您是 {{ programme.name }} 的会员。您现有 {{ member.points | points }}。\n{% if unsubscribeUrl %}不再接收此类邮件：{{ unsubscribeUrl }}{% endif %}\n", "subject": "{% if giftPoints > 0 and giftWaitsFor == null %}欢迎加入，{{ giftPoints | points }}已到账{% else %}欢迎加入 {{ programme.name }}{% endif %}"}}, "gift-given": {"en": {"html": "<!doctype html>\n<html lang=\"en\">\n  <head>\n    <meta charset=\"utf-8\" />\n    <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n    <meta name=\"color-scheme\" content=\"light dark\" />\n    <title>{{ programme.name }}</title>\n    <style>\n      body { margin: 0; padding: 0; background: #f3f5f1; color: #1d2a22; -webkit-text-size-adjust: 100%; }\n      body, td, p, h1, a { font-family: -apple-system, ''Segoe UI'', Roboto, ''Helvetica Neue'', Arial, ''PingFang SC'', ''Microsoft YaHei'', sans-serif; }\n      h1 { margin: 0 0 16px; font-size: 24px; line-height: 1.3; font-weight: 650; letter-spacing: -0.01em; }\n      p { margin: 0 0 16px; font-size: 16px; line-height: 1.6; }\n      .card { background: #ffffff; border-radius: 14px; padding: 36px 40px; }\n      .card > :last-child { margin-bottom: 0; }\n      .brand { padding: 28px 8px 18px; font-size: 15px; font-weight: 650; letter-spacing: 0.01em; color: #1f6b45; }\n      .figure { margin: 24px 0; padding: 22px 24px; border-radius: 12px; background: #e9f3ec; color: #17523a; text-align: center; }\n      .figure strong { display: block; font-size: 38px; line-height: 1.15; letter-spacing: -0.02em; }\n      .figure span { display: block; margin-top: 6px; font-size: 15px; line-height: 1.5; }\n      .urgent { background: #fdf1df; color: #7a4705; }\n      .rows { width: 100%; margin: 0 0 20px; border-collapse: collapse; }\n      .rows td { padding: 10px 0; border-bottom: 1px solid #e4e9e3; font-size: 15px; line-height: 1.5; }\n      .rows td + td { text-align: right; font-weight: 600; white-space: nowrap; }\n      .dim { color: #66756b; font-size: 14px; }\n      .foot { padding: 20px 8px 36px; color: #66756b; font-size: 13px; line-height: 1.6; }\n      .foot a { color: #66756b; }\n      @media (max-width: 620px) { .card { padding: 28px 22px; } h1 { font-size: 22px; } .figure strong { font-size: 32px; } }\n      @media (prefers-color-scheme: dark) {\n        body { background: #131a16; color: #e6ede8; }\n        .card { background: #1c2620; } .brand { color: #86cfa5; }\n        .figure { background: #20382b; color: #c9ead6; } .urgent { background: #40301a; color: #f3d7a9; }\n        .rows td { border-color: #2e3b33; } .dim, .foot, .foot a { color: #9baba1; }\n      }\n    </style>\n  </head>\n  <body>\n    <div style=\"display: none; max-height: 0; overflow: hidden\">It is in your account now.</div>\n    <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\">\n      <tr>\n        <td align=\"center\" style=\"padding: 0 14px\">\n          <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"max-width: 600px\">\n            <tr><td class=\"brand\">{{ programme.name }}</td></tr>\n            <tr>\n              <td class=\"card\">\n<h1>{% if member.name %}{{ member.name }}, your welcome gift is here{% else %}Your welcome gift is here{% endif %}</h1>\n{%- if giftPoints > 0 %}\n<div class=\"figure\"><strong>+{{ giftPoints | number }}</strong><span>welcome {{ programme.asset }}{% if giftExpiresAt %}, until {{ giftExpiresAt | date }}{% endif %}</span></div>\n{%- endif %}\n{%- if couponCode %}\n<div class=\"figure\"><strong>{{ couponCode }}</strong><span>{{ couponName }}, until {{ couponExpiresAt | date }}</span></div>\n<p>Give the code with your order.</p>\n{%- endif %}\n              </td>\n            </tr>\n            <tr>\n              <td class=\"foot\">\n                You receive this because you are a member of {{ programme.name }}. You have {{ member.points | points }}.\n                {%- if unsubscribeUrl %}\n                <br /><a href=\"{{ unsubscribeUrl }}\">Stop these e-mails</a>\n                {%- endif %}\n              </td>\n            </tr>\n          </table>\n        </td>\n      </tr>\n    </table>\n  </body>\n</html>\n", "text": "{% if member.name %}{{ member.name }}, your welcome gift is here.{% else %}Your welcome gift is here.{% endif %}\n{% if giftPoints > 0 %}\n- {{ giftPoints | points }}{% if giftExpiresAt %}, until {{ giftExpiresAt | date }}{% endif %}\n{%- endif %}\n{%- if couponCode %}\n- {{ couponName }}: {{ couponCode }}, until {{ couponExpiresAt | date }}. Give the code with your order.\n{%- endif %}\n\n--\nYou receive this because you are a member of {{ programme.name }}. You have {{ member.points | points }}.\n{% if unsubscribeUrl %}Stop these e-mails: {{ unsubscribeUrl }}{% endif %}\n", "subject": "Your welcome gift is here"}, "zh-CN": {"html": "<!doctype html>\n<html lang=\"zh-CN\">\n  <head>\n    <meta charset=\"utf-8\" />\n    <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n    <meta name=\"color-scheme\" content=\"light dark\" />\n    <title>{{ programme.name }}</title>\n    <style>\n      body { margin: 0; padding: 0; background: #f3f5f1; color: #1d2a22; -webkit-text-size-adjust: 100%; }\n      body, td, p, h1, a { font-family: -apple-system, ''Segoe UI'', Roboto, ''Helvetica Neue'', Arial, ''PingFang SC'', ''Microsoft YaHei'', sans-serif; }\n      h1 { margin: 0 0 16px; font-size: 24px; line-height: 1.3; font-weight: 650; letter-spacing: -0.01em; }\n      p { margin: 0 0 16px; font-size: 16px; line-height: 1.6; }\n      .card { background: #ffffff; border-radius: 14px; padding: 36px 40px; }\n      .card > :last-child { margin-bottom: 0; }\n      .brand { padding: 28px 8px 18px; font-size: 15px; font-weight: 650; letter-spacing: 0.01em; color: #1f6b45; }\n      .figure { margin: 24px 0; padding: 22px 24px; border-radius: 12px; background: #e9f3ec; color: #17523a; text-align: center; }\n      .figure strong { display: block; font-size: 38px; line-height: 1.15; letter-spacing: -0.02em; }\n      .figure span { display: block; margin-top: 6px; font-size: 15px; line-height: 1.5; }\n      .urgent { background: #fdf1df; color: #7a4705; }\n      .rows { width: 100%; margin: 0 0 20px; border-collapse: collapse; }\n      .rows td { padding: 10px 0; border-bottom: 1px solid #e4e9e3; font-size: 15px; line-height: 1.5; }\n      .rows td + td { text-align: right; font-weight: 600; white-space: nowrap; }\n      .dim { color: #66756b; font-size: 14px; }\n      .foot { padding: 20px 8px 36px; color: #66756b; font-size: 13px; line-height: 1.6; }\n      .foot a { color: #66756b; }\n      @media (max-width: 620px) { .card { padding: 28px 22px; } h1 { font-size: 22px; } .figure strong { font-size: 32px; } }\n      @media (prefers-color-scheme: dark) {\n        body { background: #131a16; color: #e6ede8; }\n        .card { background: #1c2620; } .brand { color: #86cfa5; }\n        .figure { background: #20382b; color: #c9ead6; } .urgent { background: #40301a; color: #f3d7a9; }\n        .rows td { border-color: #2e3b33; } .dim, .foot, .foot a { color: #9baba1; }\n      }\n    </style>\n  </head>\n  <body>\n    <div style=\"display: none; max-height: 0; overflow: hidden\">已存入您的账户。</div>\n    <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\">\n      <tr>\n        <td align=\"center\" style=\"padding: 0 14px\">\n          <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"max-width: 600px\">\n            <tr><td class=\"brand\">{{ programme.name }}</td></tr>\n            <tr>\n              <td class=\"card\">\n<h1>{% if member.name %}{{ member.name }}，您的入会礼已到账{% else %}您的入会礼已到账{% endif %}</h1>\n{%- if giftPoints > 0 %}\n<div class=\"figure\"><strong>+{{ giftPoints | number }}</strong><span>入会积分{% if giftExpiresAt %}，有效期至 {{ giftExpiresAt | date }}{% endif %}</span></div>\n{%- endif %}\n{%- if couponCode %}\n<div class=\"figure\"><strong>{{ couponCode }}</strong><span>{{ couponName }}，有效期至 {{ couponExpiresAt | date }}</span></div>\n<p>下单时出示此券码即可使用。</p>\n{%- endif %}\n              </td>\n            </tr>\n            <tr>\n              <td class=\"foot\">\n                您收到这封邮件，因为您是 {{ programme.name }} 的会员。您现有 {{ member.points | points }}。\n                {%- if unsubscribeUrl %}\n                <br /><a href=\"{{ unsubscribeUrl }}\">不再接收此类邮件</a>\n                {%- endif %}\n              </td>\n            </tr>\n          </table>\n        </td>\n      </tr>\n    </table>\n  </body>\n</html>\n", "text": "{% if member.name %}{{ member.name }}，您的入会礼已到账。{% else %}您的入会礼已到账。{% endif %}\n{% if giftPoints > 0 %}\n- {{ giftPoints | points }}{% if giftExpiresAt %}，有效期至 {{ giftExpiresAt | date }}{% endif %}\n{%- endif %}\n{%- if couponCode %}\n- {{ couponName }}：{{ couponCode }}，有效期至 {{ couponExpiresAt | date }}。下单时出示此券码即可使用。\n{%- endif %}\n\n--\n您收到这封邮件，因为您是 {{ programme.name }} 的会员。您现有 {{ member.points | points }}。\n{% if unsubscribeUrl %}不再接收此类邮件：{{ unsubscribeUrl }}{% endif %}\n", "subject": "您的入会礼已到账"}}, "profile-reminder": {"en": {"html": "<!doctype html>\n<html lang=\"en\">\n  <head>\n    <meta charset=\"utf-8\" />\n    <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n    <meta name=\"color-scheme\" content=\"light dark\" />\n    <title>{{ programme.name }}</title>\n    <style>\n      body { margin: 0; padding: 0; background: #f3f5f1; color: #1d2a22; -webkit-text-size-adjust: 100%; }\n      body, td, p, h1, a { font-family: -apple-system, ''Segoe UI'', Roboto, ''Helvetica Neue'', Arial, ''PingFang SC'', ''Microsoft YaHei'', sans-serif; }\n      h1 { margin: 0 0 16px; font-size: 24px; line-height: 1.3; font-weight: 650; letter-spacing: -0.01em; }\n      p { margin: 0 0 16px; font-size: 16px; line-height: 1.6; }\n      .card { background: #ffffff; border-radius: 14px; padding: 36px 40px; }\n      .card > :last-child { margin-bottom: 0; }\n      .brand { padding: 28px 8px 18px; font-size: 15px; font-weight: 650; letter-spacing: 0.01em; color: #1f6b45; }\n      .figure { margin: 24px 0; padding: 22px 24px; border-radius: 12px; background: #e9f3ec; color: #17523a; text-align: center; }\n      .figure strong { display: block; font-size: 38px; line-height: 1.15; letter-spacing: -0.02em; }\n      .figure span { display: block; margin-top: 6px; font-size: 15px; line-height: 1.5; }\n      .urgent { background: #fdf1df; color: #7a4705; }\n      .rows { width: 100%; margin: 0 0 20px; border-collapse: collapse; }\n      .rows td { padding: 10px 0; border-bottom: 1px solid #e4e9e3; font-size: 15px; line-height: 1.5; }\n      .rows td + td { text-align: right; font-weight: 600; white-space: nowrap; }\n      .dim { color: #66756b; font-size: 14px; }\n      .foot { padding: 20px 8px 36px; color: #66756b; font-size: 13px; line-height: 1.6; }\n      .foot a { color: #66756b; }\n      @media (max-width: 620px) { .card { padding: 28px 22px; } h1 { font-size: 22px; } .figure strong { font-size: 32px; } }\n      @media (prefers-color-scheme: dark) {\n        body { background: #131a16; color: #e6ede8; }\n        .card { background: #1c2620; } .brand { color: #86cfa5; }\n        .figure { background: #20382b; color: #c9ead6; } .urgent { background: #40301a; color: #f3d7a9; }\n        .rows td { border-color: #2e3b33; } .dim, .foot, .foot a { color: #9baba1; }\n      }\n    </style>\n  </head>\n  <body>\n    <div style=\"display: none; max-height: 0; overflow: hidden\">A few details are missing from your profile.</div>\n    <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\">\n      <tr>\n        <td align=\"center\" style=\"padding: 0 14px\">\n          <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"max-width: 600px\">\n            <tr><td class=\"brand\">{{ programme.name }}</td></tr>\n            <tr>\n              <td class=\"card\">\n<h1>{% if member.name %}{{ member.name }}, your profile is almost complete{% else %}Your profile is almost complete{% endif %}</h1>\n<p>A few details are still missing. With them we can think of you on the right day, and reach you where you want to be reached.</p>\n{%- if profilePoints > 0 %}\n<div class=\"figure\"><strong>+{{ profilePoints | number }}</strong><span>{{ programme.asset }}, as soon as it is complete</span></div>\n{%- endif %}\n<p class=\"dim\">It takes about a minute. You can change or remove every detail at any time.</p>\n              </td>\n            </tr>\n            <tr>\n              <td class=\"foot\">\n                You receive this because you are a member of {{ programme.name }}. You have {{ member.points | points }}.\n                {%- if unsubscribeUrl %}\n                <br /><a href=\"{{ unsubscribeUrl }}\">Stop these e-mails</a>\n                {%- endif %}\n              </td>\n            </tr>\n          </table>\n        </td>\n      </tr>\n    </table>\n  </body>\n</html>\n", "text": "{% if member.name %}{{ member.name }}, your profile is almost complete.{% else %}Your profile is almost complete.{% endif %}\n\nA few details are still missing.\n{%- if profilePoints > 0 %} As soon as it is complete, {{ profilePoints | points }} are added to your account.{% endif %}\n\nIt takes about a minute. You can change or remove every detail at any time.\n\n--\nYou receive this because you are a member of {{ programme.name }}. You have {{ member.points | points }}.\n{% if unsubscribeUrl %}Stop these e-mails: {{ unsubscribeUrl }}{% endif %}\n", "subject": "{% if profilePoints > 0 %}{{ profilePoints | points }} for a minute of your time{% else %}Your profile is almost complete{% endif %}"}, "zh-CN": {"html": "<!doctype html>\n<html lang=\"zh-CN\">\n  <head>\n    <meta charset=\"utf-8\" />\n    <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n    <meta name=\"color-scheme\" content=\"light dark\" />\n    <title>{{ programme.name }}</title>\n    <style>\n      body { margin: 0; padding: 0; background: #f3f5f1; color: #1d2a22; -webkit-text-size-adjust: 100%; }\n      body, td, p, h1, a { font-family: -apple-system, ''Segoe UI'', Roboto, ''Helvetica Neue'', Arial, ''PingFang SC'', ''Microsoft YaHei'', sans-serif; }\n      h1 { margin: 0 0 16px; font-size: 24px; line-height: 1.3; font-weight: 650; letter-spacing: -0.01em; }\n      p { margin: 0 0 16px; font-size: 16px; line-height: 1.6; }\n      .card { background: #ffffff; border-radius: 14px; padding: 36px 40px; }\n      .card > :last-child { margin-bottom: 0; }\n      .brand { padding: 28px 8px 18px; font-size: 15px; font-weight: 650; letter-spacing: 0.01em; color: #1f6b45; }\n      .figure { margin: 24px 0; padding: 22px 24px; border-radius: 12px; background: #e9f3ec; color: #17523a; text-align: center; }\n      .figure strong { display: block; font-size: 38px; line-height: 1.15; letter-spacing: -0.02em; }\n      .figure span { display: block; margin-top: 6px; font-size: 15px; line-height: 1.5; }\n      .urgent { background: #fdf1df; color: #7a4705; }\n      .rows { width: 100%; margin: 0 0 20px; border-collapse: collapse; }\n      .rows td { padding: 10px 0; border-bottom: 1px solid #e4e9e3; font-size: 15px; line-height: 1.5; }\n      .rows td + td { text-align: right; font-weight: 600; white-space: nowrap; }\n      .dim { color: #66756b; font-size: 14px; }\n      .foot { padding: 20px 8px 36px; color: #66756b; font-size: 13px; line-height: 1.6; }\n      .foot a { color: #66756b; }\n      @media (max-width: 620px) { .card { padding: 28px 22px; } h1 { font-size: 22px; } .figure strong { font-size: 32px; } }\n      @media (prefers-color-scheme: dark) {\n        body { background: #131a16; color: #e6ede8; }\n        .card { background: #1c2620; } .brand { color: #86cfa5; }\n        .figure { background: #20382b; color: #c9ead6; } .urgent { background: #40301a; color: #f3d7a9; }\n        .rows td { border-color: #2e3b33; } .dim, .foot, .foot a { color: #9baba1; }\n      }\n    </style>\n  </head>\n  <body>\n    <div style=\"display: none; max-height: 0; overflow: hidden\">您的会员资料还差几项。</div>\n    <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\">\n      <tr>\n        <td align=\"center\" style=\"padding: 0 14px\">\n          <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"max-width: 600px\">\n            <tr><td class=\"brand\">{{ programme.name }}</td></tr>\n            <tr>\n              <td class=\"card\">\n<h1>{% if member.name %}{{ member.name }}，您的资料还差几项{% else %}您的资料还差几项{% endif %}</h1>\n<p>补充完整后，我们可以在合适的日子送上心意，并以您喜欢的方式联系您。</p>\n{%- if profilePoints > 0 %}\n<div class=\"figure\"><strong>+{{ profilePoints | number }}</strong><span>积分，资料完善后立即到账</span></div>\n{%- endif %}\n<p class=\"dim\">大约只需一分钟。所填内容您可随时修改或删除。</p>\n              </td>\n            </tr>\n            <tr>\n              <td class=\"foot\">\n                您收到这封邮件，因为您是 {{ programme.name }} 的会员。您现有 {{ member.points | points }}。\n                {%- if unsubscribeUrl %}\n                <br /><a href=\"{{ unsubscribeUrl }}\">不再接收此类邮件</a>\n                {%- endif %}\n              </td>\n            </tr>\n          </table>\n        </td>\n      </tr>\n    </table>\n  </body>\n</html>\n", "text": "{% if member.name %}{{ member.name }}，您的资料还差几项。{% else %}您的资料还差几项。{% endif %}\n{% if profilePoints > 0 %}\n资料完善后，{{ profilePoints | points }}立即到账。\n{% endif %}\n大约只需一分钟。所填内容您可随时修改或删除。\n\n--\n您收到这封邮件，因为您是 {{ programme.name }} 的会员。您现有 {{ member.points | points }}。\n{% if unsubscribeUrl %}不再接收此类邮件：{{ unsubscribeUrl }}{% endif %}\n", "subject": "{% if profilePoints > 0 %}完善资料，领取 {{ profilePoints | points }}{% else %}您的会员资料即将完成{% endif %}"}}, "gift-coupon-expiring": {"en": {"html": "<!doctype html>\n<html lang=\"en\">\n  <head>\n    <meta charset=\"utf-8\" />\n    <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n    <meta name=\"color-scheme\" content=\"light dark\" />\n    <title>{{ programme.name }}</title>\n    <style>\n      body { margin: 0; padding: 0; background: #f3f5f1; color: #1d2a22; -webkit-text-size-adjust: 100%; }\n      body, td, p, h1, a { font-family: -apple-system, ''Segoe UI'', Roboto, ''Helvetica Neue'', Arial, ''PingFang SC'', ''Microsoft YaHei'', sans-serif; }\n      h1 { margin: 0 0 16px; font-size: 24px; line-height: 1.3; font-weight: 650; letter-spacing: -0.01em; }\n      p { margin: 0 0 16px; font-size: 16px; line-height: 1.6; }\n      .card { background: #ffffff; border-radius: 14px; padding: 36px 40px; }\n      .card > :last-child { margin-bottom: 0; }\n      .brand { padding: 28px 8px 18px; font-size: 15px; font-weight: 650; letter-spacing: 0.01em; color: #1f6b45; }\n      .figure { margin: 24px 0; padding: 22px 24px; border-radius: 12px; background: #e9f3ec; color: #17523a; text-align: center; }\n      .figure strong { display: block; font-size: 38px; line-height: 1.15; letter-spacing: -0.02em; }\n      .figure span { display: block; margin-top: 6px; font-size: 15px; line-height: 1.5; }\n      .urgent { background: #fdf1df; color: #7a4705; }\n      .rows { width: 100%; margin: 0 0 20px; border-collapse: collapse; }\n      .rows td { padding: 10px 0; border-bottom: 1px solid #e4e9e3; font-size: 15px; line-height: 1.5; }\n      .rows td + td { text-align: right; font-weight: 600; white-space: nowrap; }\n      .dim { color: #66756b; font-size: 14px; }\n      .foot { padding: 20px 8px 36px; color: #66756b; font-size: 13px; line-height: 1.6; }\n      .foot a { color: #66756b; }\n      @media (max-width: 620px) { .card { padding: 28px 22px; } h1 { font-size: 22px; } .figure strong { font-size: 32px; } }\n      @media (prefers-color-scheme: dark) {\n        body { background: #131a16; color: #e6ede8; }\n        .card { background: #1c2620; } .brand { color: #86cfa5; }\n        .figure { background: #20382b; color: #c9ead6; } .urgent { background: #40301a; color: #f3d7a9; }\n        .rows td { border-color: #2e3b33; } .dim, .foot, .foot a { color: #9baba1; }\n      }\n    </style>\n  </head>\n  <body>\n    <div style=\"display: none; max-height: 0; overflow: hidden\">Your welcome coupon has not been used yet.</div>\n    <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\">\n      <tr>\n        <td align=\"center\" style=\"padding: 0 14px\">\n          <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"max-width: 600px\">\n            <tr><td class=\"brand\">{{ programme.name }}</td></tr>\n            <tr>\n              <td class=\"card\">\n<h1>{% if member.name %}{{ member.name }}, your welcome coupon is still unused{% else %}Your welcome coupon is still unused{% endif %}</h1>\n<div class=\"figure\"><strong>{{ couponCode }}</strong><span>{{ couponName }}, until {{ couponExpiresAt | date }}</span></div>\n<p class=\"dim\">Give the code with your order. After that day it can''t be used any more.</p>\n              </td>\n            </tr>\n            <tr>\n              <td class=\"foot\">\n                You receive this because you are a member of {{ programme.name }}. You have {{ member.points | points }}.\n                {%- if unsubscribeUrl %}\n                <br /><a href=\"{{ unsubscribeUrl }}\">Stop these e-mails</a>\n                {%- endif %}\n              </td>\n            </tr>\n          </table>\n        </td>\n      </tr>\n    </table>\n  </body>\n</html>\n", "text": "{% if member.name %}{{ member.name }}, your welcome coupon is still unused.{% else %}Your welcome coupon is still unused.{% endif %}\n\n{{ couponName }}: {{ couponCode }}, until {{ couponExpiresAt | date }}\n\nGive the code with your order. After that day it can''t be used any more.\n\n--\nYou receive this because you are a member of {{ programme.name }}. You have {{ member.points | points }}.\n{% if unsubscribeUrl %}Stop these e-mails: {{ unsubscribeUrl }}{% endif %}\n", "subject": "{{ couponName }}: good until {{ couponExpiresAt | date: \"weekday\" }}"}, "zh-CN": {"html": "<!doctype html>\n<html lang=\"zh-CN\">\n  <head>\n    <meta charset=\"utf-8\" />\n    <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n    <meta name=\"color-scheme\" content=\"light dark\" />\n    <title>{{ programme.name }}</title>\n    <style>\n      body { margin: 0; padding: 0; background: #f3f5f1; color: #1d2a22; -webkit-text-size-adjust: 100%; }\n      body, td, p, h1, a { font-family: -apple-system, ''Segoe UI'', Roboto, ''Helvetica Neue'', Arial, ''PingFang SC'', ''Microsoft YaHei'', sans-serif; }\n      h1 { margin: 0 0 16px; font-size: 24px; line-height: 1.3; font-weight: 650; letter-spacing: -0.01em; }\n      p { margin: 0 0 16px; font-size: 16px; line-height: 1.6; }\n      .card { background: #ffffff; border-radius: 14px; padding: 36px 40px; }\n      .card > :last-child { margin-bottom: 0; }\n      .brand { padding: 28px 8px 18px; font-size: 15px; font-weight: 650; letter-spacing: 0.01em; color: #1f6b45; }\n      .figure { margin: 24px 0; padding: 22px 24px; border-radius: 12px; background: #e9f3ec; color: #17523a; text-align: center; }\n      .figure strong { display: block; font-size: 38px; line-height: 1.15; letter-spacing: -0.02em; }\n      .figure span { display: block; margin-top: 6px; font-size: 15px; line-height: 1.5; }\n      .urgent { background: #fdf1df; color: #7a4705; }\n      .rows { width: 100%; margin: 0 0 20px; border-collapse: collapse; }\n      .rows td { padding: 10px 0; border-bottom: 1px solid #e4e9e3; font-size: 15px; line-height: 1.5; }\n      .rows td + td { text-align: right; font-weight: 600; white-space: nowrap; }\n      .dim { color: #66756b; font-size: 14px; }\n      .foot { padding: 20px 8px 36px; color: #66756b; font-size: 13px; line-height: 1.6; }\n      .foot a { color: #66756b; }\n      @media (max-width: 620px) { .card { padding: 28px 22px; } h1 { font-size: 22px; } .figure strong { font-size: 32px; } }\n      @media (prefers-color-scheme: dark) {\n        body { background: #131a16; color: #e6ede8; }\n        .card { background: #1c2620; } .brand { color: #86cfa5; }\n        .figure { background: #20382b; color: #c9ead6; } .urgent { background: #40301a; color: #f3d7a9; }\n        .rows td { border-color: #2e3b33; } .dim, .foot, .foot a { color: #9baba1; }\n      }\n    </style>\n  </head>\n  <body>\n    <div style=\"display: none; max-height: 0; overflow: hidden\">您的入会优惠券尚未使用。</div>\n    <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\">\n      <tr>\n        <td align=\"center\" style=\"padding: 0 14px\">\n          <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"max-width: 600px\">\n            <tr><td class=\"brand\">{{ programme.name }}</td></tr>\n            <tr>\n              <td class=\"card\">\n<h1>{% if member.name %}{{ member.name }}，您的入会优惠券尚未使用{% else %}您的入会优惠券尚未使用{% endif %}</h1>\n<div class=\"figure\"><strong>{{ couponCode }}</strong><span>{{ couponName }}，有效期至 {{ couponExpiresAt | date }}</span></div>\n<p class=\"dim\">下单时出示此券码即可使用，过期作废。</p>\n              </td>\n            </tr>\n            <tr>\n              <td class=\"foot\">\n                您收到这封邮件，因为您是 {{ programme.name }} 的会员。您现有 {{ member.points | points }}。\n                {%- if unsubscribeUrl %}\n                <br /><a href=\"{{ unsubscribeUrl }}\">不再接收此类邮件</a>\n                {%- endif %}\n              </td>\n            </tr>\n          </table>\n        </td>\n      </tr>\n    </table>\n  </body>\n</html>\n", "text": "{% if member.name %}{{ member.name }}，您的入会优惠券尚未使用。{% else %}您的入会优惠券尚未使用。{% endif %}\n\n{{ couponName }}：{{ couponCode }}，有效期至 {{ couponExpiresAt | date }}\n\n下单时出示此券码即可使用，过期作废。\n\n--\n您收到这封邮件，因为您是 {{ programme.name }} 的会员。您现有 {{ member.points | points }}。\n{% if unsubscribeUrl %}不再接收此类邮件：{{ unsubscribeUrl }}{% endif %}\n", "subject": "{{ couponName }}：有效期至 {{ couponExpiresAt | date: \"weekday\" }}"}}, "gift-points-expiring": {"en": {"html": "<!doctype html>\n<html lang=\"en\">\n  <head>\n    <meta charset=\"utf-8\" />\n    <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n    <meta name=\"color-scheme\" content=\"light dark\" />\n    <title>{{ programme.name }}</title>\n    <style>\n      body { margin: 0; padding: 0; background: #f3f5f1; color: #1d2a22; -webkit-text-size-adjust: 100%; }\n      body, td, p, h1, a { font-family: -apple-system, ''Segoe UI'', Roboto, ''Helvetica Neue'', Arial, ''PingFang SC'', ''Microsoft YaHei'', sans-serif; }\n      h1 { margin: 0 0 16px; font-size: 24px; line-height: 1.3; font-weight: 650; letter-spacing: -0.01em; }\n      p { margin: 0 0 16px; font-size: 16px; line-height: 1.6; }\n      .card { background: #ffffff; border-radius: 14px; padding: 36px 40px; }\n      .card > :last-child { margin-bottom: 0; }\n      .brand { padding: 28px 8px 18px; font-size: 15px; font-weight: 650; letter-spacing: 0.01em; color: #1f6b45; }\n      .figure { margin: 24px 0; padding: 22px 24px; border-radius: 12px; background: #e9f3ec; color: #17523a; text-align: center; }\n      .figure strong { display: block; font-size: 38px; line-height: 1.15; letter-spacing: -0.02em; }\n      .figure span { display: block; margin-top: 6px; font-size: 15px; line-height: 1.5; }\n      .urgent { background: #fdf1df; color: #7a4705; }\n      .rows { width: 100%; margin: 0 0 20px; border-collapse: collapse; }\n      .rows td { padding: 10px 0; border-bottom: 1px solid #e4e9e3; font-size: 15px; line-height: 1.5; }\n      .rows td + td { text-align: right; font-weight: 600; white-space: nowrap; }\n      .dim { color: #66756b; font-size: 14px; }\n      .foot { padding: 20px 8px 36px; color: #66756b; font-size: 13px; line-height: 1.6; }\n      .foot a { color: #66756b; }\n      @media (max-width: 620px) { .card { padding: 28px 22px; } h1 { font-size: 22px; } .figure strong { font-size: 32px; } }\n      @media (prefers-color-scheme: dark) {\n        body { background: #131a16; color: #e6ede8; }\n        .card { background: #1c2620; } .brand { color: #86cfa5; }\n        .figure { background: #20382b; color: #c9ead6; } .urgent { background: #40301a; color: #f3d7a9; }\n        .rows td { border-color: #2e3b33; } .dim, .foot, .foot a { color: #9baba1; }\n      }\n    </style>\n  </head>\n  <body>\n    <div style=\"display: none; max-height: 0; overflow: hidden\">What you still have of it, and until when.</div>\n    <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\">\n      <tr>\n        <td align=\"center\" style=\"padding: 0 14px\">\n          <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"max-width: 600px\">\n            <tr><td class=\"brand\">{{ programme.name }}</td></tr>\n            <tr>\n              <td class=\"card\">\n<h1>{% if member.name %}{{ member.name }}, use{% else %}Use{% endif %} the rest of your welcome gift</h1>\n<div class=\"figure\"><strong>{{ expiring.total | number }}</strong><span>{{ programme.asset }} can be used until the end of {{ expiring.firstAt | date: ''weekday'' }}</span></div>\n<p>Use them with your next order.</p>\n              </td>\n            </tr>\n            <tr>\n              <td class=\"foot\">\n                You receive this because you are a member of {{ programme.name }}. You have {{ member.points | points }}.\n                {%- if unsubscribeUrl %}\n                <br /><a href=\"{{ unsubscribeUrl }}\">Stop these e-mails</a>\n                {%- endif %}\n              </td>\n            </tr>\n          </table>\n        </td>\n      </tr>\n    </table>\n  </body>\n</html>\n", "text": "{% if member.name %}{{ member.name }}, you{% else %}You{% endif %} still have {{ expiring.total | points }} of your welcome gift, until the end of {{ expiring.firstAt | date }}.\n\nUse them with your next order.\n\n--\nYou receive this because you are a member of {{ programme.name }}. You have {{ member.points | points }}.\n{% if unsubscribeUrl %}Stop these e-mails: {{ unsubscribeUrl }}{% endif %}\n", "subject": "{{ expiring.total | points }} of your welcome gift expire on {{ expiring.firstAt | date }}"}, "zh-CN": {"html": "<!doctype html>\n<html lang=\"zh-CN\">\n  <head>\n    <meta charset=\"utf-8\" />\n    <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n    <meta name=\"color-scheme\" content=\"light dark\" />\n    <title>{{ programme.name }}</title>\n    <style>\n      body { margin: 0; padding: 0; background: #f3f5f1; color: #1d2a22; -webkit-text-size-adjust: 100%; }\n      body, td, p, h1, a { font-family: -apple-system, ''Segoe UI'', Roboto, ''Helvetica Neue'', Arial, ''PingFang SC'', ''Microsoft YaHei'', sans-serif; }\n      h1 { margin: 0 0 16px; font-size: 24px; line-height: 1.3; font-weight: 650; letter-spacing: -0.01em; }\n      p { margin: 0 0 16px; font-size: 16px; line-height: 1.6; }\n      .card { background: #ffffff; border-radius: 14px; padding: 36px 40px; }\n      .card > :last-child { margin-bottom: 0; }\n      .brand { padding: 28px 8px 18px; font-size: 15px; font-weight: 650; letter-spacing: 0.01em; color: #1f6b45; }\n      .figure { margin: 24px 0; padding: 22px 24px; border-radius: 12px; background: #e9f3ec; color: #17523a; text-align: center; }\n      .figure strong { display: block; font-size: 38px; line-height: 1.15; letter-spacing: -0.02em; }\n      .figure span { display: block; margin-top: 6px; font-size: 15px; line-height: 1.5; }\n      .urgent { background: #fdf1df; color: #7a4705; }\n      .rows { width: 100%; margin: 0 0 20px; border-collapse: collapse; }\n      .rows td { padding: 10px 0; border-bottom: 1px solid #e4e9e3; font-size: 15px; line-height: 1.5; }\n      .rows td + td { text-align: right; font-weight: 600; white-space: nowrap; }\n      .dim { color: #66756b; font-size: 14px; }\n      .foot { padding: 20px 8px 36px; color: #66756b; font-size: 13px; line-height: 1.6; }\n      .foot a { color: #66756b; }\n      @media (max-width: 620px) { .card { padding: 28px 22px; } h1 { font-size: 22px; } .figure strong { font-size: 32px; } }\n      @media (prefers-color-scheme: dark) {\n        body { background: #131a16; color: #e6ede8; }\n        .card { background: #1c2620; } .brand { color: #86cfa5; }\n        .figure { background: #20382b; color: #c9ead6; } .urgent { background: #40301a; color: #f3d7a9; }\n        .rows td { border-color: #2e3b33; } .dim, .foot, .foot a { color: #9baba1; }\n      }\n    </style>\n  </head>\n  <body>\n    <div style=\"display: none; max-height: 0; overflow: hidden\">看看还剩多少，何时到期。</div>\n    <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\">\n      <tr>\n        <td align=\"center\" style=\"padding: 0 14px\">\n          <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"max-width: 600px\">\n            <tr><td class=\"brand\">{{ programme.name }}</td></tr>\n            <tr>\n              <td class=\"card\">\n<h1>{% if member.name %}{{ member.name }}，别忘了您的入会礼{% else %}别忘了您的入会礼{% endif %}</h1>\n<div class=\"figure\"><strong>{{ expiring.total | number }}</strong><span>积分，{{ expiring.firstAt | date }}当天结束前可用</span></div>\n<p>下次下单即可使用。</p>\n              </td>\n            </tr>\n            <tr>\n              <td class=\"foot\">\n                您收到这封邮件，因为您是 {{ programme.name }} 的会员。您现有 {{ member.points | points }}。\n                {%- if unsubscribeUrl %}\n                <br /><a href=\"{{ unsubscribeUrl }}\">不再接收此类邮件</a>\n                {%- endif %}\n              </td>\n            </tr>\n          </table>\n        </td>\n      </tr>\n    </table>\n  </body>\n</html>\n", "text": "{% if member.name %}{{ member.name }}，您{% else %}您{% endif %}的入会礼还剩 {{ expiring.total | points }}，{{ expiring.firstAt | date }}当天结束前可用。\n\n下次下单即可使用。\n\n--\n您收到这封邮件，因为您是 {{ programme.name }} 的会员。您现有 {{ member.points | points }}。\n{% if unsubscribeUrl %}不再接收此类邮件：{{ unsubscribeUrl }}{% endif %}\n", "subject": "入会礼中的 {{ expiring.total | points }}将于 {{ expiring.firstAt | date }}到期"}}}, "priority": 10, "settings": {"activation": "atOnce", "duplicates": "review", "giftPoints": 100, "endAfterDays": 30, "profilePoints": 50, "remindAfterDays": 3, "firstOrderPoints": 100, "profileReminderClass": "service"}, "lifecycle": "onboarding-gift"}', 'bf9e79296f5cf18a9be68bed2adcf23078a9dd2e49b0aff8feac8c7c16bb7c7c', '{member.activated,member.updated,order.placed,review.decided}', 'member.joined', '{}', '[]', NULL, '2026-03-02 09:15:00+00', 0);
INSERT INTO public.campaign_version VALUES (2, 1, 2, 1, '{"code": "check-in-streak", "name": "Daily check-in", "exitOn": [], "reentry": {"days": 0, "kind": "afterDays"}, "messages": {"milestone": {"en": {"html": "<!doctype html>\n<html lang=\"en\">\n  <head>\n    <meta charset=\"utf-8\" />\n    <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n    <meta name=\"color-scheme\" content=\"light dark\" />\n    <title>{{ programme.name }}</title>\n    <style>\n      body { margin: 0; padding: 0; background: #f3f5f1; color: #1d2a22; -webkit-text-size-adjust: 100%; }\n      body, td, p, h1, a { font-family: -apple-system, ''Segoe UI'', Roboto, ''Helvetica Neue'', Arial, ''PingFang SC'', ''Microsoft YaHei'', sans-serif; }\n      h1 { margin: 0 0 16px; font-size: 24px; line-height: 1.3; font-weight: 650; letter-spacing: -0.01em; }\n      p { margin: 0 0 16px; font-size: 16px; line-height: 1.6; }\n      .card { background: #ffffff; border-radius: 14px; padding: 36px 40px; }\n      .card > :last-child { margin-bottom: 0; }\n      .brand { padding: 28px 8px 18px; font-size: 15px; font-weight: 650; letter-spacing: 0.01em; color: #1f6b45; }\n      .figure { margin: 24px 0; padding: 22px 24px; border-radius: 12px; background: #e9f3ec; color: #17523a; text-align: center; }\n      .figure strong { display: block; font-size: 38px; line-height: 1.15; letter-spacing: -0.02em; }\n      .figure span { display: block; margin-top: 6px; font-size: 15px; line-height: 1.5; }\n      .urgent { background: #fdf1df; color: #7a4705; }\n      .rows { width: 100%; margin: 0 0 20px; border-collapse: collapse; }\n      .rows td { padding: 10px 0; border-bottom: 1px solid #e4e9e3; font-size: 15px; line-height: 1.5; }\n      .rows td + td { text-align: right; font-weight: 600; white-space: nowrap; }\n      .dim { color: #66756b; font-size: 14px; }\n      .foot { padding: 20px 8px 36px; color: #66756b; font-size: 13px; line-height: 1.6; }\n      .foot a { color: #66756b; }\n      @media (max-width: 620px) { .card { padding: 28px 22px; } h1 { font-size: 22px; } .figure strong { font-size: 32px; } }\n      @media (prefers-color-scheme: dark) {\n        body { background: #131a16; color: #e6ede8; }\n        .card { background: #1c2620; } .brand { color: #86cfa5; }\n        .figure { background: #20382b; color: #c9ead6; } .urgent { background: #40301a; color: #f3d7a9; }\n        .rows td { border-color: #2e3b33; } .dim, .foot, .foot a { color: #9baba1; }\n      }\n    </style>\n  </head>\n  <body>\n    <div style=\"display: none; max-height: 0; overflow: hidden\">Your streak, and what tomorrow brings.</div>\n    <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\">\n      <tr>\n        <td align=\"center\" style=\"padding: 0 14px\">\n          <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"max-width: 600px\">\n            <tr><td class=\"brand\">{{ programme.name }}</td></tr>\n            <tr>\n              <td class=\"card\">\n<h1>{% if member.name %}{{ member.name }}, {{ streak }} days{% else %}{{ streak }} days{% endif %} in a row</h1>\n{%- if points > 0 %}\n<div class=\"figure\"><strong>+{{ points | number }}</strong><span>{{ programme.asset }} for today</span></div>\n{%- endif %}\n{%- if couponCode != \"\" %}\n<p>And a coupon: {{ couponName }}. Its code is <strong>{{ couponCode }}</strong>{% if couponExpiresAt %}, until {{ couponExpiresAt | date }}{% endif %}.</p>\n{%- endif %}\n{%- if nextPoints > 0 %}\n<p class=\"dim\">Tomorrow brings {{ nextPoints | points }}.</p>\n{%- endif %}\n              </td>\n            </tr>\n            <tr>\n              <td class=\"foot\">\n                You receive this because you are a member of {{ programme.name }}. You have {{ member.points | points }}.\n                {%- if unsubscribeUrl %}\n                <br /><a href=\"{{ unsubscribeUrl }}\">Stop these e-mails</a>\n                {%- endif %}\n              </td>\n            </tr>\n          </table>\n        </td>\n      </tr>\n    </table>\n  </body>\n</html>\n", "text": "{% if member.name %}{{ member.name }}, you{% else %}You{% endif %} have checked in {{ streak }} days in a row.\n{%- if points > 0 %} Today brought {{ points | points }}.{% endif %}\n{% if couponCode != \"\" %}\nA coupon for you: {{ couponName }}. Code: {{ couponCode }}{% if couponExpiresAt %}, until {{ couponExpiresAt | date }}{% endif %}.\n{% endif %}\n{%- if nextPoints > 0 %}\nTomorrow brings {{ nextPoints | points }}.\n{%- endif %}\n\n--\nYou receive this because you are a member of {{ programme.name }}. You have {{ member.points | points }}.\n{% if unsubscribeUrl %}Stop these e-mails: {{ unsubscribeUrl }}{% endif %}\n", "subject": "{{ streak }} days in a row{% if points > 0 %}: {{ points | points }} today{% endif %}"}, "zh-CN": {"html": "<!doctype html>\n<html lang=\"zh-CN\">\n  <head>\n    <meta charset=\"utf-8\" />\n    <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n    <meta name=\"color-scheme\" content=\"light dark\" />\n    <title>{{ programme.name }}</title>\n    <style>\n      body { margin: 0; padding: 0; background: #f3f5f1; color: #1d2a22; -webkit-text-size-adjust: 100%; }\n      body, td, p, h1, a { font-family: -apple-system, ''Segoe UI'', Roboto, ''Helvetica Neue'', Arial, ''PingFang SC'', ''Microsoft YaHei'', sans-serif; }\n      h1 { margin: 0 0 16px; font-size: 24px; line-height: 1.3; font-weight: 650; letter-spacing: -0.01em; }\n      p { margin: 0 0 16px; font-size: 16px; line-height: 1.6; }\n      .card { background: #ffffff; border-radius: 14px; padding: 36px 40px; }\n      .card > :last-child { margin-bottom: 0; }\n      .brand { padding: 28px 8px 18px; font-size: 15px; font-weight: 650; letter-spacing: 0.01em; color: #1f6b45; }\n      .figure { margin: 24px 0; padding: 22px 24px; border-radius: 12px; background: #e9f3ec; color: #17523a; text-align: center; }\n      .figure strong { display: block; font-size: 38px; line-height: 1.15; letter-spacing: -0.02em; }\n      .figure span { display: block; margin-top: 6px; font-size: 15px; line-height: 1.5; }\n      .urgent { background: #fdf1df; color: #7a4705; }\n      .rows { width: 100%; margin: 0 0 20px; border-collapse: collapse; }\n      .rows td { padding: 10px 0; border-bottom: 1px solid #e4e9e3; font-size: 15px; line-height: 1.5; }\n      .rows td + td { text-align: right; font-weight: 600; white-space: nowrap; }\n      .dim { color: #66756b; font-size: 14px; }\n      .foot { padding: 20px 8px 36px; color: #66756b; font-size: 13px; line-height: 1.6; }\n      .foot a { color: #66756b; }\n      @media (max-width: 620px) { .card { padding: 28px 22px; } h1 { font-size: 22px; } .figure strong { font-size: 32px; } }\n      @media (prefers-color-scheme: dark) {\n        body { background: #131a16; color: #e6ede8; }\n        .card { background: #1c2620; } .brand { color: #86cfa5; }\n        .figure { background: #20382b; color: #c9ead6; } .urgent { background: #40301a; color: #f3d7a9; }\n        .rows td { border-color: #2e3b33; } .dim, .foot, .foot a { color: #9baba1; }\n      }\n    </style>\n  </head>\n  <body>\n    <div style=\"display: none; max-height: 0; overflow: hidden\">您的连续签到记录。</div>\n    <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\">\n      <tr>\n        <td align=\"center\" style=\"padding: 0 14px\">\n          <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"max-width: 600px\">\n            <tr><td class=\"brand\">{{ programme.name }}</td></tr>\n            <tr>\n              <td class=\"card\">\n<h1>{% if member.name %}{{ member.name }}，您{% else %}您{% endif %}已连续签到 {{ streak }} 天</h1>\n{%- if points > 0 %}\n<div class=\"figure\"><strong>+{{ points | number }}</strong><span>今日签到积分</span></div>\n{%- endif %}\n{%- if couponCode != \"\" %}\n<p>另赠优惠券：{{ couponName }}，券码 <strong>{{ couponCode }}</strong>{% if couponExpiresAt %}，有效期至 {{ couponExpiresAt | date }}{% endif %}。</p>\n{%- endif %}\n{%- if nextPoints > 0 %}\n<p class=\"dim\">明日签到可得 {{ nextPoints | points }}。</p>\n{%- endif %}\n              </td>\n            </tr>\n            <tr>\n              <td class=\"foot\">\n                您收到这封邮件，因为您是 {{ programme.name }} 的会员。您现有 {{ member.points | points }}。\n                {%- if unsubscribeUrl %}\n                <br /><a href=\"{{ unsubscribeUrl }}\">不再接收此类邮件</a>\n                {%- endif %}\n              </td>\n            </tr>\n          </table>\n        </td>\n      </tr>\n    </table>\n  </body>\n</html>\n", "text": "{% if member.name %}{{ member.name }}，您{% else %}您{% endif %}已连续签到 {{ streak }} 天。\n{%- if points > 0 %}今日获得 {{ points | points }}。{% endif %}\n{% if couponCode != \"\" %}\n另赠优惠券：{{ couponName }}，券码 {{ couponCode }}{% if couponExpiresAt %}，有效期至 {{ couponExpiresAt | date }}{% endif %}。\n{% endif %}\n{%- if nextPoints > 0 %}\n明日签到可得 {{ nextPoints | points }}。\n{%- endif %}\n\n--\n您收到这封邮件，因为您是 {{ programme.name }} 的会员。您现有 {{ member.points | points }}。\n{% if unsubscribeUrl %}不再接收此类邮件：{{ unsubscribeUrl }}{% endif %}\n", "subject": "连续签到 {{ streak }} 天{% if points > 0 %}，今日获得 {{ points | points }}{% endif %}"}}, "streak-lost": {"en": {"html": "<!doctype html>\n<html lang=\"en\">\n  <head>\n    <meta charset=\"utf-8\" />\n    <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n    <meta name=\"color-scheme\" content=\"light dark\" />\n    <title>{{ programme.name }}</title>\n    <style>\n      body { margin: 0; padding: 0; background: #f3f5f1; color: #1d2a22; -webkit-text-size-adjust: 100%; }\n      body, td, p, h1, a { font-family: -apple-system, ''Segoe UI'', Roboto, ''Helvetica Neue'', Arial, ''PingFang SC'', ''Microsoft YaHei'', sans-serif; }\n      h1 { margin: 0 0 16px; font-size: 24px; line-height: 1.3; font-weight: 650; letter-spacing: -0.01em; }\n      p { margin: 0 0 16px; font-size: 16px; line-height: 1.6; }\n      .card { background: #ffffff; border-radius: 14px; padding: 36px 40px; }\n      .card > :last-child { margin-bottom: 0; }\n      .brand { padding: 28px 8px 18px; font-size: 15px; font-weight: 650; letter-spacing: 0.01em; color: #1f6b45; }\n      .figure { margin: 24px 0; padding: 22px 24px; border-radius: 12px; background: #e9f3ec; color: #17523a; text-align: center; }\n      .figure strong { display: block; font-size: 38px; line-height: 1.15; letter-spacing: -0.02em; }\n      .figure span { display: block; margin-top: 6px; font-size: 15px; line-height: 1.5; }\n      .urgent { background: #fdf1df; color: #7a4705; }\n      .rows { width: 100%; margin: 0 0 20px; border-collapse: collapse; }\n      .rows td { padding: 10px 0; border-bottom: 1px solid #e4e9e3; font-size: 15px; line-height: 1.5; }\n      .rows td + td { text-align: right; font-weight: 600; white-space: nowrap; }\n      .dim { color: #66756b; font-size: 14px; }\n      .foot { padding: 20px 8px 36px; color: #66756b; font-size: 13px; line-height: 1.6; }\n      .foot a { color: #66756b; }\n      @media (max-width: 620px) { .card { padding: 28px 22px; } h1 { font-size: 22px; } .figure strong { font-size: 32px; } }\n      @media (prefers-color-scheme: dark) {\n        body { background: #131a16; color: #e6ede8; }\n        .card { background: #1c2620; } .brand { color: #86cfa5; }\n        .figure { background: #20382b; color: #c9ead6; } .urgent { background: #40301a; color: #f3d7a9; }\n        .rows td { border-color: #2e3b33; } .dim, .foot, .foot a { color: #9baba1; }\n      }\n    </style>\n  </head>\n  <body>\n    <div style=\"display: none; max-height: 0; overflow: hidden\">{% if canRepair %}You have a repair card.{% else %}A new one starts with your next check-in.{% endif %}</div>\n    <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\">\n      <tr>\n        <td align=\"center\" style=\"padding: 0 14px\">\n          <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"max-width: 600px\">\n            <tr><td class=\"brand\">{{ programme.name }}</td></tr>\n            <tr>\n              <td class=\"card\">\n<h1>{% if member.name %}{{ member.name }}, your{% else %}Your{% endif %} streak of {{ streak }} days has ended</h1>\n{%- if canRepair %}\n<p>You have a repair card. Use it until the end of {{ repairUntilAt | date: ''weekday'' }}, and the streak goes on as if no day had been missed.</p>\n{%- else %}\n<p>A new one starts with your next check-in.</p>\n{%- endif %}\n              </td>\n            </tr>\n            <tr>\n              <td class=\"foot\">\n                You receive this because you are a member of {{ programme.name }}. You have {{ member.points | points }}.\n                {%- if unsubscribeUrl %}\n                <br /><a href=\"{{ unsubscribeUrl }}\">Stop these e-mails</a>\n                {%- endif %}\n              </td>\n            </tr>\n          </table>\n        </td>\n      </tr>\n    </table>\n  </body>\n</html>\n", "text": "{% if member.name %}{{ member.name }}, your{% else %}Your{% endif %} streak of {{ streak }} days has ended.\n{% if canRepair %}\nYou have a repair card. Use it until the end of {{ repairUntilAt | date: ''weekday'' }}, and the streak goes on.\n{%- else %}\nA new one starts with your next check-in.\n{%- endif %}\n\n--\nYou receive this because you are a member of {{ programme.name }}. You have {{ member.points | points }}.\n{% if unsubscribeUrl %}Stop these e-mails: {{ unsubscribeUrl }}{% endif %}\n", "subject": "{% if canRepair %}Bring your streak of {{ streak }} days back{% else %}Your streak of {{ streak }} days has ended{% endif %}"}, "zh-CN": {"html": "<!doctype html>\n<html lang=\"zh-CN\">\n  <head>\n    <meta charset=\"utf-8\" />\n    <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n    <meta name=\"color-scheme\" content=\"light dark\" />\n    <title>{{ programme.name }}</title>\n    <style>\n      body { margin: 0; padding: 0; background: #f3f5f1; color: #1d2a22; -webkit-text-size-adjust: 100%; }\n      body, td, p, h1, a { font-family: -apple-system, ''Segoe UI'', Roboto, ''Helvetica Neue'', Arial, ''PingFang SC'', ''Microsoft YaHei'', sans-serif; }\n      h1 { margin: 0 0 16px; font-size: 24px; line-height: 1.3; font-weight: 650; letter-spacing: -0.01em; }\n      p { margin: 0 0 16px; font-size: 16px; line-height: 1.6; }\n      .card { background: #ffffff; border-radius: 14px; padding: 36px 40px; }\n      .card > :last-child { margin-bottom: 0; }\n      .brand { padding: 28px 8px 18px; font-size: 15px; font-weight: 650; letter-spacing: 0.01em; color: #1f6b45; }\n      .figure { margin: 24px 0; padding: 22px 24px; border-radius: 12px; background: #e9f3ec; color: #17523a; text-align: center; }\n      .figure strong { display: block; font-size: 38px; line-height: 1.15; letter-spacing: -0.02em; }\n      .figure span { display: block; margin-top: 6px; font-size: 15px; line-height: 1.5; }\n      .urgent { background: #fdf1df; color: #7a4705; }\n      .rows { width: 100%; margin: 0 0 20px; border-collapse: collapse; }\n      .rows td { padding: 10px 0; border-bottom: 1px solid #e4e9e3; font-size: 15px; line-height: 1.5; }\n      .rows td + td { text-align: right; font-weight: 600; white-space: nowrap; }\n      .dim { color: #66756b; font-size: 14px; }\n      .foot { padding: 20px 8px 36px; color: #66756b; font-size: 13px; line-height: 1.6; }\n      .foot a { color: #66756b; }\n      @media (max-width: 620px) { .card { padding: 28px 22px; } h1 { font-size: 22px; } .figure strong { font-size: 32px; } }\n      @media (prefers-color-scheme: dark) {\n        body { background: #131a16; color: #e6ede8; }\n        .card { background: #1c2620; } .brand { color: #86cfa5; }\n        .figure { background: #20382b; color: #c9ead6; } .urgent { background: #40301a; color: #f3d7a9; }\n        .rows td { border-color: #2e3b33; } .dim, .foot, .foot a { color: #9baba1; }\n      }\n    </style>\n  </head>\n  <body>\n    <div style=\"display: none; max-height: 0; overflow: hidden\">{% if canRepair %}您有一张补签卡可用。{% else %}再次签到即可重新开始。{% endif %}</div>\n    <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\">\n      <tr>\n        <td align=\"center\" style=\"padding: 0 14px\">\n          <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"max-width: 600px\">\n            <tr><td class=\"brand\">{{ programme.name }}</td></tr>\n            <tr>\n              <td class=\"card\">\n<h1>{% if member.name %}{{ member.name }}，您{% else %}您{% endif %}的 {{ streak }} 天连续签到已中断</h1>\n{%- if canRepair %}\n<p>您有一张补签卡，{{ repairUntilAt | date }}当天结束前使用，记录即可延续。</p>\n{%- else %}\n<p>再次签到即可重新开始。</p>\n{%- endif %}\n              </td>\n            </tr>\n            <tr>\n              <td class=\"foot\">\n                您收到这封邮件，因为您是 {{ programme.name }} 的会员。您现有 {{ member.points | points }}。\n                {%- if unsubscribeUrl %}\n                <br /><a href=\"{{ unsubscribeUrl }}\">不再接收此类邮件</a>\n                {%- endif %}\n              </td>\n            </tr>\n          </table>\n        </td>\n      </tr>\n    </table>\n  </body>\n</html>\n", "text": "{% if member.name %}{{ member.name }}，您{% else %}您{% endif %}的 {{ streak }} 天连续签到已中断。\n{% if canRepair %}\n您有一张补签卡，{{ repairUntilAt | date }}当天结束前使用，记录即可延续。\n{%- else %}\n再次签到即可重新开始。\n{%- endif %}\n\n--\n您收到这封邮件，因为您是 {{ programme.name }} 的会员。您现有 {{ member.points | points }}。\n{% if unsubscribeUrl %}不再接收此类邮件：{{ unsubscribeUrl }}{% endif %}\n", "subject": "{% if canRepair %}用补签卡找回 {{ streak }} 天连续签到{% else %}{{ streak }} 天连续签到已中断{% endif %}"}}, "streak-reminder": {"en": {"html": "<!doctype html>\n<html lang=\"en\">\n  <head>\n    <meta charset=\"utf-8\" />\n    <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n    <meta name=\"color-scheme\" content=\"light dark\" />\n    <title>{{ programme.name }}</title>\n    <style>\n      body { margin: 0; padding: 0; background: #f3f5f1; color: #1d2a22; -webkit-text-size-adjust: 100%; }\n      body, td, p, h1, a { font-family: -apple-system, ''Segoe UI'', Roboto, ''Helvetica Neue'', Arial, ''PingFang SC'', ''Microsoft YaHei'', sans-serif; }\n      h1 { margin: 0 0 16px; font-size: 24px; line-height: 1.3; font-weight: 650; letter-spacing: -0.01em; }\n      p { margin: 0 0 16px; font-size: 16px; line-height: 1.6; }\n      .card { background: #ffffff; border-radius: 14px; padding: 36px 40px; }\n      .card > :last-child { margin-bottom: 0; }\n      .brand { padding: 28px 8px 18px; font-size: 15px; font-weight: 650; letter-spacing: 0.01em; color: #1f6b45; }\n      .figure { margin: 24px 0; padding: 22px 24px; border-radius: 12px; background: #e9f3ec; color: #17523a; text-align: center; }\n      .figure strong { display: block; font-size: 38px; line-height: 1.15; letter-spacing: -0.02em; }\n      .figure span { display: block; margin-top: 6px; font-size: 15px; line-height: 1.5; }\n      .urgent { background: #fdf1df; color: #7a4705; }\n      .rows { width: 100%; margin: 0 0 20px; border-collapse: collapse; }\n      .rows td { padding: 10px 0; border-bottom: 1px solid #e4e9e3; font-size: 15px; line-height: 1.5; }\n      .rows td + td { text-align: right; font-weight: 600; white-space: nowrap; }\n      .dim { color: #66756b; font-size: 14px; }\n      .foot { padding: 20px 8px 36px; color: #66756b; font-size: 13px; line-height: 1.6; }\n      .foot a { color: #66756b; }\n      @media (max-width: 620px) { .card { padding: 28px 22px; } h1 { font-size: 22px; } .figure strong { font-size: 32px; } }\n      @media (prefers-color-scheme: dark) {\n        body { background: #131a16; color: #e6ede8; }\n        .card { background: #1c2620; } .brand { color: #86cfa5; }\n        .figure { background: #20382b; color: #c9ead6; } .urgent { background: #40301a; color: #f3d7a9; }\n        .rows td { border-color: #2e3b33; } .dim, .foot, .foot a { color: #9baba1; }\n      }\n    </style>\n  </head>\n  <body>\n    <div style=\"display: none; max-height: 0; overflow: hidden\">One check-in keeps it.</div>\n    <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\">\n      <tr>\n        <td align=\"center\" style=\"padding: 0 14px\">\n          <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"max-width: 600px\">\n            <tr><td class=\"brand\">{{ programme.name }}</td></tr>\n            <tr>\n              <td class=\"card\">\n<h1>{% if member.name %}{{ member.name }}, keep{% else %}Keep{% endif %} your streak of {{ streak }} days</h1>\n<p>You have not checked in yet, and the streak ends with the day.</p>\n{%- if nextPoints > 0 %}\n<div class=\"figure urgent\"><strong>+{{ nextPoints | number }}</strong><span>{{ programme.asset }} for day {{ nextDay }}</span></div>\n{%- endif %}\n<p class=\"dim\">We write only in the evening of a day on which a streak would be lost.</p>\n              </td>\n            </tr>\n            <tr>\n              <td class=\"foot\">\n                You receive this because you are a member of {{ programme.name }}. You have {{ member.points | points }}.\n                {%- if unsubscribeUrl %}\n                <br /><a href=\"{{ unsubscribeUrl }}\">Stop these e-mails</a>\n                {%- endif %}\n              </td>\n            </tr>\n          </table>\n        </td>\n      </tr>\n    </table>\n  </body>\n</html>\n", "text": "{% if member.name %}{{ member.name }}, your{% else %}Your{% endif %} streak of {{ streak }} days ends at midnight: you have not checked in yet.\n{%- if nextPoints > 0 %} Day {{ nextDay }} brings {{ nextPoints | points }}.{% endif %}\n\nWe write only in the evening of a day on which a streak would be lost.\n\n--\nYou receive this because you are a member of {{ programme.name }}. You have {{ member.points | points }}.\n{% if unsubscribeUrl %}Stop these e-mails: {{ unsubscribeUrl }}{% endif %}\n", "subject": "Your streak of {{ streak }} days ends at midnight"}, "zh-CN": {"html": "<!doctype html>\n<html lang=\"zh-CN\">\n  <head>\n    <meta charset=\"utf-8\" />\n    <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n    <meta name=\"color-scheme\" content=\"light dark\" />\n    <title>{{ programme.name }}</title>\n    <style>\n      body { margin: 0; padding: 0; background: #f3f5f1; color: #1d2a22; -webkit-text-size-adjust: 100%; }\n      body, td, p, h1, a { font-family: -apple-system, ''Segoe UI'', Roboto, ''Helvetica Neue'', Arial, ''PingFang SC'', ''Microsoft YaHei'', sans-serif; }\n      h1 { margin: 0 0 16px; font-size: 24px; line-height: 1.3; font-weight: 650; letter-spacing: -0.01em; }\n      p { margin: 0 0 16px; font-size: 16px; line-height: 1.6; }\n      .card { background: #ffffff; border-radius: 14px; padding: 36px 40px; }\n      .card > :last-child { margin-bottom: 0; }\n      .brand { padding: 28px 8px 18px; font-size: 15px; font-weight: 650; letter-spacing: 0.01em; color: #1f6b45; }\n      .figure { margin: 24px 0; padding: 22px 24px; border-radius: 12px; background: #e9f3ec; color: #17523a; text-align: center; }\n      .figure strong { display: block; font-size: 38px; line-height: 1.15; letter-spacing: -0.02em; }\n      .figure span { display: block; margin-top: 6px; font-size: 15px; line-height: 1.5; }\n      .urgent { background: #fdf1df; color: #7a4705; }\n      .rows { width: 100%; margin: 0 0 20px; border-collapse: collapse; }\n      .rows td { padding: 10px 0; border-bottom: 1px solid #e4e9e3; font-size: 15px; line-height: 1.5; }\n      .rows td + td { text-align: right; font-weight: 600; white-space: nowrap; }\n      .dim { color: #66756b; font-size: 14px; }\n      .foot { padding: 20px 8px 36px; color: #66756b; font-size: 13px; line-height: 1.6; }\n      .foot a { color: #66756b; }\n      @media (max-width: 620px) { .card { padding: 28px 22px; } h1 { font-size: 22px; } .figure strong { font-size: 32px; } }\n      @media (prefers-color-scheme: dark) {\n        body { background: #131a16; color: #e6ede8; }\n        .card { background: #1c2620; } .brand { color: #86cfa5; }\n        .figure { background: #20382b; color: #c9ead6; } .urgent { background: #40301a; color: #f3d7a9; }\n        .rows td { border-color: #2e3b33; } .dim, .foot, .foot a { color: #9baba1; }\n      }\n    </style>\n  </head>\n  <body>\n    <div style=\"display: none; max-height: 0; overflow: hidden\">签到一次即可保住记录。</div>\n    <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\">\n      <tr>\n        <td align=\"center\" style=\"padding: 0 14px\">\n          <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"max-width: 600px\">\n            <tr><td class=\"brand\">{{ programme.name }}</td></tr>\n            <tr>\n              <td class=\"card\">\n<h1>{% if member.name %}{{ member.name }}，请保住{% else %}请保住{% endif %} {{ streak }} 天的连续签到</h1>\n<p>您今天还没有签到，今日结束后记录将中断。</p>\n{%- if nextPoints > 0 %}\n<div class=\"figure urgent\"><strong>+{{ nextPoints | number }}</strong><span>第 {{ nextDay }} 天签到积分</span></div>\n{%- endif %}\n<p class=\"dim\">只有在记录即将中断的当晚，我们才会提醒您。</p>\n              </td>\n            </tr>\n            <tr>\n              <td class=\"foot\">\n                您收到这封邮件，因为您是 {{ programme.name }} 的会员。您现有 {{ member.points | points }}。\n                {%- if unsubscribeUrl %}\n                <br /><a href=\"{{ unsubscribeUrl }}\">不再接收此类邮件</a>\n                {%- endif %}\n              </td>\n            </tr>\n          </table>\n        </td>\n      </tr>\n    </table>\n  </body>\n</html>\n", "text": "{% if member.name %}{{ member.name }}，您{% else %}您{% endif %}今天还没有签到，{{ streak }} 天的连续签到将于今晚中断。\n{%- if nextPoints > 0 %}第 {{ nextDay }} 天签到可得 {{ nextPoints | points }}。{% endif %}\n\n只有在记录即将中断的当晚，我们才会提醒您。\n\n--\n您收到这封邮件，因为您是 {{ programme.name }} 的会员。您现有 {{ member.points | points }}。\n{% if unsubscribeUrl %}不再接收此类邮件：{{ unsubscribeUrl }}{% endif %}\n", "subject": "您的 {{ streak }} 天连续签到将于今晚中断"}}}, "priority": 40, "settings": {"bonuses": [{"day": 7, "points": 20}], "lateDays": 3, "remindAt": "20:00", "dayPoints": [5, 5, 6, 6, 8, 8, 10], "graceDays": 0, "afterLastDay": "restart", "endAfterDays": 30, "milestoneDays": [7, 30, 100, 365], "remindFromDays": 2, "repairWithinDays": 3, "repairCardsPerMonth": 1}, "lifecycle": "check-in-streak"}', '6932476b9fc089884b17579ca69cc4c1b78592095ff7747efff0a8e00f668731', '{checkin.done,checkin.repaired,member.updated}', 'checkin.done', '{}', '[]', 0, '2026-03-02 09:15:00+00', 0);
INSERT INTO public.campaign_version VALUES (3, 1, 3, 1, '{"code": "points-expiry", "name": "Points about to expire", "exitOn": [], "reentry": {"days": 0, "kind": "afterDays"}, "messages": {"points-expiring": {"en": {"html": "<!doctype html>\n<html lang=\"en\">\n  <head>\n    <meta charset=\"utf-8\" />\n    <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n    <meta name=\"color-scheme\" content=\"light dark\" />\n    <title>{{ programme.name }}</title>\n    <style>\n      body { margin: 0; padding: 0; background: #f3f5f1; color: #1d2a22; -webkit-text-size-adjust: 100%; }\n      body, td, p, h1, a { font-family: -apple-system, ''Segoe UI'', Roboto, ''Helvetica Neue'', Arial, ''PingFang SC'', ''Microsoft YaHei'', sans-serif; }\n      h1 { margin: 0 0 16px; font-size: 24px; line-height: 1.3; font-weight: 650; letter-spacing: -0.01em; }\n      p { margin: 0 0 16px; font-size: 16px; line-height: 1.6; }\n      .card { background: #ffffff; border-radius: 14px; padding: 36px 40px; }\n      .card > :last-child { margin-bottom: 0; }\n      .brand { padding: 28px 8px 18px; font-size: 15px; font-weight: 650; letter-spacing: 0.01em; color: #1f6b45; }\n      .figure { margin: 24px 0; padding: 22px 24px; border-radius: 12px; background: #e9f3ec; color: #17523a; text-align: center; }\n      .figure strong { display: block; font-size: 38px; line-height: 1.15; letter-spacing: -0.02em; }\n      .figure span { display: block; margin-top: 6px; font-size: 15px; line-height: 1.5; }\n      .urgent { background: #fdf1df; color: #7a4705; }\n      .rows { width: 100%; margin: 0 0 20px; border-collapse: collapse; }\n      .rows td { padding: 10px 0; border-bottom: 1px solid #e4e9e3; font-size: 15px; line-height: 1.5; }\n      .rows td + td { text-align: right; font-weight: 600; white-space: nowrap; }\n      .dim { color: #66756b; font-size: 14px; }\n      .foot { padding: 20px 8px 36px; color: #66756b; font-size: 13px; line-height: 1.6; }\n      .foot a { color: #66756b; }\n      @media (max-width: 620px) { .card { padding: 28px 22px; } h1 { font-size: 22px; } .figure strong { font-size: 32px; } }\n      @media (prefers-color-scheme: dark) {\n        body { background: #131a16; color: #e6ede8; }\n        .card { background: #1c2620; } .brand { color: #86cfa5; }\n        .figure { background: #20382b; color: #c9ead6; } .urgent { background: #40301a; color: #f3d7a9; }\n        .rows td { border-color: #2e3b33; } .dim, .foot, .foot a { color: #9baba1; }\n      }\n    </style>\n  </head>\n  <body>\n    <div style=\"display: none; max-height: 0; overflow: hidden\">What you still have, and until when.</div>\n    <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\">\n      <tr>\n        <td align=\"center\" style=\"padding: 0 14px\">\n          <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"max-width: 600px\">\n            <tr><td class=\"brand\">{{ programme.name }}</td></tr>\n            <tr>\n              <td class=\"card\">\n<h1>{% if member.name %}{{ member.name }}, don’t{% else %}Don’t{% endif %} let your {{ programme.asset }} go to waste</h1>\n<div class=\"figure{% if lastCall %} urgent{% endif %}\">\n  <strong>{{ expiring.total | number }}</strong>\n  <span>{{ programme.asset }} {% if expiring.lots.size > 1 %}expire from {{ expiring.firstAt | date: ''weekday'' }} on{% else %}can be used until the end of {{ expiring.firstAt | date: ''weekday'' }}{% endif %}</span>\n</div>\n{%- if expiring.lots.size > 1 %}\n<table class=\"rows\" role=\"presentation\">\n  {%- for lot in expiring.lots %}\n  <tr><td>until the end of {{ lot.expiresAt | date }}{% if lot.officialAt != lot.expiresAt %} (officially {{ lot.officialAt | date }}){% endif %}</td><td>{{ lot.points | points }}</td></tr>\n  {%- endfor %}\n</table>\n{%- elsif expiring.lots[0].officialAt != expiring.firstAt %}\n<p>They officially end on {{ expiring.lots[0].officialAt | date }}; you have until the end of {{ expiring.firstAt | date }} to use them.</p>\n{%- endif %}\n<p>Use them with your next order. The ones that expire first are used first.</p>\n{%- if expiring.lapsing > 0 %}\n<p>An order or a redemption before the end of {{ expiring.lapsesAt | date }} keeps {% if expiring.lapsing == expiring.total %}them all{% else %}{{ expiring.lapsing | points }} of them{% endif %}: points lapse only when nothing is earned or redeemed for long.</p>\n{%- endif %}\n{%- if couponCode != '''' %}\n<div class=\"figure\"><strong>{{ couponCode }}</strong><span>{{ couponName }}, until the end of {{ couponUntil | date: ''weekday'' }}{% if couponMinOrder > 0 %}, from an order of {{ couponMinOrder | money }}{% endif %}</span></div>\n{%- endif %}\n<p class=\"dim\">{% if lastCall %}This is the last message about these {{ programme.asset }}.{% else %}We remind you again only if some of them are left.{% endif %}</p>\n              </td>\n            </tr>\n            <tr>\n              <td class=\"foot\">\n                You receive this because you are a member of {{ programme.name }}. You have {{ member.points | points }}.\n                {%- if unsubscribeUrl %}\n                <br /><a href=\"{{ unsubscribeUrl }}\">Stop these e-mails</a>\n                {%- endif %}\n              </td>\n            </tr>\n          </table>\n        </td>\n      </tr>\n    </table>\n  </body>\n</html>\n", "text": "{% if member.name %}{{ member.name }}, you{% else %}You{% endif %} have {{ expiring.total | points }} that expire soon:\n{% for lot in expiring.lots %}\n- {{ lot.points | points }}: until the end of {{ lot.expiresAt | date }}{% if lot.officialAt != lot.expiresAt %} (days of grace included: officially {{ lot.officialAt | date }}){% endif %}\n{%- endfor %}\n\nUse them with your next order. The ones that expire first are used first.\n{%- if expiring.lapsing > 0 %}\n\nAn order or a redemption before the end of {{ expiring.lapsesAt | date }} keeps {% if expiring.lapsing == expiring.total %}them all{% else %}{{ expiring.lapsing | points }} of them{% endif %}: points lapse only when nothing is earned or redeemed for long.\n{%- endif %}\n{%- if couponCode != '''' %}\n\nWith it, {{ couponName }}: enter {{ couponCode }} with your order, until the end of {{ couponUntil | date }}\n{%- if couponMinOrder > 0 %} (from {{ couponMinOrder | money }}){% endif %}.\n{%- endif %}\n{% if lastCall %}This is the last message about these {{ programme.asset }}.{% else %}We remind you again only if some of them are left.{% endif %}\n\n--\nYou receive this because you are a member of {{ programme.name }}. You have {{ member.points | points }}.\n{% if unsubscribeUrl %}Stop these e-mails: {{ unsubscribeUrl }}{% endif %}\n", "subject": "{% if lastCall %}Last call: {{ expiring.total | points }} expire {% if expiring.lots.size > 1 %}from{% else %}on{% endif %} {{ expiring.firstAt | date: ''short'' }}{% else %}{{ expiring.total | points }} expire {% if expiring.lots.size > 1 %}from{% else %}on{% endif %} {{ expiring.firstAt | date }}{% endif %}"}, "zh-CN": {"html": "<!doctype html>\n<html lang=\"zh-CN\">\n  <head>\n    <meta charset=\"utf-8\" />\n    <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n    <meta name=\"color-scheme\" content=\"light dark\" />\n    <title>{{ programme.name }}</title>\n    <style>\n      body { margin: 0; padding: 0; background: #f3f5f1; color: #1d2a22; -webkit-text-size-adjust: 100%; }\n      body, td, p, h1, a { font-family: -apple-system, ''Segoe UI'', Roboto, ''Helvetica Neue'', Arial, ''PingFang SC'', ''Microsoft YaHei'', sans-serif; }\n      h1 { margin: 0 0 16px; font-size: 24px; line-height: 1.3; font-weight: 650; letter-spacing: -0.01em; }\n      p { margin: 0 0 16px; font-size: 16px; line-height: 1.6; }\n      .card { background: #ffffff; border-radius: 14px; padding: 36px 40px; }\n      .card > :last-child { margin-bottom: 0; }\n      .brand { padding: 28px 8px 18px; font-size: 15px; font-weight: 650; letter-spacing: 0.01em; color: #1f6b45; }\n      .figure { margin: 24px 0; padding: 22px 24px; border-radius: 12px; background: #e9f3ec; color: #17523a; text-align: center; }\n      .figure strong { display: block; font-size: 38px; line-height: 1.15; letter-spacing: -0.02em; }\n      .figure span { display: block; margin-top: 6px; font-size: 15px; line-height: 1.5; }\n      .urgent { background: #fdf1df; color: #7a4705; }\n      .rows { width: 100%; margin: 0 0 20px; border-collapse: collapse; }\n      .rows td { padding: 10px 0; border-bottom: 1px solid #e4e9e3; font-size: 15px; line-height: 1.5; }\n      .rows td + td { text-align: right; font-weight: 600; white-space: nowrap; }\n      .dim { color: #66756b; font-size: 14px; }\n      .foot { padding: 20px 8px 36px; color: #66756b; font-size: 13px; line-height: 1.6; }\n      .foot a { color: #66756b; }\n      @media (max-width: 620px) { .card { padding: 28px 22px; } h1 { font-size: 22px; } .figure strong { font-size: 32px; } }\n      @media (prefers-color-scheme: dark) {\n        body { background: #131a16; color: #e6ede8; }\n        .card { background: #1c2620; } .brand { color: #86cfa5; }\n        .figure { background: #20382b; color: #c9ead6; } .urgent { background: #40301a; color: #f3d7a9; }\n        .rows td { border-color: #2e3b33; } .dim, .foot, .foot a { color: #9baba1; }\n      }\n    </style>\n  </head>\n  <body>\n    <div style=\"display: none; max-height: 0; overflow: hidden\">还剩多少，何时到期。</div>\n    <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\">\n      <tr>\n        <td align=\"center\" style=\"padding: 0 14px\">\n          <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"max-width: 600px\">\n            <tr><td class=\"brand\">{{ programme.name }}</td></tr>\n            <tr>\n              <td class=\"card\">\n<h1>{% if member.name %}{{ member.name }}，别让积分白白过期{% else %}别让积分白白过期{% endif %}</h1>\n<div class=\"figure{% if lastCall %} urgent{% endif %}\">\n  <strong>{{ expiring.total | number }}</strong>\n  <span>{% if expiring.lots.size > 1 %}积分自{{ expiring.firstAt | date: ''weekday'' }}起陆续到期{% else %}积分可使用至{{ expiring.firstAt | date: ''weekday'' }}当天结束{% endif %}</span>\n</div>\n{%- if expiring.lots.size > 1 %}\n<table class=\"rows\" role=\"presentation\">\n  {%- for lot in expiring.lots %}\n  <tr><td>{{ lot.expiresAt | date }}当天结束前{% if lot.officialAt != lot.expiresAt %}（原到期日为{{ lot.officialAt | date }}）{% endif %}</td><td>{{ lot.points | points }}</td></tr>\n  {%- endfor %}\n</table>\n{%- elsif expiring.lots[0].officialAt != expiring.firstAt %}\n<p>原到期日为{{ expiring.lots[0].officialAt | date }}，含宽限期可使用至{{ expiring.firstAt | date }}当天结束。</p>\n{%- endif %}\n<p>下次下单即可使用，先到期的积分优先抵扣。</p>\n{%- if expiring.lapsing > 0 %}\n<p>在{{ expiring.lapsesAt | date }}当天结束前下单或兑换一次，即可保留{% if expiring.lapsing == expiring.total %}全部积分{% else %}其中 {{ expiring.lapsing | points }}{% endif %}：只有长期没有获得或兑换，积分才会失效。</p>\n{%- endif %}\n{%- if couponCode != '''' %}\n<div class=\"figure\"><strong>{{ couponCode }}</strong><span>{{ couponName }}，有效期至{{ couponUntil | date: ''weekday'' }}当天结束{% if couponMinOrder > 0 %}，订单满 {{ couponMinOrder | money }} 可用{% endif %}</span></div>\n{%- endif %}\n<p class=\"dim\">{% if lastCall %}这是关于这些积分的最后一次提醒。{% else %}只有在还有剩余时，我们才会再次提醒您。{% endif %}</p>\n              </td>\n            </tr>\n            <tr>\n              <td class=\"foot\">\n                您收到这封邮件，因为您是 {{ programme.name }} 的会员。您现有 {{ member.points | points }}。\n                {%- if unsubscribeUrl %}\n                <br /><a href=\"{{ unsubscribeUrl }}\">不再接收此类邮件</a>\n                {%- endif %}\n              </td>\n            </tr>\n          </table>\n        </td>\n      </tr>\n    </table>\n  </body>\n</html>\n", "text": "{% if member.name %}{{ member.name }}，您{% else %}您{% endif %}有 {{ expiring.total | points }}即将到期：\n{% for lot in expiring.lots %}\n- {{ lot.points | points }}：{{ lot.expiresAt | date }}当天结束前{% if lot.officialAt != lot.expiresAt %}（含宽限期，原到期日为{{ lot.officialAt | date }}）{% endif %}\n{%- endfor %}\n\n下次下单即可使用，先到期的积分优先抵扣。\n{%- if expiring.lapsing > 0 %}\n\n在{{ expiring.lapsesAt | date }}当天结束前下单或兑换一次，即可保留{% if expiring.lapsing == expiring.total %}全部积分{% else %}其中 {{ expiring.lapsing | points }}{% endif %}：只有长期没有获得或兑换，积分才会失效。\n{%- endif %}\n{%- if couponCode != '''' %}\n\n另附优惠券“{{ couponName }}”：下单时输入 {{ couponCode }}，有效期至{{ couponUntil | date }}当天结束\n{%- if couponMinOrder > 0 %}（订单满 {{ couponMinOrder | money }} 可用）{% endif %}。\n{%- endif %}\n{% if lastCall %}这是关于这些积分的最后一次提醒。{% else %}只有在还有剩余时，我们才会再次提醒您。{% endif %}\n\n--\n您收到这封邮件，因为您是 {{ programme.name }} 的会员。您现有 {{ member.points | points }}。\n{% if unsubscribeUrl %}不再接收此类邮件：{{ unsubscribeUrl }}{% endif %}\n", "subject": "{% if lastCall %}最后提醒：{{ expiring.total | points }}{% if expiring.lots.size > 1 %}自{{ expiring.firstAt | date: ''short'' }}起{% else %}将于{{ expiring.firstAt | date: ''short'' }}{% endif %}到期{% else %}您有 {{ expiring.total | points }}{% if expiring.lots.size > 1 %}自{{ expiring.firstAt | date }}起{% else %}将于{{ expiring.firstAt | date }}{% endif %}到期{% endif %}"}}}, "priority": 50, "settings": {"gatherDays": 7, "ladderDays": [30, 7, 3, 1], "couponDaysBefore": 7}, "lifecycle": "points-expiry"}', '396cdc281ffe0d061dded58969dd7b9ad7cdcd907a6ac042c4388d1b91622944', '{}', NULL, '{}', '[]', 0, '2026-03-02 09:15:00+00', 0);
INSERT INTO public.campaign_version VALUES (4, 1, 4, 1, '{"code": "referral-reward", "name": "Bring a friend", "exitOn": [], "reentry": {"kind": "never"}, "messages": {"not-counted": {"en": {"html": "<!doctype html>\n<html lang=\"en\">\n  <head>\n    <meta charset=\"utf-8\" />\n    <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n    <meta name=\"color-scheme\" content=\"light dark\" />\n    <title>{{ programme.name }}</title>\n    <style>\n      body { margin: 0; padding: 0; background: #f3f5f1; color: #1d2a22; -webkit-text-size-adjust: 100%; }\n      body, td, p, h1, a { font-family: -apple-system, ''Segoe UI'', Roboto, ''Helvetica Neue'', Arial, ''PingFang SC'', ''Microsoft YaHei'', sans-serif; }\n      h1 { margin: 0 0 16px; font-size: 24px; line-height: 1.3; font-weight: 650; letter-spacing: -0.01em; }\n      p { margin: 0 0 16px; font-size: 16px; line-height: 1.6; }\n      .card { background: #ffffff; border-radius: 14px; padding: 36px 40px; }\n      .card > :last-child { margin-bottom: 0; }\n      .brand { padding: 28px 8px 18px; font-size: 15px; font-weight: 650; letter-spacing: 0.01em; color: #1f6b45; }\n      .figure { margin: 24px 0; padding: 22px 24px; border-radius: 12px; background: #e9f3ec; color: #17523a; text-align: center; }\n      .figure strong { display: block; font-size: 38px; line-height: 1.15; letter-spacing: -0.02em; }\n      .figure span { display: block; margin-top: 6px; font-size: 15px; line-height: 1.5; }\n      .urgent { background: #fdf1df; color: #7a4705; }\n      .rows { width: 100%; margin: 0 0 20px; border-collapse: collapse; }\n      .rows td { padding: 10px 0; border-bottom: 1px solid #e4e9e3; font-size: 15px; line-height: 1.5; }\n      .rows td + td { text-align: right; font-weight: 600; white-space: nowrap; }\n      .dim { color: #66756b; font-size: 14px; }\n      .foot { padding: 20px 8px 36px; color: #66756b; font-size: 13px; line-height: 1.6; }\n      .foot a { color: #66756b; }\n      @media (max-width: 620px) { .card { padding: 28px 22px; } h1 { font-size: 22px; } .figure strong { font-size: 32px; } }\n      @media (prefers-color-scheme: dark) {\n        body { background: #131a16; color: #e6ede8; }\n        .card { background: #1c2620; } .brand { color: #86cfa5; }\n        .figure { background: #20382b; color: #c9ead6; } .urgent { background: #40301a; color: #f3d7a9; }\n        .rows td { border-color: #2e3b33; } .dim, .foot, .foot a { color: #9baba1; }\n      }\n    </style>\n  </head>\n  <body>\n    <div style=\"display: none; max-height: 0; overflow: hidden\">Why it brings nothing.</div>\n    <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\">\n      <tr>\n        <td align=\"center\" style=\"padding: 0 14px\">\n          <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"max-width: 600px\">\n            <tr><td class=\"brand\">{{ programme.name }}</td></tr>\n            <tr>\n              <td class=\"card\">\n<h1>{% if member.name %}{{ member.name }}, about{% else %}About{% endif %} your invitation</h1>\n<p>{% case reason %}{% when ''no-order'' %}Your friend has not placed an order that counts in time, so this invitation brings no reward.{% when ''limit'' %}Your friend has been rewarded. You have reached the number of friends that a member can be rewarded for at the moment, so this one brings you nothing.{% when ''returned'' %}Your friend has returned the order that counted, so the reward has been taken back.{% else %}This invitation does not meet the terms of the offer, so it brings no reward.{% endcase %}</p>\n<p class=\"dim\">Questions? Just answer this e-mail.</p>\n              </td>\n            </tr>\n            <tr>\n              <td class=\"foot\">\n                You receive this because you are a member of {{ programme.name }}. You have {{ member.points | points }}.\n                {%- if unsubscribeUrl %}\n                <br /><a href=\"{{ unsubscribeUrl }}\">Stop these e-mails</a>\n                {%- endif %}\n              </td>\n            </tr>\n          </table>\n        </td>\n      </tr>\n    </table>\n  </body>\n</html>\n", "text": "{% if member.name %}{{ member.name }}, about{% else %}About{% endif %} your invitation:\n\n{% case reason %}{% when ''no-order'' %}Your friend has not placed an order that counts in time, so this invitation brings no reward.{% when ''limit'' %}Your friend has been rewarded. You have reached the number of friends that a member can be rewarded for at the moment, so this one brings you nothing.{% when ''returned'' %}Your friend has returned the order that counted, so the reward has been taken back.{% else %}This invitation does not meet the terms of the offer, so it brings no reward.{% endcase %}\n\nQuestions? Just answer this e-mail.\n\n--\nYou receive this because you are a member of {{ programme.name }}. You have {{ member.points | points }}.\n{% if unsubscribeUrl %}Stop these e-mails: {{ unsubscribeUrl }}{% endif %}\n", "subject": "About your invitation{% if reason == ''returned'' %}: a reward was taken back{% endif %}"}, "zh-CN": {"html": "<!doctype html>\n<html lang=\"zh-CN\">\n  <head>\n    <meta charset=\"utf-8\" />\n    <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n    <meta name=\"color-scheme\" content=\"light dark\" />\n    <title>{{ programme.name }}</title>\n    <style>\n      body { margin: 0; padding: 0; background: #f3f5f1; color: #1d2a22; -webkit-text-size-adjust: 100%; }\n      body, td, p, h1, a { font-family: -apple-system, ''Segoe UI'', Roboto, ''Helvetica Neue'', Arial, ''PingFang SC'', ''Microsoft YaHei'', sans-serif; }\n      h1 { margin: 0 0 16px; font-size: 24px; line-height: 1.3; font-weight: 650; letter-spacing: -0.01em; }\n      p { margin: 0 0 16px; font-size: 16px; line-height: 1.6; }\n      .card { background: #ffffff; border-radius: 14px; padding: 36px 40px; }\n      .card > :last-child { margin-bottom: 0; }\n      .brand { padding: 28px 8px 18px; font-size: 15px; font-weight: 650; letter-spacing: 0.01em; color: #1f6b45; }\n      .figure { margin: 24px 0; padding: 22px 24px; border-radius: 12px; background: #e9f3ec; color: #17523a; text-align: center; }\n      .figure strong { display: block; font-size: 38px; line-height: 1.15; letter-spacing: -0.02em; }\n      .figure span { display: block; margin-top: 6px; font-size: 15px; line-height: 1.5; }\n      .urgent { background: #fdf1df; color: #7a4705; }\n      .rows { width: 100%; margin: 0 0 20px; border-collapse: collapse; }\n      .rows td { padding: 10px 0; border-bottom: 1px solid #e4e9e3; font-size: 15px; line-height: 1.5; }\n      .rows td + td { text-align: right; font-weight: 600; white-space: nowrap; }\n      .dim { color: #66756b; font-size: 14px; }\n      .foot { padding: 20px 8px 36px; color: #66756b; font-size: 13px; line-height: 1.6; }\n      .foot a { color: #66756b; }\n      @media (max-width: 620px) { .card { padding: 28px 22px; } h1 { font-size: 22px; } .figure strong { font-size: 32px; } }\n      @media (prefers-color-scheme: dark) {\n        body { background: #131a16; color: #e6ede8; }\n        .card { background: #1c2620; } .brand { color: #86cfa5; }\n        .figure { background: #20382b; color: #c9ead6; } .urgent { background: #40301a; color: #f3d7a9; }\n        .rows td { border-color: #2e3b33; } .dim, .foot, .foot a { color: #9baba1; }\n      }\n    </style>\n  </head>\n  <body>\n    <div style=\"display: none; max-height: 0; overflow: hidden\">为什么没有奖励。</div>\n    <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\">\n      <tr>\n        <td align=\"center\" style=\"padding: 0 14px\">\n          <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"max-width: 600px\">\n            <tr><td class=\"brand\">{{ programme.name }}</td></tr>\n            <tr>\n              <td class=\"card\">\n<h1>{% if member.name %}{{ member.name }}，{% endif %}关于您的邀请</h1>\n<p>{% case reason %}{% when ''no-order'' %}您的好友未在规定时间内完成符合条件的订单，本次邀请没有奖励。{% when ''limit'' %}您的好友已获得奖励；您目前可获奖励的邀请人数已达上限，本次邀请没有奖励。{% when ''returned'' %}您的好友退回了符合条件的订单，奖励已被收回。{% else %}本次邀请不符合活动规则，没有奖励。{% endcase %}</p>\n<p class=\"dim\">如有疑问，请直接回复本邮件。</p>\n              </td>\n            </tr>\n            <tr>\n              <td class=\"foot\">\n                您收到这封邮件，因为您是 {{ programme.name }} 的会员。您现有 {{ member.points | points }}。\n                {%- if unsubscribeUrl %}\n                <br /><a href=\"{{ unsubscribeUrl }}\">不再接收此类邮件</a>\n                {%- endif %}\n              </td>\n            </tr>\n          </table>\n        </td>\n      </tr>\n    </table>\n  </body>\n</html>\n", "text": "{% if member.name %}{{ member.name }}，{% endif %}关于您的邀请：\n\n{% case reason %}{% when ''no-order'' %}您的好友未在规定时间内完成符合条件的订单，本次邀请没有奖励。{% when ''limit'' %}您的好友已获得奖励；您目前可获奖励的邀请人数已达上限，本次邀请没有奖励。{% when ''returned'' %}您的好友退回了符合条件的订单，奖励已被收回。{% else %}本次邀请不符合活动规则，没有奖励。{% endcase %}\n\n如有疑问，请直接回复本邮件。\n\n--\n您收到这封邮件，因为您是 {{ programme.name }} 的会员。您现有 {{ member.points | points }}。\n{% if unsubscribeUrl %}不再接收此类邮件：{{ unsubscribeUrl }}{% endif %}\n", "subject": "关于您的邀请{% if reason == ''returned'' %}：奖励已收回{% endif %}"}}, "friend-joined": {"en": {"html": "<!doctype html>\n<html lang=\"en\">\n  <head>\n    <meta charset=\"utf-8\" />\n    <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n    <meta name=\"color-scheme\" content=\"light dark\" />\n    <title>{{ programme.name }}</title>\n    <style>\n      body { margin: 0; padding: 0; background: #f3f5f1; color: #1d2a22; -webkit-text-size-adjust: 100%; }\n      body, td, p, h1, a { font-family: -apple-system, ''Segoe UI'', Roboto, ''Helvetica Neue'', Arial, ''PingFang SC'', ''Microsoft YaHei'', sans-serif; }\n      h1 { margin: 0 0 16px; font-size: 24px; line-height: 1.3; font-weight: 650; letter-spacing: -0.01em; }\n      p { margin: 0 0 16px; font-size: 16px; line-height: 1.6; }\n      .card { background: #ffffff; border-radius: 14px; padding: 36px 40px; }\n      .card > :last-child { margin-bottom: 0; }\n      .brand { padding: 28px 8px 18px; font-size: 15px; font-weight: 650; letter-spacing: 0.01em; color: #1f6b45; }\n      .figure { margin: 24px 0; padding: 22px 24px; border-radius: 12px; background: #e9f3ec; color: #17523a; text-align: center; }\n      .figure strong { display: block; font-size: 38px; line-height: 1.15; letter-spacing: -0.02em; }\n      .figure span { display: block; margin-top: 6px; font-size: 15px; line-height: 1.5; }\n      .urgent { background: #fdf1df; color: #7a4705; }\n      .rows { width: 100%; margin: 0 0 20px; border-collapse: collapse; }\n      .rows td { padding: 10px 0; border-bottom: 1px solid #e4e9e3; font-size: 15px; line-height: 1.5; }\n      .rows td + td { text-align: right; font-weight: 600; white-space: nowrap; }\n      .dim { color: #66756b; font-size: 14px; }\n      .foot { padding: 20px 8px 36px; color: #66756b; font-size: 13px; line-height: 1.6; }\n      .foot a { color: #66756b; }\n      @media (max-width: 620px) { .card { padding: 28px 22px; } h1 { font-size: 22px; } .figure strong { font-size: 32px; } }\n      @media (prefers-color-scheme: dark) {\n        body { background: #131a16; color: #e6ede8; }\n        .card { background: #1c2620; } .brand { color: #86cfa5; }\n        .figure { background: #20382b; color: #c9ead6; } .urgent { background: #40301a; color: #f3d7a9; }\n        .rows td { border-color: #2e3b33; } .dim, .foot, .foot a { color: #9baba1; }\n      }\n    </style>\n  </head>\n  <body>\n    <div style=\"display: none; max-height: 0; overflow: hidden\">What comes next.</div>\n    <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\">\n      <tr>\n        <td align=\"center\" style=\"padding: 0 14px\">\n          <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"max-width: 600px\">\n            <tr><td class=\"brand\">{{ programme.name }}</td></tr>\n            <tr>\n              <td class=\"card\">\n<h1>{% if member.name %}{{ member.name }}, a{% else %}A{% endif %} friend of yours has joined</h1>\n<p>Thank you for bringing a friend to {{ programme.name }}.</p>\n{%- if points > 0 or coupon != '''' %}\n{%- if paysOn == ''registration'' %}\n<p>Your reward is on its way: {% if points > 0 %}{{ points | points }}{% endif %}{% if points > 0 and coupon != '''' %} and {% endif %}{{ coupon }}.</p>\n{%- else %}\n<p>Your reward, {% if points > 0 %}{{ points | points }}{% endif %}{% if points > 0 and coupon != '''' %} and {% endif %}{{ coupon }}, comes with {% if paysOn == ''first-order'' %}the first order{% else %}an order of at least {{ minOrderMinor | money }}{% endif %} your friend places within {{ orderWithinDays }} days{% if returnWindowDays > 0 %} and keeps for {{ returnWindowDays }} days{% endif %}.</p>\n{%- endif %}\n{%- endif %}\n<p class=\"dim\">We write again when it has come.</p>\n              </td>\n            </tr>\n            <tr>\n              <td class=\"foot\">\n                You receive this because you are a member of {{ programme.name }}. You have {{ member.points | points }}.\n                {%- if unsubscribeUrl %}\n                <br /><a href=\"{{ unsubscribeUrl }}\">Stop these e-mails</a>\n                {%- endif %}\n              </td>\n            </tr>\n          </table>\n        </td>\n      </tr>\n    </table>\n  </body>\n</html>\n", "text": "{% if member.name %}{{ member.name }}, a{% else %}A{% endif %} friend of yours has joined {{ programme.name }}. Thank you!\n{%- if points > 0 or coupon != '''' %}\n{% if paysOn == ''registration'' %}\nYour reward is on its way: {% if points > 0 %}{{ points | points }}{% endif %}{% if points > 0 and coupon != '''' %} and {% endif %}{{ coupon }}.\n{%- else %}\nYour reward, {% if points > 0 %}{{ points | points }}{% endif %}{% if points > 0 and coupon != '''' %} and {% endif %}{{ coupon }}, comes with {% if paysOn == ''first-order'' %}the first order{% else %}an order of at least {{ minOrderMinor | money }}{% endif %} your friend places within {{ orderWithinDays }} days{% if returnWindowDays > 0 %} and keeps for {{ returnWindowDays }} days{% endif %}.\n{%- endif %}\n{%- endif %}\n\nWe write again when it has come.\n\n--\nYou receive this because you are a member of {{ programme.name }}. You have {{ member.points | points }}.\n{% if unsubscribeUrl %}Stop these e-mails: {{ unsubscribeUrl }}{% endif %}\n", "subject": "A friend has joined with your invitation"}, "zh-CN": {"html": "<!doctype html>\n<html lang=\"zh-CN\">\n  <head>\n    <meta charset=\"utf-8\" />\n    <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n    <meta name=\"color-scheme\" content=\"light dark\" />\n    <title>{{ programme.name }}</title>\n    <style>\n      body { margin: 0; padding: 0; background: #f3f5f1; color: #1d2a22; -webkit-text-size-adjust: 100%; }\n      body, td, p, h1, a { font-family: -apple-system, ''Segoe UI'', Roboto, ''Helvetica Neue'', Arial, ''PingFang SC'', ''Microsoft YaHei'', sans-serif; }\n      h1 { margin: 0 0 16px; font-size: 24px; line-height: 1.3; font-weight: 650; letter-spacing: -0.01em; }\n      p { margin: 0 0 16px; font-size: 16px; line-height: 1.6; }\n      .card { background: #ffffff; border-radius: 14px; padding: 36px 40px; }\n      .card > :last-child { margin-bottom: 0; }\n      .brand { padding: 28px 8px 18px; font-size: 15px; font-weight: 650; letter-spacing: 0.01em; color: #1f6b45; }\n      .figure { margin: 24px 0; padding: 22px 24px; border-radius: 12px; background: #e9f3ec; color: #17523a; text-align: center; }\n      .figure strong { display: block; font-size: 38px; line-height: 1.15; letter-spacing: -0.02em; }\n      .figure span { display: block; margin-top: 6px; font-size: 15px; line-height: 1.5; }\n      .urgent { background: #fdf1df; color: #7a4705; }\n      .rows { width: 100%; margin: 0 0 20px; border-collapse: collapse; }\n      .rows td { padding: 10px 0; border-bottom: 1px solid #e4e9e3; font-size: 15px; line-height: 1.5; }\n      .rows td + td { text-align: right; font-weight: 600; white-space: nowrap; }\n      .dim { color: #66756b; font-size: 14px; }\n      .foot { padding: 20px 8px 36px; color: #66756b; font-size: 13px; line-height: 1.6; }\n      .foot a { color: #66756b; }\n      @media (max-width: 620px) { .card { padding: 28px 22px; } h1 { font-size: 22px; } .figure strong { font-size: 32px; } }\n      @media (prefers-color-scheme: dark) {\n        body { background: #131a16; color: #e6ede8; }\n        .card { background: #1c2620; } .brand { color: #86cfa5; }\n        .figure { background: #20382b; color: #c9ead6; } .urgent { background: #40301a; color: #f3d7a9; }\n        .rows td { border-color: #2e3b33; } .dim, .foot, .foot a { color: #9baba1; }\n      }\n    </style>\n  </head>\n  <body>\n    <div style=\"display: none; max-height: 0; overflow: hidden\">接下来会怎样。</div>\n    <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\">\n      <tr>\n        <td align=\"center\" style=\"padding: 0 14px\">\n          <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"max-width: 600px\">\n            <tr><td class=\"brand\">{{ programme.name }}</td></tr>\n            <tr>\n              <td class=\"card\">\n<h1>{% if member.name %}{{ member.name }}，{% endif %}您的好友加入了</h1>\n<p>感谢您为 {{ programme.name }} 带来新朋友。</p>\n{%- if points > 0 or coupon != '''' %}\n{%- if paysOn == ''registration'' %}\n<p>您的奖励即将到账：{% if points > 0 %}{{ points | points }}{% endif %}{% if points > 0 and coupon != '''' %}和{% endif %}{{ coupon }}。</p>\n{%- else %}\n<p>好友在 {{ orderWithinDays }} 天内{% if paysOn == ''first-order'' %}完成首笔订单{% else %}完成满 {{ minOrderMinor | money }} 的订单{% endif %}{% if returnWindowDays > 0 %}，且 {{ returnWindowDays }} 天内未退货{% endif %}，您即可获得{% if points > 0 %}{{ points | points }}{% endif %}{% if points > 0 and coupon != '''' %}和{% endif %}{{ coupon }}。</p>\n{%- endif %}\n{%- endif %}\n<p class=\"dim\">到账后我们会再通知您。</p>\n              </td>\n            </tr>\n            <tr>\n              <td class=\"foot\">\n                您收到这封邮件，因为您是 {{ programme.name }} 的会员。您现有 {{ member.points | points }}。\n                {%- if unsubscribeUrl %}\n                <br /><a href=\"{{ unsubscribeUrl }}\">不再接收此类邮件</a>\n                {%- endif %}\n              </td>\n            </tr>\n          </table>\n        </td>\n      </tr>\n    </table>\n  </body>\n</html>\n", "text": "{% if member.name %}{{ member.name }}，{% endif %}您的好友已加入 {{ programme.name }}，感谢您！\n{%- if points > 0 or coupon != '''' %}\n{% if paysOn == ''registration'' %}\n您的奖励即将到账：{% if points > 0 %}{{ points | points }}{% endif %}{% if points > 0 and coupon != '''' %}和{% endif %}{{ coupon }}。\n{%- else %}\n好友在 {{ orderWithinDays }} 天内{% if paysOn == ''first-order'' %}完成首笔订单{% else %}完成满 {{ minOrderMinor | money }} 的订单{% endif %}{% if returnWindowDays > 0 %}，且 {{ returnWindowDays }} 天内未退货{% endif %}，您即可获得{% if points > 0 %}{{ points | points }}{% endif %}{% if points > 0 and coupon != '''' %}和{% endif %}{{ coupon }}。\n{%- endif %}\n{%- endif %}\n\n到账后我们会再通知您。\n\n--\n您收到这封邮件，因为您是 {{ programme.name }} 的会员。您现有 {{ member.points | points }}。\n{% if unsubscribeUrl %}不再接收此类邮件：{{ unsubscribeUrl }}{% endif %}\n", "subject": "您的好友已通过邀请加入"}}, "friend-reward": {"en": {"html": "<!doctype html>\n<html lang=\"en\">\n  <head>\n    <meta charset=\"utf-8\" />\n    <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n    <meta name=\"color-scheme\" content=\"light dark\" />\n    <title>{{ programme.name }}</title>\n    <style>\n      body { margin: 0; padding: 0; background: #f3f5f1; color: #1d2a22; -webkit-text-size-adjust: 100%; }\n      body, td, p, h1, a { font-family: -apple-system, ''Segoe UI'', Roboto, ''Helvetica Neue'', Arial, ''PingFang SC'', ''Microsoft YaHei'', sans-serif; }\n      h1 { margin: 0 0 16px; font-size: 24px; line-height: 1.3; font-weight: 650; letter-spacing: -0.01em; }\n      p { margin: 0 0 16px; font-size: 16px; line-height: 1.6; }\n      .card { background: #ffffff; border-radius: 14px; padding: 36px 40px; }\n      .card > :last-child { margin-bottom: 0; }\n      .brand { padding: 28px 8px 18px; font-size: 15px; font-weight: 650; letter-spacing: 0.01em; color: #1f6b45; }\n      .figure { margin: 24px 0; padding: 22px 24px; border-radius: 12px; background: #e9f3ec; color: #17523a; text-align: center; }\n      .figure strong { display: block; font-size: 38px; line-height: 1.15; letter-spacing: -0.02em; }\n      .figure span { display: block; margin-top: 6px; font-size: 15px; line-height: 1.5; }\n      .urgent { background: #fdf1df; color: #7a4705; }\n      .rows { width: 100%; margin: 0 0 20px; border-collapse: collapse; }\n      .rows td { padding: 10px 0; border-bottom: 1px solid #e4e9e3; font-size: 15px; line-height: 1.5; }\n      .rows td + td { text-align: right; font-weight: 600; white-space: nowrap; }\n      .dim { color: #66756b; font-size: 14px; }\n      .foot { padding: 20px 8px 36px; color: #66756b; font-size: 13px; line-height: 1.6; }\n      .foot a { color: #66756b; }\n      @media (max-width: 620px) { .card { padding: 28px 22px; } h1 { font-size: 22px; } .figure strong { font-size: 32px; } }\n      @media (prefers-color-scheme: dark) {\n        body { background: #131a16; color: #e6ede8; }\n        .card { background: #1c2620; } .brand { color: #86cfa5; }\n        .figure { background: #20382b; color: #c9ead6; } .urgent { background: #40301a; color: #f3d7a9; }\n        .rows td { border-color: #2e3b33; } .dim, .foot, .foot a { color: #9baba1; }\n      }\n    </style>\n  </head>\n  <body>\n    <div style=\"display: none; max-height: 0; overflow: hidden\">It is in your account.</div>\n    <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\">\n      <tr>\n        <td align=\"center\" style=\"padding: 0 14px\">\n          <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"max-width: 600px\">\n            <tr><td class=\"brand\">{{ programme.name }}</td></tr>\n            <tr>\n              <td class=\"card\">\n<h1>{% if member.name %}{{ member.name }}, it{% else %}It{% endif %} is yours</h1>\n<p>You came to {{ programme.name }} on a friend’s invitation. Here is what it brings:</p>\n{%- if points > 0 or coupon != '''' %}\n<div class=\"figure\"><strong>{% if points > 0 %}+{{ points | number }}{% else %}{{ coupon }}{% endif %}</strong><span>{% if points > 0 %}{{ programme.asset }}{% if coupon != '''' %} and {{ coupon }}{% endif %}{% else %}for you{% endif %}</span></div>\n{%- endif %}\n{%- if couponCode != '''' %}\n<table class=\"rows\" role=\"presentation\"><tr><td>{{ coupon }}</td><td>{{ couponCode }}</td></tr></table>\n{%- endif %}\n              </td>\n            </tr>\n            <tr>\n              <td class=\"foot\">\n                You receive this because you are a member of {{ programme.name }}. You have {{ member.points | points }}.\n                {%- if unsubscribeUrl %}\n                <br /><a href=\"{{ unsubscribeUrl }}\">Stop these e-mails</a>\n                {%- endif %}\n              </td>\n            </tr>\n          </table>\n        </td>\n      </tr>\n    </table>\n  </body>\n</html>\n", "text": "{% if member.name %}{{ member.name }}, you{% else %}You{% endif %} came to {{ programme.name }} on a friend’s invitation. Here is what it brings:\n{% if points > 0 %}\n- {{ points | points }}\n{%- endif %}\n{%- if coupon != '''' %}\n- {{ coupon }}: {{ couponCode }}\n{%- endif %}\n\n--\nYou receive this because you are a member of {{ programme.name }}. You have {{ member.points | points }}.\n{% if unsubscribeUrl %}Stop these e-mails: {{ unsubscribeUrl }}{% endif %}\n", "subject": "{% if points > 0 %}{{ points | points }}{% elsif coupon != '''' %}{{ coupon }}{% else %}Thank you{% endif %} for you: your friend’s invitation"}, "zh-CN": {"html": "<!doctype html>\n<html lang=\"zh-CN\">\n  <head>\n    <meta charset=\"utf-8\" />\n    <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n    <meta name=\"color-scheme\" content=\"light dark\" />\n    <title>{{ programme.name }}</title>\n    <style>\n      body { margin: 0; padding: 0; background: #f3f5f1; color: #1d2a22; -webkit-text-size-adjust: 100%; }\n      body, td, p, h1, a { font-family: -apple-system, ''Segoe UI'', Roboto, ''Helvetica Neue'', Arial, ''PingFang SC'', ''Microsoft YaHei'', sans-serif; }\n      h1 { margin: 0 0 16px; font-size: 24px; line-height: 1.3; font-weight: 650; letter-spacing: -0.01em; }\n      p { margin: 0 0 16px; font-size: 16px; line-height: 1.6; }\n      .card { background: #ffffff; border-radius: 14px; padding: 36px 40px; }\n      .card > :last-child { margin-bottom: 0; }\n      .brand { padding: 28px 8px 18px; font-size: 15px; font-weight: 650; letter-spacing: 0.01em; color: #1f6b45; }\n      .figure { margin: 24px 0; padding: 22px 24px; border-radius: 12px; background: #e9f3ec; color: #17523a; text-align: center; }\n      .figure strong { display: block; font-size: 38px; line-height: 1.15; letter-spacing: -0.02em; }\n      .figure span { display: block; margin-top: 6px; font-size: 15px; line-height: 1.5; }\n      .urgent { background: #fdf1df; color: #7a4705; }\n      .rows { width: 100%; margin: 0 0 20px; border-collapse: collapse; }\n      .rows td { padding: 10px 0; border-bottom: 1px solid #e4e9e3; font-size: 15px; line-height: 1.5; }\n      .rows td + td { text-align: right; font-weight: 600; white-space: nowrap; }\n      .dim { color: #66756b; font-size: 14px; }\n      .foot { padding: 20px 8px 36px; color: #66756b; font-size: 13px; line-height: 1.6; }\n      .foot a { color: #66756b; }\n      @media (max-width: 620px) { .card { padding: 28px 22px; } h1 { font-size: 22px; } .figure strong { font-size: 32px; } }\n      @media (prefers-color-scheme: dark) {\n        body { background: #131a16; color: #e6ede8; }\n        .card { background: #1c2620; } .brand { color: #86cfa5; }\n        .figure { background: #20382b; color: #c9ead6; } .urgent { background: #40301a; color: #f3d7a9; }\n        .rows td { border-color: #2e3b33; } .dim, .foot, .foot a { color: #9baba1; }\n      }\n    </style>\n  </head>\n  <body>\n    <div style=\"display: none; max-height: 0; overflow: hidden\">已存入您的账户。</div>\n    <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\">\n      <tr>\n        <td align=\"center\" style=\"padding: 0 14px\">\n          <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"max-width: 600px\">\n            <tr><td class=\"brand\">{{ programme.name }}</td></tr>\n            <tr>\n              <td class=\"card\">\n<h1>{% if member.name %}{{ member.name }}，{% endif %}奖励已到账</h1>\n<p>您应好友之邀加入 {{ programme.name }}，这是您的奖励：</p>\n{%- if points > 0 or coupon != '''' %}\n<div class=\"figure\"><strong>{% if points > 0 %}+{{ points | number }}{% else %}{{ coupon }}{% endif %}</strong><span>{% if points > 0 %}积分{% if coupon != '''' %}和{{ coupon }}{% endif %}{% else %}送给您{% endif %}</span></div>\n{%- endif %}\n{%- if couponCode != '''' %}\n<table class=\"rows\" role=\"presentation\"><tr><td>{{ coupon }}</td><td>{{ couponCode }}</td></tr></table>\n{%- endif %}\n              </td>\n            </tr>\n            <tr>\n              <td class=\"foot\">\n                您收到这封邮件，因为您是 {{ programme.name }} 的会员。您现有 {{ member.points | points }}。\n                {%- if unsubscribeUrl %}\n                <br /><a href=\"{{ unsubscribeUrl }}\">不再接收此类邮件</a>\n                {%- endif %}\n              </td>\n            </tr>\n          </table>\n        </td>\n      </tr>\n    </table>\n  </body>\n</html>\n", "text": "{% if member.name %}{{ member.name }}，{% endif %}您应好友之邀加入 {{ programme.name }}，这是您的奖励：\n{% if points > 0 %}\n- {{ points | points }}\n{%- endif %}\n{%- if coupon != '''' %}\n- {{ coupon }}：{{ couponCode }}\n{%- endif %}\n\n--\n您收到这封邮件，因为您是 {{ programme.name }} 的会员。您现有 {{ member.points | points }}。\n{% if unsubscribeUrl %}不再接收此类邮件：{{ unsubscribeUrl }}{% endif %}\n", "subject": "好友邀请礼已到账：{% if points > 0 %}{{ points | points }}{% elsif coupon != '''' %}{{ coupon }}{% else %}邀请奖励{% endif %}"}}, "referral-paid": {"en": {"html": "<!doctype html>\n<html lang=\"en\">\n  <head>\n    <meta charset=\"utf-8\" />\n    <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n    <meta name=\"color-scheme\" content=\"light dark\" />\n    <title>{{ programme.name }}</title>\n    <style>\n      body { margin: 0; padding: 0; background: #f3f5f1; color: #1d2a22; -webkit-text-size-adjust: 100%; }\n      body, td, p, h1, a { font-family: -apple-system, ''Segoe UI'', Roboto, ''Helvetica Neue'', Arial, ''PingFang SC'', ''Microsoft YaHei'', sans-serif; }\n      h1 { margin: 0 0 16px; font-size: 24px; line-height: 1.3; font-weight: 650; letter-spacing: -0.01em; }\n      p { margin: 0 0 16px; font-size: 16px; line-height: 1.6; }\n      .card { background: #ffffff; border-radius: 14px; padding: 36px 40px; }\n      .card > :last-child { margin-bottom: 0; }\n      .brand { padding: 28px 8px 18px; font-size: 15px; font-weight: 650; letter-spacing: 0.01em; color: #1f6b45; }\n      .figure { margin: 24px 0; padding: 22px 24px; border-radius: 12px; background: #e9f3ec; color: #17523a; text-align: center; }\n      .figure strong { display: block; font-size: 38px; line-height: 1.15; letter-spacing: -0.02em; }\n      .figure span { display: block; margin-top: 6px; font-size: 15px; line-height: 1.5; }\n      .urgent { background: #fdf1df; color: #7a4705; }\n      .rows { width: 100%; margin: 0 0 20px; border-collapse: collapse; }\n      .rows td { padding: 10px 0; border-bottom: 1px solid #e4e9e3; font-size: 15px; line-height: 1.5; }\n      .rows td + td { text-align: right; font-weight: 600; white-space: nowrap; }\n      .dim { color: #66756b; font-size: 14px; }\n      .foot { padding: 20px 8px 36px; color: #66756b; font-size: 13px; line-height: 1.6; }\n      .foot a { color: #66756b; }\n      @media (max-width: 620px) { .card { padding: 28px 22px; } h1 { font-size: 22px; } .figure strong { font-size: 32px; } }\n      @media (prefers-color-scheme: dark) {\n        body { background: #131a16; color: #e6ede8; }\n        .card { background: #1c2620; } .brand { color: #86cfa5; }\n        .figure { background: #20382b; color: #c9ead6; } .urgent { background: #40301a; color: #f3d7a9; }\n        .rows td { border-color: #2e3b33; } .dim, .foot, .foot a { color: #9baba1; }\n      }\n    </style>\n  </head>\n  <body>\n    <div style=\"display: none; max-height: 0; overflow: hidden\">Thank you for the invitation.</div>\n    <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\">\n      <tr>\n        <td align=\"center\" style=\"padding: 0 14px\">\n          <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"max-width: 600px\">\n            <tr><td class=\"brand\">{{ programme.name }}</td></tr>\n            <tr>\n              <td class=\"card\">\n<h1>{% if member.name %}Thank you, {{ member.name }}{% else %}Thank you{% endif %}</h1>\n<p>The friend you brought to {{ programme.name }} counts. This is for you:</p>\n{%- if points > 0 or coupon != '''' %}\n<div class=\"figure\"><strong>{% if points > 0 %}+{{ points | number }}{% else %}{{ coupon }}{% endif %}</strong><span>{% if points > 0 %}{{ programme.asset }}{% if coupon != '''' %} and {{ coupon }}{% endif %}{% else %}for you{% endif %}</span></div>\n{%- endif %}\n{%- if couponCode != '''' %}\n<table class=\"rows\" role=\"presentation\"><tr><td>{{ coupon }}</td><td>{{ couponCode }}</td></tr></table>\n{%- endif %}\n              </td>\n            </tr>\n            <tr>\n              <td class=\"foot\">\n                You receive this because you are a member of {{ programme.name }}. You have {{ member.points | points }}.\n                {%- if unsubscribeUrl %}\n                <br /><a href=\"{{ unsubscribeUrl }}\">Stop these e-mails</a>\n                {%- endif %}\n              </td>\n            </tr>\n          </table>\n        </td>\n      </tr>\n    </table>\n  </body>\n</html>\n", "text": "{% if member.name %}Thank you, {{ member.name }}.{% else %}Thank you.{% endif %} The friend you brought to {{ programme.name }} counts. This is for you:\n{% if points > 0 %}\n- {{ points | points }}\n{%- endif %}\n{%- if coupon != '''' %}\n- {{ coupon }}: {{ couponCode }}\n{%- endif %}\n\n--\nYou receive this because you are a member of {{ programme.name }}. You have {{ member.points | points }}.\n{% if unsubscribeUrl %}Stop these e-mails: {{ unsubscribeUrl }}{% endif %}\n", "subject": "{% if points > 0 %}{{ points | points }}{% elsif coupon != '''' %}{{ coupon }}{% else %}Thank you{% endif %} for bringing a friend"}, "zh-CN": {"html": "<!doctype html>\n<html lang=\"zh-CN\">\n  <head>\n    <meta charset=\"utf-8\" />\n    <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n    <meta name=\"color-scheme\" content=\"light dark\" />\n    <title>{{ programme.name }}</title>\n    <style>\n      body { margin: 0; padding: 0; background: #f3f5f1; color: #1d2a22; -webkit-text-size-adjust: 100%; }\n      body, td, p, h1, a { font-family: -apple-system, ''Segoe UI'', Roboto, ''Helvetica Neue'', Arial, ''PingFang SC'', ''Microsoft YaHei'', sans-serif; }\n      h1 { margin: 0 0 16px; font-size: 24px; line-height: 1.3; font-weight: 650; letter-spacing: -0.01em; }\n      p { margin: 0 0 16px; font-size: 16px; line-height: 1.6; }\n      .card { background: #ffffff; border-radius: 14px; padding: 36px 40px; }\n      .card > :last-child { margin-bottom: 0; }\n      .brand { padding: 28px 8px 18px; font-size: 15px; font-weight: 650; letter-spacing: 0.01em; color: #1f6b45; }\n      .figure { margin: 24px 0; padding: 22px 24px; border-radius: 12px; background: #e9f3ec; color: #17523a; text-align: center; }\n      .figure strong { display: block; font-size: 38px; line-height: 1.15; letter-spacing: -0.02em; }\n      .figure span { display: block; margin-top: 6px; font-size: 15px; line-height: 1.5; }\n      .urgent { background: #fdf1df; color: #7a4705; }\n      .rows { width: 100%; margin: 0 0 20px; border-collapse: collapse; }\n      .rows td { padding: 10px 0; border-bottom: 1px solid #e4e9e3; font-size: 15px; line-height: 1.5; }\n      .rows td + td { text-align: right; font-weight: 600; white-space: nowrap; }\n      .dim { color: #66756b; font-size: 14px; }\n      .foot { padding: 20px 8px 36px; color: #66756b; font-size: 13px; line-height: 1.6; }\n      .foot a { color: #66756b; }\n      @media (max-width: 620px) { .card { padding: 28px 22px; } h1 { font-size: 22px; } .figure strong { font-size: 32px; } }\n      @media (prefers-color-scheme: dark) {\n        body { background: #131a16; color: #e6ede8; }\n        .card { background: #1c2620; } .brand { color: #86cfa5; }\n        .figure { background: #20382b; color: #c9ead6; } .urgent { background: #40301a; color: #f3d7a9; }\n        .rows td { border-color: #2e3b33; } .dim, .foot, .foot a { color: #9baba1; }\n      }\n    </style>\n  </head>\n  <body>\n    <div style=\"display: none; max-height: 0; overflow: hidden\">感谢您的邀请。</div>\n    <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\">\n      <tr>\n        <td align=\"center\" style=\"padding: 0 14px\">\n          <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"max-width: 600px\">\n            <tr><td class=\"brand\">{{ programme.name }}</td></tr>\n            <tr>\n              <td class=\"card\">\n<h1>{% if member.name %}{{ member.name }}，{% endif %}感谢您</h1>\n<p>您邀请加入 {{ programme.name }} 的好友已符合条件，这是您的奖励：</p>\n{%- if points > 0 or coupon != '''' %}\n<div class=\"figure\"><strong>{% if points > 0 %}+{{ points | number }}{% else %}{{ coupon }}{% endif %}</strong><span>{% if points > 0 %}积分{% if coupon != '''' %}和{{ coupon }}{% endif %}{% else %}送给您{% endif %}</span></div>\n{%- endif %}\n{%- if couponCode != '''' %}\n<table class=\"rows\" role=\"presentation\"><tr><td>{{ coupon }}</td><td>{{ couponCode }}</td></tr></table>\n{%- endif %}\n              </td>\n            </tr>\n            <tr>\n              <td class=\"foot\">\n                您收到这封邮件，因为您是 {{ programme.name }} 的会员。您现有 {{ member.points | points }}。\n                {%- if unsubscribeUrl %}\n                <br /><a href=\"{{ unsubscribeUrl }}\">不再接收此类邮件</a>\n                {%- endif %}\n              </td>\n            </tr>\n          </table>\n        </td>\n      </tr>\n    </table>\n  </body>\n</html>\n", "text": "{% if member.name %}{{ member.name }}，{% endif %}您邀请加入 {{ programme.name }} 的好友已符合条件，这是您的奖励：\n{% if points > 0 %}\n- {{ points | points }}\n{%- endif %}\n{%- if coupon != '''' %}\n- {{ coupon }}：{{ couponCode }}\n{%- endif %}\n\n--\n您收到这封邮件，因为您是 {{ programme.name }} 的会员。您现有 {{ member.points | points }}。\n{% if unsubscribeUrl %}不再接收此类邮件：{{ unsubscribeUrl }}{% endif %}\n", "subject": "邀请好友奖励已到账：{% if points > 0 %}{{ points | points }}{% elsif coupon != '''' %}{{ coupon }}{% else %}邀请奖励{% endif %}"}}, "friend-welcome": {"en": {"html": "<!doctype html>\n<html lang=\"en\">\n  <head>\n    <meta charset=\"utf-8\" />\n    <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n    <meta name=\"color-scheme\" content=\"light dark\" />\n    <title>{{ programme.name }}</title>\n    <style>\n      body { margin: 0; padding: 0; background: #f3f5f1; color: #1d2a22; -webkit-text-size-adjust: 100%; }\n      body, td, p, h1, a { font-family: -apple-system, ''Segoe UI'', Roboto, ''Helvetica Neue'', Arial, ''PingFang SC'', ''Microsoft YaHei'', sans-serif; }\n      h1 { margin: 0 0 16px; font-size: 24px; line-height: 1.3; font-weight: 650; letter-spacing: -0.01em; }\n      p { margin: 0 0 16px; font-size: 16px; line-height: 1.6; }\n      .card { background: #ffffff; border-radius: 14px; padding: 36px 40px; }\n      .card > :last-child { margin-bottom: 0; }\n      .brand { padding: 28px 8px 18px; font-size: 15px; font-weight: 650; letter-spacing: 0.01em; color: #1f6b45; }\n      .figure { margin: 24px 0; padding: 22px 24px; border-radius: 12px; background: #e9f3ec; color: #17523a; text-align: center; }\n      .figure strong { display: block; font-size: 38px; line-height: 1.15; letter-spacing: -0.02em; }\n      .figure span { display: block; margin-top: 6px; font-size: 15px; line-height: 1.5; }\n      .urgent { background: #fdf1df; color: #7a4705; }\n      .rows { width: 100%; margin: 0 0 20px; border-collapse: collapse; }\n      .rows td { padding: 10px 0; border-bottom: 1px solid #e4e9e3; font-size: 15px; line-height: 1.5; }\n      .rows td + td { text-align: right; font-weight: 600; white-space: nowrap; }\n      .dim { color: #66756b; font-size: 14px; }\n      .foot { padding: 20px 8px 36px; color: #66756b; font-size: 13px; line-height: 1.6; }\n      .foot a { color: #66756b; }\n      @media (max-width: 620px) { .card { padding: 28px 22px; } h1 { font-size: 22px; } .figure strong { font-size: 32px; } }\n      @media (prefers-color-scheme: dark) {\n        body { background: #131a16; color: #e6ede8; }\n        .card { background: #1c2620; } .brand { color: #86cfa5; }\n        .figure { background: #20382b; color: #c9ead6; } .urgent { background: #40301a; color: #f3d7a9; }\n        .rows td { border-color: #2e3b33; } .dim, .foot, .foot a { color: #9baba1; }\n      }\n    </style>\n  </head>\n  <body>\n    <div style=\"display: none; max-height: 0; overflow: hidden\">What your friend’s invitation brings you.</div>\n    <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\">\n      <tr>\n        <td align=\"center\" style=\"padding: 0 14px\">\n          <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"max-width: 600px\">\n            <tr><td class=\"brand\">{{ programme.name }}</td></tr>\n            <tr>\n              <td class=\"card\">\n<h1>{% if member.name %}Welcome, {{ member.name }}{% else %}Welcome{% endif %}</h1>\n<p>A friend has invited you to {{ programme.name }}. Thank you for coming.</p>\n{%- if points > 0 or coupon != '''' %}\n<div class=\"figure\"><strong>{% if points > 0 %}+{{ points | number }}{% else %}{{ coupon }}{% endif %}</strong><span>{% if points > 0 %}{{ programme.asset }}{% if coupon != '''' %} and {{ coupon }}{% endif %}{% else %}for you{% endif %}</span></div>\n{%- endif %}\n{%- if paysOn == ''registration'' %}\n<p>It is yours for joining; another e-mail tells you when it has arrived.</p>\n{%- else %}\n<p>It comes with {% if paysOn == ''first-order'' %}your first order{% elsif paysOn == ''order-above'' %}an order of at least {{ minOrderMinor | money }}{% endif %} within {{ orderWithinDays }} days.{% if returnWindowDays > 0 %} You have it {{ returnWindowDays }} days after you ordered, when the time for returns is over.{% endif %}</p>\n{%- endif %}\n<p class=\"dim\">Your friend gets something, too.</p>\n              </td>\n            </tr>\n            <tr>\n              <td class=\"foot\">\n                You receive this because you are a member of {{ programme.name }}. You have {{ member.points | points }}.\n                {%- if unsubscribeUrl %}\n                <br /><a href=\"{{ unsubscribeUrl }}\">Stop these e-mails</a>\n                {%- endif %}\n              </td>\n            </tr>\n          </table>\n        </td>\n      </tr>\n    </table>\n  </body>\n</html>\n", "text": "{% if member.name %}Welcome, {{ member.name }}.{% else %}Welcome.{% endif %}\n\nA friend has invited you to {{ programme.name }}. Thank you for coming.\n{%- if points > 0 or coupon != '''' %}\n\nFor you: {% if points > 0 %}{{ points | points }}{% endif %}{% if points > 0 and coupon != '''' %} and {% endif %}{{ coupon }}.\n{%- endif %}\n{% if paysOn == ''registration'' %}\nIt is yours for joining; another e-mail tells you when it has arrived.\n{%- else %}\nIt comes with {% if paysOn == ''first-order'' %}your first order{% elsif paysOn == ''order-above'' %}an order of at least {{ minOrderMinor | money }}{% endif %} within {{ orderWithinDays }} days.{% if returnWindowDays > 0 %} You have it {{ returnWindowDays }} days after you ordered, when the time for returns is over.{% endif %}\n{%- endif %}\n\nYour friend gets something, too.\n\n--\nYou receive this because you are a member of {{ programme.name }}. You have {{ member.points | points }}.\n{% if unsubscribeUrl %}Stop these e-mails: {{ unsubscribeUrl }}{% endif %}\n", "subject": "{% if points > 0 or coupon != '''' %}A friend’s invitation: {% if points > 0 %}{{ points | points }}{% endif %}{% if points > 0 and coupon != '''' %} and {% endif %}{{ coupon }} for you{% else %}Welcome to {{ programme.name }}{% endif %}"}, "zh-CN": {"html": "<!doctype html>\n<html lang=\"zh-CN\">\n  <head>\n    <meta charset=\"utf-8\" />\n    <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n    <meta name=\"color-scheme\" content=\"light dark\" />\n    <title>{{ programme.name }}</title>\n    <style>\n      body { margin: 0; padding: 0; background: #f3f5f1; color: #1d2a22; -webkit-text-size-adjust: 100%; }\n      body, td, p, h1, a { font-family: -apple-system, ''Segoe UI'', Roboto, ''Helvetica Neue'', Arial, ''PingFang SC'', ''Microsoft YaHei'', sans-serif; }\n      h1 { margin: 0 0 16px; font-size: 24px; line-height: 1.3; font-weight: 650; letter-spacing: -0.01em; }\n      p { margin: 0 0 16px; font-size: 16px; line-height: 1.6; }\n      .card { background: #ffffff; border-radius: 14px; padding: 36px 40px; }\n      .card > :last-child { margin-bottom: 0; }\n      .brand { padding: 28px 8px 18px; font-size: 15px; font-weight: 650; letter-spacing: 0.01em; color: #1f6b45; }\n      .figure { margin: 24px 0; padding: 22px 24px; border-radius: 12px; background: #e9f3ec; color: #17523a; text-align: center; }\n      .figure strong { display: block; font-size: 38px; line-height: 1.15; letter-spacing: -0.02em; }\n      .figure span { display: block; margin-top: 6px; font-size: 15px; line-height: 1.5; }\n      .urgent { background: #fdf1df; color: #7a4705; }\n      .rows { width: 100%; margin: 0 0 20px; border-collapse: collapse; }\n      .rows td { padding: 10px 0; border-bottom: 1px solid #e4e9e3; font-size: 15px; line-height: 1.5; }\n      .rows td + td { text-align: right; font-weight: 600; white-space: nowrap; }\n      .dim { color: #66756b; font-size: 14px; }\n      .foot { padding: 20px 8px 36px; color: #66756b; font-size: 13px; line-height: 1.6; }\n      .foot a { color: #66756b; }\n      @media (max-width: 620px) { .card { padding: 28px 22px; } h1 { font-size: 22px; } .figure strong { font-size: 32px; } }\n      @media (prefers-color-scheme: dark) {\n        body { background: #131a16; color: #e6ede8; }\n        .card { background: #1c2620; } .brand { color: #86cfa5; }\n        .figure { background: #20382b; color: #c9ead6; } .urgent { background: #40301a; color: #f3d7a9; }\n        .rows td { border-color: #2e3b33; } .dim, .foot, .foot a { color: #9baba1; }\n      }\n    </style>\n  </head>\n  <body>\n    <div style=\"display: none; max-height: 0; overflow: hidden\">看看好友的邀请为您带来什么。</div>\n    <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\">\n      <tr>\n        <td align=\"center\" style=\"padding: 0 14px\">\n          <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"max-width: 600px\">\n            <tr><td class=\"brand\">{{ programme.name }}</td></tr>\n            <tr>\n              <td class=\"card\">\n<h1>{% if member.name %}{{ member.name }}，欢迎您{% else %}欢迎您{% endif %}</h1>\n<p>您的好友邀请您加入 {{ programme.name }}，感谢您的到来。</p>\n{%- if points > 0 or coupon != '''' %}\n<div class=\"figure\"><strong>{% if points > 0 %}+{{ points | number }}{% else %}{{ coupon }}{% endif %}</strong><span>{% if points > 0 %}积分{% if coupon != '''' %}和{{ coupon }}{% endif %}{% else %}送给您{% endif %}</span></div>\n{%- endif %}\n{%- if paysOn == ''registration'' %}\n<p>这是您的注册奖励，到账后我们会再发邮件通知您。</p>\n{%- else %}\n<p>在 {{ orderWithinDays }} 天内{% if paysOn == ''first-order'' %}完成首笔订单{% elsif paysOn == ''order-above'' %}完成满 {{ minOrderMinor | money }} 的订单{% endif %}即可获得。{% if returnWindowDays > 0 %}下单 {{ returnWindowDays }} 天后（退货期结束）到账。{% endif %}</p>\n{%- endif %}\n<p class=\"dim\">您的好友也会获得奖励。</p>\n              </td>\n            </tr>\n            <tr>\n              <td class=\"foot\">\n                您收到这封邮件，因为您是 {{ programme.name }} 的会员。您现有 {{ member.points | points }}。\n                {%- if unsubscribeUrl %}\n                <br /><a href=\"{{ unsubscribeUrl }}\">不再接收此类邮件</a>\n                {%- endif %}\n              </td>\n            </tr>\n          </table>\n        </td>\n      </tr>\n    </table>\n  </body>\n</html>\n", "text": "{% if member.name %}{{ member.name }}，欢迎您。{% else %}欢迎您。{% endif %}\n\n您的好友邀请您加入 {{ programme.name }}，感谢您的到来。\n{%- if points > 0 or coupon != '''' %}\n\n送给您：{% if points > 0 %}{{ points | points }}{% endif %}{% if points > 0 and coupon != '''' %}和{% endif %}{{ coupon }}。\n{%- endif %}\n{% if paysOn == ''registration'' %}\n这是您的注册奖励，到账后我们会再发邮件通知您。\n{%- else %}\n在 {{ orderWithinDays }} 天内{% if paysOn == ''first-order'' %}完成首笔订单{% elsif paysOn == ''order-above'' %}完成满 {{ minOrderMinor | money }} 的订单{% endif %}即可获得。{% if returnWindowDays > 0 %}下单 {{ returnWindowDays }} 天后（退货期结束）到账。{% endif %}\n{%- endif %}\n\n您的好友也会获得奖励。\n\n--\n您收到这封邮件，因为您是 {{ programme.name }} 的会员。您现有 {{ member.points | points }}。\n{% if unsubscribeUrl %}不再接收此类邮件：{{ unsubscribeUrl }}{% endif %}\n", "subject": "{% if points > 0 or coupon != '''' %}好友邀请礼：{% if points > 0 %}{{ points | points }}{% endif %}{% if points > 0 and coupon != '''' %}和{% endif %}{{ coupon }}{% else %}欢迎加入 {{ programme.name }}{% endif %}"}}}, "priority": 20, "settings": {"rules": {"self": "reject", "alias": "reject", "circle": "reject", "device": "review", "address": "review", "fastOrder": "review", "knownPerson": "reject", "manyFriends": "review", "friendsPerHour": 5, "secondsToOrder": 60, "addressWithinDays": 7}, "limits": {"inAll": 50, "perPeriod": 10, "periodDays": 30}, "paysOn": "order-above", "minOrder": 3000, "friendPoints": 50, "takeBackDays": 30, "referrerPoints": 100, "orderWithinDays": 30, "returnWindowDays": 14, "reviewWithinDays": 14}, "lifecycle": "referral-reward"}', '9e2497b8ee6391845d1919cad8185f9cb0eca937ac801dba37233e6aa312752f', '{order.placed,order.returned,review.decided}', 'member.joined', '{"referred": true}', '[]', NULL, '2026-03-02 09:15:00+00', 0);
INSERT INTO public.campaign_version VALUES (5, 1, 5, 1, '{"code": "win-back", "name": "We miss you", "exitOn": [], "holdOut": 0.1, "reentry": {"days": 90, "kind": "afterDays"}, "messages": {"win-back-coupon": {"en": {"html": "<!doctype html>\n<html lang=\"en\">\n  <head>\n    <meta charset=\"utf-8\" />\n    <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n    <meta name=\"color-scheme\" content=\"light dark\" />\n    <title>{{ programme.name }}</title>\n    <style>\n      body { margin: 0; padding: 0; background: #f3f5f1; color: #1d2a22; -webkit-text-size-adjust: 100%; }\n      body, td, p, h1, a { font-family: -apple-system, ''Segoe UI'', Roboto, ''Helvetica Neue'', Arial, ''PingFang SC'', ''Microsoft YaHei'', sans-serif; }\n      h1 { margin: 0 0 16px; font-size: 24px; line-height: 1.3; font-weight: 650; letter-spacing: -0.01em; }\n      p { margin: 0 0 16px; font-size: 16px; line-height: 1.6; }\n      .card { background: #ffffff; border-radius: 14px; padding: 36px 40px; }\n      .card > :last-child { margin-bottom: 0; }\n      .brand { padding: 28px 8px 18px; font-size: 15px; font-weight: 650; letter-spacing: 0.01em; color: #1f6b45; }\n      .figure { margin: 24px 0; padding: 22px 24px; border-radius: 12px; background: #e9f3ec; color: #17523a; text-align: center; }\n      .figure strong { display: block; font-size: 38px; line-height: 1.15; letter-spacing: -0.02em; }\n      .figure span { display: block; margin-top: 6px; font-size: 15px; line-height: 1.5; }\n      .urgent { background: #fdf1df; color: #7a4705; }\n      .rows { width: 100%; margin: 0 0 20px; border-collapse: collapse; }\n      .rows td { padding: 10px 0; border-bottom: 1px solid #e4e9e3; font-size: 15px; line-height: 1.5; }\n      .rows td + td { text-align: right; font-weight: 600; white-space: nowrap; }\n      .dim { color: #66756b; font-size: 14px; }\n      .foot { padding: 20px 8px 36px; color: #66756b; font-size: 13px; line-height: 1.6; }\n      .foot a { color: #66756b; }\n      @media (max-width: 620px) { .card { padding: 28px 22px; } h1 { font-size: 22px; } .figure strong { font-size: 32px; } }\n      @media (prefers-color-scheme: dark) {\n        body { background: #131a16; color: #e6ede8; }\n        .card { background: #1c2620; } .brand { color: #86cfa5; }\n        .figure { background: #20382b; color: #c9ead6; } .urgent { background: #40301a; color: #f3d7a9; }\n        .rows td { border-color: #2e3b33; } .dim, .foot, .foot a { color: #9baba1; }\n      }\n    </style>\n  </head>\n  <body>\n    <div style=\"display: none; max-height: 0; overflow: hidden\">Yours until the end of {{ couponUntil | date }}.</div>\n    <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\">\n      <tr>\n        <td align=\"center\" style=\"padding: 0 14px\">\n          <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"max-width: 600px\">\n            <tr><td class=\"brand\">{{ programme.name }}</td></tr>\n            <tr>\n              <td class=\"card\">\n<h1>{% if member.name %}{{ member.name }}, this one is for you{% else %}This one is for you{% endif %}</h1>\n<p>We would like to see you again at {{ programme.name }}. With your next order:</p>\n<div class=\"figure\"><strong>{{ couponCode }}</strong><span>{{ couponName }}</span></div>\n<p>Enter the code with your order, until the end of {{ couponUntil | date: ''weekday'' }}.\n{%- if couponMinOrder > 0 %} It counts from an order of {{ couponMinOrder | money }}.{% endif %}</p>\n{%- if member.points > 0 %}\n<p>You also have {{ member.points | points }} to spend.</p>\n{%- endif %}\n<p class=\"dim\">The code is yours alone and can be used once.{% if lastCall %} This is the last we write about it.{% endif %}</p>\n              </td>\n            </tr>\n            <tr>\n              <td class=\"foot\">\n                You receive this because you are a member of {{ programme.name }}. You have {{ member.points | points }}.\n                {%- if unsubscribeUrl %}\n                <br /><a href=\"{{ unsubscribeUrl }}\">Stop these e-mails</a>\n                {%- endif %}\n              </td>\n            </tr>\n          </table>\n        </td>\n      </tr>\n    </table>\n  </body>\n</html>\n", "text": "{% if member.name %}{{ member.name }}, we{% else %}We{% endif %} would like to see you again at {{ programme.name }}.\n\n{{ couponName }}: {{ couponCode }}\n\nEnter the code with your order, until the end of {{ couponUntil | date }}.\n{%- if couponMinOrder > 0 %} It counts from an order of {{ couponMinOrder | money }}.{% endif %}\n{%- if member.points > 0 %} You also have {{ member.points | points }} to spend.{% endif %}\n\nThe code is yours alone and can be used once.{% if lastCall %} This is the last we write about it.{% endif %}\n\n--\nYou receive this because you are a member of {{ programme.name }}. You have {{ member.points | points }}.\n{% if unsubscribeUrl %}Stop these e-mails: {{ unsubscribeUrl }}{% endif %}\n", "subject": "For you: {{ couponName }}"}, "zh-CN": {"html": "<!doctype html>\n<html lang=\"zh-CN\">\n  <head>\n    <meta charset=\"utf-8\" />\n    <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n    <meta name=\"color-scheme\" content=\"light dark\" />\n    <title>{{ programme.name }}</title>\n    <style>\n      body { margin: 0; padding: 0; background: #f3f5f1; color: #1d2a22; -webkit-text-size-adjust: 100%; }\n      body, td, p, h1, a { font-family: -apple-system, ''Segoe UI'', Roboto, ''Helvetica Neue'', Arial, ''PingFang SC'', ''Microsoft YaHei'', sans-serif; }\n      h1 { margin: 0 0 16px; font-size: 24px; line-height: 1.3; font-weight: 650; letter-spacing: -0.01em; }\n      p { margin: 0 0 16px; font-size: 16px; line-height: 1.6; }\n      .card { background: #ffffff; border-radius: 14px; padding: 36px 40px; }\n      .card > :last-child { margin-bottom: 0; }\n      .brand { padding: 28px 8px 18px; font-size: 15px; font-weight: 650; letter-spacing: 0.01em; color: #1f6b45; }\n      .figure { margin: 24px 0; padding: 22px 24px; border-radius: 12px; background: #e9f3ec; color: #17523a; text-align: center; }\n      .figure strong { display: block; font-size: 38px; line-height: 1.15; letter-spacing: -0.02em; }\n      .figure span { display: block; margin-top: 6px; font-size: 15px; line-height: 1.5; }\n      .urgent { background: #fdf1df; color: #7a4705; }\n      .rows { width: 100%; margin: 0 0 20px; border-collapse: collapse; }\n      .rows td { padding: 10px 0; border-bottom: 1px solid #e4e9e3; font-size: 15px; line-height: 1.5; }\n      .rows td + td { text-align: right; font-weight: 600; white-space: nowrap; }\n      .dim { color: #66756b; font-size: 14px; }\n      .foot { padding: 20px 8px 36px; color: #66756b; font-size: 13px; line-height: 1.6; }\n      .foot a { color: #66756b; }\n      @media (max-width: 620px) { .card { padding: 28px 22px; } h1 { font-size: 22px; } .figure strong { font-size: 32px; } }\n      @media (prefers-color-scheme: dark) {\n        body { background: #131a16; color: #e6ede8; }\n        .card { background: #1c2620; } .brand { color: #86cfa5; }\n        .figure { background: #20382b; color: #c9ead6; } .urgent { background: #40301a; color: #f3d7a9; }\n        .rows td { border-color: #2e3b33; } .dim, .foot, .foot a { color: #9baba1; }\n      }\n    </style>\n  </head>\n  <body>\n    <div style=\"display: none; max-height: 0; overflow: hidden\">有效期至{{ couponUntil | date }}。</div>\n    <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\">\n      <tr>\n        <td align=\"center\" style=\"padding: 0 14px\">\n          <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"max-width: 600px\">\n            <tr><td class=\"brand\">{{ programme.name }}</td></tr>\n            <tr>\n              <td class=\"card\">\n<h1>{% if member.name %}{{ member.name }}，送您一份心意{% else %}送您一份心意{% endif %}</h1>\n<p>期待您再次光临 {{ programme.name }}。下次下单可享：</p>\n<div class=\"figure\"><strong>{{ couponCode }}</strong><span>{{ couponName }}</span></div>\n<p>下单时输入券码即可使用，有效期至{{ couponUntil | date: ''weekday'' }}当天结束。\n{%- if couponMinOrder > 0 %}订单满 {{ couponMinOrder | money }} 可用。{% endif %}</p>\n{%- if member.points > 0 %}\n<p>您还有 {{ member.points | points }}可用。</p>\n{%- endif %}\n<p class=\"dim\">券码仅限您本人使用一次。{% if lastCall %}这是关于此券的最后一封邮件。{% endif %}</p>\n              </td>\n            </tr>\n            <tr>\n              <td class=\"foot\">\n                您收到这封邮件，因为您是 {{ programme.name }} 的会员。您现有 {{ member.points | points }}。\n                {%- if unsubscribeUrl %}\n                <br /><a href=\"{{ unsubscribeUrl }}\">不再接收此类邮件</a>\n                {%- endif %}\n              </td>\n            </tr>\n          </table>\n        </td>\n      </tr>\n    </table>\n  </body>\n</html>\n", "text": "{% if member.name %}{{ member.name }}，期待{% else %}期待{% endif %}您再次光临 {{ programme.name }}。\n\n{{ couponName }}：{{ couponCode }}\n\n下单时输入券码即可使用，有效期至{{ couponUntil | date }}当天结束。\n{%- if couponMinOrder > 0 %}订单满 {{ couponMinOrder | money }} 可用。{% endif %}\n{%- if member.points > 0 %}您还有 {{ member.points | points }}可用。{% endif %}\n\n券码仅限您本人使用一次。{% if lastCall %}这是关于此券的最后一封邮件。{% endif %}\n\n--\n您收到这封邮件，因为您是 {{ programme.name }} 的会员。您现有 {{ member.points | points }}。\n{% if unsubscribeUrl %}不再接收此类邮件：{{ unsubscribeUrl }}{% endif %}\n", "subject": "专属于您：{{ couponName }}"}}, "win-back-points": {"en": {"html": "<!doctype html>\n<html lang=\"en\">\n  <head>\n    <meta charset=\"utf-8\" />\n    <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n    <meta name=\"color-scheme\" content=\"light dark\" />\n    <title>{{ programme.name }}</title>\n    <style>\n      body { margin: 0; padding: 0; background: #f3f5f1; color: #1d2a22; -webkit-text-size-adjust: 100%; }\n      body, td, p, h1, a { font-family: -apple-system, ''Segoe UI'', Roboto, ''Helvetica Neue'', Arial, ''PingFang SC'', ''Microsoft YaHei'', sans-serif; }\n      h1 { margin: 0 0 16px; font-size: 24px; line-height: 1.3; font-weight: 650; letter-spacing: -0.01em; }\n      p { margin: 0 0 16px; font-size: 16px; line-height: 1.6; }\n      .card { background: #ffffff; border-radius: 14px; padding: 36px 40px; }\n      .card > :last-child { margin-bottom: 0; }\n      .brand { padding: 28px 8px 18px; font-size: 15px; font-weight: 650; letter-spacing: 0.01em; color: #1f6b45; }\n      .figure { margin: 24px 0; padding: 22px 24px; border-radius: 12px; background: #e9f3ec; color: #17523a; text-align: center; }\n      .figure strong { display: block; font-size: 38px; line-height: 1.15; letter-spacing: -0.02em; }\n      .figure span { display: block; margin-top: 6px; font-size: 15px; line-height: 1.5; }\n      .urgent { background: #fdf1df; color: #7a4705; }\n      .rows { width: 100%; margin: 0 0 20px; border-collapse: collapse; }\n      .rows td { padding: 10px 0; border-bottom: 1px solid #e4e9e3; font-size: 15px; line-height: 1.5; }\n      .rows td + td { text-align: right; font-weight: 600; white-space: nowrap; }\n      .dim { color: #66756b; font-size: 14px; }\n      .foot { padding: 20px 8px 36px; color: #66756b; font-size: 13px; line-height: 1.6; }\n      .foot a { color: #66756b; }\n      @media (max-width: 620px) { .card { padding: 28px 22px; } h1 { font-size: 22px; } .figure strong { font-size: 32px; } }\n      @media (prefers-color-scheme: dark) {\n        body { background: #131a16; color: #e6ede8; }\n        .card { background: #1c2620; } .brand { color: #86cfa5; }\n        .figure { background: #20382b; color: #c9ead6; } .urgent { background: #40301a; color: #f3d7a9; }\n        .rows td { border-color: #2e3b33; } .dim, .foot, .foot a { color: #9baba1; }\n      }\n    </style>\n  </head>\n  <body>\n    <div style=\"display: none; max-height: 0; overflow: hidden\">Yours until the end of {{ pointsUntil | date }}.</div>\n    <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\">\n      <tr>\n        <td align=\"center\" style=\"padding: 0 14px\">\n          <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"max-width: 600px\">\n            <tr><td class=\"brand\">{{ programme.name }}</td></tr>\n            <tr>\n              <td class=\"card\">\n<h1>{% if member.name %}{{ member.name }}, we saved you something{% else %}We saved you something{% endif %}</h1>\n<p>These are in your account already, and can be spent until the end of {{ pointsUntil | date: ''weekday'' }}:</p>\n<div class=\"figure\"><strong>+{{ points | number }}</strong><span>{{ programme.asset }}</span></div>\n<p>Together you have {{ member.points | points }}. The ones that expire first are used first.</p>\n{%- if lastCall %}\n<p class=\"dim\">This is the last of our offers for now.</p>\n{%- endif %}\n              </td>\n            </tr>\n            <tr>\n              <td class=\"foot\">\n                You receive this because you are a member of {{ programme.name }}. You have {{ member.points | points }}.\n                {%- if unsubscribeUrl %}\n                <br /><a href=\"{{ unsubscribeUrl }}\">Stop these e-mails</a>\n                {%- endif %}\n              </td>\n            </tr>\n          </table>\n        </td>\n      </tr>\n    </table>\n  </body>\n</html>\n", "text": "{% if member.name %}{{ member.name }}, we{% else %}We{% endif %} saved you something: {{ points | points }}.\n\nThey are in your account already, and can be spent until the end of {{ pointsUntil | date }}. Together you have {{ member.points | points }}.\n{%- if lastCall %}\n\nThis is the last of our offers for now.\n{%- endif %}\n\n--\nYou receive this because you are a member of {{ programme.name }}. You have {{ member.points | points }}.\n{% if unsubscribeUrl %}Stop these e-mails: {{ unsubscribeUrl }}{% endif %}\n", "subject": "{{ points | points }} for your return"}, "zh-CN": {"html": "<!doctype html>\n<html lang=\"zh-CN\">\n  <head>\n    <meta charset=\"utf-8\" />\n    <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n    <meta name=\"color-scheme\" content=\"light dark\" />\n    <title>{{ programme.name }}</title>\n    <style>\n      body { margin: 0; padding: 0; background: #f3f5f1; color: #1d2a22; -webkit-text-size-adjust: 100%; }\n      body, td, p, h1, a { font-family: -apple-system, ''Segoe UI'', Roboto, ''Helvetica Neue'', Arial, ''PingFang SC'', ''Microsoft YaHei'', sans-serif; }\n      h1 { margin: 0 0 16px; font-size: 24px; line-height: 1.3; font-weight: 650; letter-spacing: -0.01em; }\n      p { margin: 0 0 16px; font-size: 16px; line-height: 1.6; }\n      .card { background: #ffffff; border-radius: 14px; padding: 36px 40px; }\n      .card > :last-child { margin-bottom: 0; }\n      .brand { padding: 28px 8px 18px; font-size: 15px; font-weight: 650; letter-spacing: 0.01em; color: #1f6b45; }\n      .figure { margin: 24px 0; padding: 22px 24px; border-radius: 12px; background: #e9f3ec; color: #17523a; text-align: center; }\n      .figure strong { display: block; font-size: 38px; line-height: 1.15; letter-spacing: -0.02em; }\n      .figure span { display: block; margin-top: 6px; font-size: 15px; line-height: 1.5; }\n      .urgent { background: #fdf1df; color: #7a4705; }\n      .rows { width: 100%; margin: 0 0 20px; border-collapse: collapse; }\n      .rows td { padding: 10px 0; border-bottom: 1px solid #e4e9e3; font-size: 15px; line-height: 1.5; }\n      .rows td + td { text-align: right; font-weight: 600; white-space: nowrap; }\n      .dim { color: #66756b; font-size: 14px; }\n      .foot { padding: 20px 8px 36px; color: #66756b; font-size: 13px; line-height: 1.6; }\n      .foot a { color: #66756b; }\n      @media (max-width: 620px) { .card { padding: 28px 22px; } h1 { font-size: 22px; } .figure strong { font-size: 32px; } }\n      @media (prefers-color-scheme: dark) {\n        body { background: #131a16; color: #e6ede8; }\n        .card { background: #1c2620; } .brand { color: #86cfa5; }\n        .figure { background: #20382b; color: #c9ead6; } .urgent { background: #40301a; color: #f3d7a9; }\n        .rows td { border-color: #2e3b33; } .dim, .foot, .foot a { color: #9baba1; }\n      }\n    </style>\n  </head>\n  <body>\n    <div style=\"display: none; max-height: 0; overflow: hidden\">可使用至{{ pointsUntil | date }}。</div>\n    <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\">\n      <tr>\n        <td align=\"center\" style=\"padding: 0 14px\">\n          <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"max-width: 600px\">\n            <tr><td class=\"brand\">{{ programme.name }}</td></tr>\n            <tr>\n              <td class=\"card\">\n<h1>{% if member.name %}{{ member.name }}，为您备了一份心意{% else %}为您备了一份心意{% endif %}</h1>\n<p>以下积分已存入您的账户，可使用至{{ pointsUntil | date: ''weekday'' }}当天结束：</p>\n<div class=\"figure\"><strong>+{{ points | number }}</strong><span>积分</span></div>\n<p>您目前共有 {{ member.points | points }}，先到期的积分优先抵扣。</p>\n{%- if lastCall %}\n<p class=\"dim\">这是目前的最后一份优惠。</p>\n{%- endif %}\n              </td>\n            </tr>\n            <tr>\n              <td class=\"foot\">\n                您收到这封邮件，因为您是 {{ programme.name }} 的会员。您现有 {{ member.points | points }}。\n                {%- if unsubscribeUrl %}\n                <br /><a href=\"{{ unsubscribeUrl }}\">不再接收此类邮件</a>\n                {%- endif %}\n              </td>\n            </tr>\n          </table>\n        </td>\n      </tr>\n    </table>\n  </body>\n</html>\n", "text": "{% if member.name %}{{ member.name }}，为您{% else %}为您{% endif %}备了一份心意：{{ points | points }}。\n\n积分已存入您的账户，可使用至{{ pointsUntil | date }}当天结束。您目前共有 {{ member.points | points }}。\n{%- if lastCall %}\n\n这是目前的最后一份优惠。\n{%- endif %}\n\n--\n您收到这封邮件，因为您是 {{ programme.name }} 的会员。您现有 {{ member.points | points }}。\n{% if unsubscribeUrl %}不再接收此类邮件：{{ unsubscribeUrl }}{% endif %}\n", "subject": "送您 {{ points | points }}，期待再会"}}, "win-back-reminder": {"en": {"html": "<!doctype html>\n<html lang=\"en\">\n  <head>\n    <meta charset=\"utf-8\" />\n    <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n    <meta name=\"color-scheme\" content=\"light dark\" />\n    <title>{{ programme.name }}</title>\n    <style>\n      body { margin: 0; padding: 0; background: #f3f5f1; color: #1d2a22; -webkit-text-size-adjust: 100%; }\n      body, td, p, h1, a { font-family: -apple-system, ''Segoe UI'', Roboto, ''Helvetica Neue'', Arial, ''PingFang SC'', ''Microsoft YaHei'', sans-serif; }\n      h1 { margin: 0 0 16px; font-size: 24px; line-height: 1.3; font-weight: 650; letter-spacing: -0.01em; }\n      p { margin: 0 0 16px; font-size: 16px; line-height: 1.6; }\n      .card { background: #ffffff; border-radius: 14px; padding: 36px 40px; }\n      .card > :last-child { margin-bottom: 0; }\n      .brand { padding: 28px 8px 18px; font-size: 15px; font-weight: 650; letter-spacing: 0.01em; color: #1f6b45; }\n      .figure { margin: 24px 0; padding: 22px 24px; border-radius: 12px; background: #e9f3ec; color: #17523a; text-align: center; }\n      .figure strong { display: block; font-size: 38px; line-height: 1.15; letter-spacing: -0.02em; }\n      .figure span { display: block; margin-top: 6px; font-size: 15px; line-height: 1.5; }\n      .urgent { background: #fdf1df; color: #7a4705; }\n      .rows { width: 100%; margin: 0 0 20px; border-collapse: collapse; }\n      .rows td { padding: 10px 0; border-bottom: 1px solid #e4e9e3; font-size: 15px; line-height: 1.5; }\n      .rows td + td { text-align: right; font-weight: 600; white-space: nowrap; }\n      .dim { color: #66756b; font-size: 14px; }\n      .foot { padding: 20px 8px 36px; color: #66756b; font-size: 13px; line-height: 1.6; }\n      .foot a { color: #66756b; }\n      @media (max-width: 620px) { .card { padding: 28px 22px; } h1 { font-size: 22px; } .figure strong { font-size: 32px; } }\n      @media (prefers-color-scheme: dark) {\n        body { background: #131a16; color: #e6ede8; }\n        .card { background: #1c2620; } .brand { color: #86cfa5; }\n        .figure { background: #20382b; color: #c9ead6; } .urgent { background: #40301a; color: #f3d7a9; }\n        .rows td { border-color: #2e3b33; } .dim, .foot, .foot a { color: #9baba1; }\n      }\n    </style>\n  </head>\n  <body>\n    <div style=\"display: none; max-height: 0; overflow: hidden\">{% if member.points > 0 %}They are yours to spend on your next order.{% else %}Come and see what is new.{% endif %}</div>\n    <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\">\n      <tr>\n        <td align=\"center\" style=\"padding: 0 14px\">\n          <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"max-width: 600px\">\n            <tr><td class=\"brand\">{{ programme.name }}</td></tr>\n            <tr>\n              <td class=\"card\">\n<h1>{% if member.name %}{{ member.name }}, it has been a while{% else %}It has been a while{% endif %}</h1>\n{%- if member.points > 0 %}\n<p>Your last order with {{ programme.name }} was {{ daysAway | number }} days ago. What you have earned is still here:</p>\n<div class=\"figure\"><strong>{{ member.points | number }}</strong><span>{{ programme.asset }} to spend</span></div>\n{%- else %}\n<p>Your last order with {{ programme.name }} was {{ daysAway | number }} days ago, and a good deal is new since then.</p>\n{%- endif %}\n<p class=\"dim\">Every order earns {{ programme.asset }} by itself.</p>\n              </td>\n            </tr>\n            <tr>\n              <td class=\"foot\">\n                You receive this because you are a member of {{ programme.name }}. You have {{ member.points | points }}.\n                {%- if unsubscribeUrl %}\n                <br /><a href=\"{{ unsubscribeUrl }}\">Stop these e-mails</a>\n                {%- endif %}\n              </td>\n            </tr>\n          </table>\n        </td>\n      </tr>\n    </table>\n  </body>\n</html>\n", "text": "{% if member.name %}{{ member.name }}, it has been a while.{% else %}It has been a while.{% endif %}\n\nYour last order with {{ programme.name }} was {{ daysAway | number }} days ago.\n{%- if member.points > 0 %} You still have {{ member.points | points }} to spend.{% endif %}\n\nEvery order earns {{ programme.asset }} by itself.\n\n--\nYou receive this because you are a member of {{ programme.name }}. You have {{ member.points | points }}.\n{% if unsubscribeUrl %}Stop these e-mails: {{ unsubscribeUrl }}{% endif %}\n", "subject": "{% if member.points > 0 %}{{ member.points | points }} are waiting for you{% else %}It has been a while{% endif %}"}, "zh-CN": {"html": "<!doctype html>\n<html lang=\"zh-CN\">\n  <head>\n    <meta charset=\"utf-8\" />\n    <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n    <meta name=\"color-scheme\" content=\"light dark\" />\n    <title>{{ programme.name }}</title>\n    <style>\n      body { margin: 0; padding: 0; background: #f3f5f1; color: #1d2a22; -webkit-text-size-adjust: 100%; }\n      body, td, p, h1, a { font-family: -apple-system, ''Segoe UI'', Roboto, ''Helvetica Neue'', Arial, ''PingFang SC'', ''Microsoft YaHei'', sans-serif; }\n      h1 { margin: 0 0 16px; font-size: 24px; line-height: 1.3; font-weight: 650; letter-spacing: -0.01em; }\n      p { margin: 0 0 16px; font-size: 16px; line-height: 1.6; }\n      .card { background: #ffffff; border-radius: 14px; padding: 36px 40px; }\n      .card > :last-child { margin-bottom: 0; }\n      .brand { padding: 28px 8px 18px; font-size: 15px; font-weight: 650; letter-spacing: 0.01em; color: #1f6b45; }\n      .figure { margin: 24px 0; padding: 22px 24px; border-radius: 12px; background: #e9f3ec; color: #17523a; text-align: center; }\n      .figure strong { display: block; font-size: 38px; line-height: 1.15; letter-spacing: -0.02em; }\n      .figure span { display: block; margin-top: 6px; font-size: 15px; line-height: 1.5; }\n      .urgent { background: #fdf1df; color: #7a4705; }\n      .rows { width: 100%; margin: 0 0 20px; border-collapse: collapse; }\n      .rows td { padding: 10px 0; border-bottom: 1px solid #e4e9e3; font-size: 15px; line-height: 1.5; }\n      .rows td + td { text-align: right; font-weight: 600; white-space: nowrap; }\n      .dim { color: #66756b; font-size: 14px; }\n      .foot { padding: 20px 8px 36px; color: #66756b; font-size: 13px; line-height: 1.6; }\n      .foot a { color: #66756b; }\n      @media (max-width: 620px) { .card { padding: 28px 22px; } h1 { font-size: 22px; } .figure strong { font-size: 32px; } }\n      @media (prefers-color-scheme: dark) {\n        body { background: #131a16; color: #e6ede8; }\n        .card { background: #1c2620; } .brand { color: #86cfa5; }\n        .figure { background: #20382b; color: #c9ead6; } .urgent { background: #40301a; color: #f3d7a9; }\n        .rows td { border-color: #2e3b33; } .dim, .foot, .foot a { color: #9baba1; }\n      }\n    </style>\n  </head>\n  <body>\n    <div style=\"display: none; max-height: 0; overflow: hidden\">{% if member.points > 0 %}下次下单即可使用。{% else %}来看看有什么新品。{% endif %}</div>\n    <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\">\n      <tr>\n        <td align=\"center\" style=\"padding: 0 14px\">\n          <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"max-width: 600px\">\n            <tr><td class=\"brand\">{{ programme.name }}</td></tr>\n            <tr>\n              <td class=\"card\">\n<h1>{% if member.name %}{{ member.name }}，好久不见{% else %}好久不见{% endif %}</h1>\n{%- if member.points > 0 %}\n<p>距您上次在 {{ programme.name }} 下单已有 {{ daysAway | number }} 天，您的积分仍为您保留：</p>\n<div class=\"figure\"><strong>{{ member.points | number }}</strong><span>可用积分</span></div>\n{%- else %}\n<p>距您上次在 {{ programme.name }} 下单已有 {{ daysAway | number }} 天，我们上了不少新品。</p>\n{%- endif %}\n<p class=\"dim\">每笔订单都会自动累积积分。</p>\n              </td>\n            </tr>\n            <tr>\n              <td class=\"foot\">\n                您收到这封邮件，因为您是 {{ programme.name }} 的会员。您现有 {{ member.points | points }}。\n                {%- if unsubscribeUrl %}\n                <br /><a href=\"{{ unsubscribeUrl }}\">不再接收此类邮件</a>\n                {%- endif %}\n              </td>\n            </tr>\n          </table>\n        </td>\n      </tr>\n    </table>\n  </body>\n</html>\n", "text": "{% if member.name %}{{ member.name }}，好久不见。{% else %}好久不见。{% endif %}\n\n距您上次在 {{ programme.name }} 下单已有 {{ daysAway | number }} 天。\n{%- if member.points > 0 %}您还有 {{ member.points | points }}可用。{% endif %}\n\n每笔订单都会自动累积积分。\n\n--\n您收到这封邮件，因为您是 {{ programme.name }} 的会员。您现有 {{ member.points | points }}。\n{% if unsubscribeUrl %}不再接收此类邮件：{{ unsubscribeUrl }}{% endif %}\n", "subject": "{% if member.points > 0 %}您还有 {{ member.points | points }}可用{% else %}好久不见{% endif %}"}}}, "priority": 60, "settings": {"atHour": 10, "ladder": [{"offer": "reminder", "afterDays": 0}, {"offer": "coupon", "coupon": {"name": "10% off your next order", "benefit": {"kind": "percentOff", "percent": 10}, "validDays": 14, "minOrderMinor": 2000}, "afterDays": 7}, {"offer": "points", "points": 100, "afterDays": 21, "expiresInDays": 14}], "balance": "any", "segments": [{"name": "best customers", "ladder": [{"offer": "reminder", "afterDays": 0}, {"offer": "coupon", "coupon": {"name": "15 off your next order", "benefit": {"kind": "amountOff", "amountMinor": 1500}, "validDays": 21, "minOrderMinor": 5000}, "afterDays": 5}, {"offer": "points", "points": 300, "afterDays": 21, "expiresInDays": 14}], "spentFrom": 50000}, {"name": "points to spend", "ladder": [{"offer": "reminder", "afterDays": 0}, {"offer": "coupon", "coupon": {"name": "double points on your next order", "benefit": {"kind": "points", "multiplier": {"numerator": 2, "denominator": 1}}, "validDays": 14}, "afterDays": 14}], "pointsFrom": 500}], "endAfterDays": 45, "inactiveDays": 30, "inactiveDaysMax": 365}, "lifecycle": "win-back", "conversionDays": 30}', 'cdb3c246f07f19351bdecee1d827196697c06b86bd688ed6c0a47ce1c6b55296', '{order.placed}', NULL, '{}', '[]', 90, '2026-03-02 09:15:00+00', 0.1);


--
-- Data for Name: check_in; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.check_in VALUES (3, '2026-03-03', 1, 'done', 'Europe/London', '2026-03-03 09:15:00+00', 1, 5, 8);
INSERT INTO public.check_in VALUES (3, '2026-03-04', 1, 'done', 'Europe/London', '2026-03-04 09:15:00+00', 2, 5, 10);


--
-- Data for Name: check_in_streak; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.check_in_streak VALUES (3, 1, 2, 2, '2026-03-04', '', 0);


--
-- Data for Name: cohort; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.cohort VALUES (3, 1, 1, 1, '2026-03-04 09:15:00+00', '2026-03-04 09:15:00+00', '2026-03-11 09:15:00+00', NULL, '2026-03-06 09:15:00+00', false);
INSERT INTO public.cohort VALUES (2, 1, 2, 1, '2026-03-04 09:15:00+00', '2026-03-04 09:15:00+00', NULL, NULL, '2026-04-05 00:00:00+00', false);
INSERT INTO public.cohort VALUES (1, 1, 1, 5, '2026-03-03 09:15:00+00', '2026-03-03 09:15:00+00', NULL, NULL, '2026-04-01 09:15:00+00', false);
INSERT INTO public.cohort VALUES (4, 1, 4, 1, '2026-03-04 09:15:00+00', '2026-03-04 09:15:00+00', NULL, NULL, '2026-04-17 09:15:00+00', false);
INSERT INTO public.cohort VALUES (5, 1, 1, 1, '2026-03-22 09:15:00+00', '2026-03-22 09:15:00+00', '2026-03-22 09:15:00+00', NULL, NULL, false);


--
-- Data for Name: consent; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.consent VALUES (1, 1, 'email', true, 'event', '2026-03-02 09:15:00+00');
INSERT INTO public.consent VALUES (1, 2, 'email', true, 'event', '2026-03-02 09:15:00+00');
INSERT INTO public.consent VALUES (1, 3, 'email', true, 'event', '2026-03-02 09:15:00+00');
INSERT INTO public.consent VALUES (1, 4, 'email', true, 'event', '2026-03-02 09:15:00+00');
INSERT INTO public.consent VALUES (1, 5, 'email', true, 'event', '2026-03-02 09:15:00+00');
INSERT INTO public.consent VALUES (1, 6, 'email', true, 'event', '2026-03-03 09:15:00+00');
INSERT INTO public.consent VALUES (1, 7, 'email', true, 'event', '2026-03-22 09:15:00+00');
INSERT INTO public.consent VALUES (1, 8, 'email', true, 'event', '2026-03-22 09:15:00+00');


--
-- Data for Name: enrolment; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.enrolment VALUES (3, 1, 1, 1, 3, 1, 'active', NULL, '{"eventId": "event-3", "eventType": "member.joined", "eventRowId": 3}', false, 1, '2026-03-02 09:15:00+00', NULL);
INSERT INTO public.enrolment VALUES (5, 1, 1, 1, 5, 1, 'active', NULL, '{"eventId": "event-5", "eventType": "member.joined", "eventRowId": 5}', false, 1, '2026-03-02 09:15:00+00', NULL);
INSERT INTO public.enrolment VALUES (1, 1, 1, 1, 1, 1, 'done', 'placed the first order', '{"eventId": "event-1", "eventType": "member.joined", "eventRowId": 1}', false, 1, '2026-03-02 09:15:00+00', '2026-03-03 09:15:00+00');
INSERT INTO public.enrolment VALUES (2, 1, 1, 1, 2, 1, 'done', 'placed the first order', '{"eventId": "event-2", "eventType": "member.joined", "eventRowId": 2}', false, 1, '2026-03-02 09:15:00+00', '2026-03-03 09:15:00+00');
INSERT INTO public.enrolment VALUES (6, 1, 2, 2, 3, 1, 'active', NULL, '{"eventId": "event-8", "eventType": "checkin.done", "eventRowId": 8}', false, 2, '2026-03-03 09:15:00+00', NULL);
INSERT INTO public.enrolment VALUES (8, 1, 4, 4, 6, 1, 'active', NULL, '{"eventId": "event-9", "eventType": "member.joined", "eventRowId": 9}', false, 4, '2026-03-03 09:15:00+00', NULL);
INSERT INTO public.enrolment VALUES (7, 1, 1, 1, 6, 1, 'done', 'placed the first order', '{"eventId": "event-9", "eventType": "member.joined", "eventRowId": 9}', false, 3, '2026-03-03 09:15:00+00', '2026-03-04 09:15:00+00');
INSERT INTO public.enrolment VALUES (4, 1, 1, 1, 4, 1, 'done', 'placed the first order', '{"eventId": "event-4", "eventType": "member.joined", "eventRowId": 4}', false, 1, '2026-03-02 09:15:00+00', '2026-03-11 09:15:00+00');
INSERT INTO public.enrolment VALUES (9, 1, 1, 1, 7, 1, 'done', 'placed the first order', '{"eventId": "event-16", "eventType": "member.joined", "eventRowId": 16}', false, 5, '2026-03-22 09:15:00+00', '2026-03-22 09:15:00+00');
INSERT INTO public.enrolment VALUES (10, 1, 1, 1, 8, 1, 'active', NULL, '{"eventId": "event-18", "eventType": "member.joined", "eventRowId": 18}', false, NULL, '2026-03-22 09:15:00+00', NULL);


--
-- Data for Name: event; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.event VALUES (1, 1, 'event-1', 'member.joined', 1, '2026-03-02 09:15:00+00', '2026-03-02 09:15:00+00', '\xe495f9c294b4e19473fa4b294076fb7540bf893bae04ebde4a18bf11f474c082', '{"name": true, "email": true, "consent": {"email": true}}', '{}');
INSERT INTO public.event VALUES (2, 1, 'event-2', 'member.joined', 2, '2026-03-02 09:15:00+00', '2026-03-02 09:15:00+00', '\x407f94a8fd5aeaa2f49bc54f48c363a47b361127bea078212cc5359e74338938', '{"name": true, "email": true, "consent": {"email": true}}', '{}');
INSERT INTO public.event VALUES (3, 1, 'event-3', 'member.joined', 3, '2026-03-02 09:15:00+00', '2026-03-02 09:15:00+00', '\xa355f2f817f8f23260f842bfb7c1a8bdff89b7b37fab804ed0183442e4cabc4e', '{"name": true, "email": true, "consent": {"email": true}}', '{}');
INSERT INTO public.event VALUES (4, 1, 'event-4', 'member.joined', 4, '2026-03-02 09:15:00+00', '2026-03-02 09:15:00+00', '\x1ec263027a83ba64b3f94a08640e75755d9a2c5fdd9da572febd851791856ff0', '{"name": true, "email": true, "consent": {"email": true}}', '{}');
INSERT INTO public.event VALUES (5, 1, 'event-5', 'member.joined', 5, '2026-03-02 09:15:00+00', '2026-03-02 09:15:00+00', '\x953921e353aedc13bbb558bcc20703eebad93e4221c6d1c8c3c422d9ec416d8e', '{"name": true, "email": true, "consent": {"email": true}}', '{}');
INSERT INTO public.event VALUES (6, 1, 'event-6', 'order.placed', 1, '2026-03-03 09:15:00+00', '2026-03-03 09:15:00+00', '\xdc63bd6cebfd33e7dfdcd677348da3aded5892d61684fcabb05c9612ac532a2c', '{"first": true, "points": 42, "orderId": "A-1", "currency": "GBP", "amountMinor": 4200}', '{"points": 42}');
INSERT INTO public.event VALUES (7, 1, 'event-7', 'order.placed', 2, '2026-03-03 09:15:00+00', '2026-03-03 09:15:00+00', '\xe520208f14f98dce515da46387434d668185293971cbcecf05d2848f959868e8', '{"first": true, "points": 120, "orderId": "B-1", "currency": "GBP", "amountMinor": 12000}', '{"points": 120}');
INSERT INTO public.event VALUES (8, 1, 'event-8', 'checkin.done', 3, '2026-03-03 09:15:00+00', '2026-03-03 09:15:00+00', '\x34bf6944b2631ff068ebb1052bcf4ecffff81727a1f368a014ad2c62cde309ee', '{"best": 1, "next": {"day": 2, "points": 5}, "zone": "Europe/London", "cards": 1, "points": 5, "streak": 1, "losesAt": 1772668800000, "remindAt": 1772654400000, "businessDay": "2026-03-03"}', '{"best": 1, "next": {"day": 2, "points": 5}, "note": "day 1 of the streak; day 2 brings 5", "cards": 1, "points": 5, "streak": 1, "losesAt": 1772668800000, "remindAt": 1772654400000, "businessDay": "2026-03-03"}');
INSERT INTO public.event VALUES (9, 1, 'event-9', 'member.joined', 6, '2026-03-03 09:15:00+00', '2026-03-03 09:15:00+00', '\xe070035f9020f853ba359c48098e02c06a9bb1a0ec404d20da427900d8adf34c', '{"name": true, "email": true, "consent": {"email": true}, "referred": true, "referrerId": "1", "referralCode": "FRUTRZR3M4"}', '{"referred": true}');
INSERT INTO public.event VALUES (10, 1, 'event-10', 'checkin.done', 3, '2026-03-04 09:15:00+00', '2026-03-04 09:15:00+00', '\x91d19c083ffc1e835443903b298563e8886195789861e9753a545514b9e6a8d7', '{"best": 2, "next": {"day": 3, "points": 6}, "zone": "Europe/London", "cards": 1, "points": 5, "streak": 2, "losesAt": 1772755200000, "remindAt": 1772740800000, "businessDay": "2026-03-04"}', '{"best": 2, "next": {"day": 3, "points": 6}, "note": "day 2 of the streak; day 3 brings 6", "cards": 1, "points": 5, "streak": 2, "losesAt": 1772755200000, "remindAt": 1772740800000, "businessDay": "2026-03-04"}');
INSERT INTO public.event VALUES (11, 1, 'event-11', 'order.placed', 6, '2026-03-04 09:15:00+00', '2026-03-04 09:15:00+00', '\x898a82735e4b2d59e85018038870665676a89356247265351c60e3f62c445173', '{"first": true, "points": 30, "orderId": "F-1", "currency": "GBP", "amountMinor": 3000}', '{"points": 30}');
INSERT INTO public.event VALUES (12, 1, 'event-12', 'member.updated', 2, '2026-03-04 09:15:00+00', '2026-03-04 09:15:00+00', '\xe315c6ca8b728943a31d5703dddcb9384da0e4a27b63016ef0953645d1b1119e', '{"birthday": true, "profileComplete": true}', '{"profileComplete": true}');
INSERT INTO public.event VALUES (13, 1, 'event-13', 'order.returned', 2, '2026-03-04 09:15:00+00', '2026-03-04 09:15:00+00', '\x1aa2db1c4c8b82a410437000c22b936d57e8f30b03d49d58f7fa8f2d4c6014e1', '{"points": -50, "orderId": "B-1", "currency": "GBP", "amountMinor": 5000}', '{"points": -50}');
INSERT INTO public.event VALUES (14, 1, 'event-14', 'order.placed', 1, '2026-03-04 09:15:00+00', '2026-03-04 09:15:00+00', '\x02898e79f0d8bb28366fe45bce10c02a3e50833e13b5439d50f16cabbc8cb9b1', '{"first": false, "coupon": "SCH6-VQEC-736S", "points": 26, "orderId": "A-2", "currency": "GBP", "couponName": "5 off your next order", "amountMinor": 2600}', '{"coupon": "SCH6-VQEC-736S", "points": 26, "couponName": "5 off your next order"}');
INSERT INTO public.event VALUES (15, 1, 'event-15', 'order.placed', 4, '2026-03-11 09:15:00+00', '2026-03-11 09:15:00+00', '\x4cb992c5fb63030acae69ccecb13ee355a2a4f1cc4b69237495fe089a4241ad9', '{"first": true, "points": 25, "orderId": "D-1", "currency": "GBP", "amountMinor": 2500}', '{"points": 25}');
INSERT INTO public.event VALUES (16, 1, 'event-16', 'member.joined', 7, '2026-03-22 09:15:00+00', '2026-03-22 09:15:00+00', '\x22379775e929de4383e3119da72c60e9a6171f4fc81dacff35b367001d9c6538', '{"name": true, "email": true, "consent": {"email": true}}', '{}');
INSERT INTO public.event VALUES (17, 1, 'event-17', 'order.placed', 7, '2026-03-22 09:15:00+00', '2026-03-22 09:15:00+00', '\xbb1a89493215d6515b521b2862e53f65c53c152c23857e8870cf54ec1d360bcd', '{"first": true, "points": 20, "orderId": "G-1", "currency": "GBP", "amountMinor": 2000}', '{"points": 20}');
INSERT INTO public.event VALUES (18, 1, 'event-18', 'member.joined', 8, '2026-03-22 09:15:00+00', '2026-03-22 09:15:00+00', '\xf8e4840aeb445374bafd7d71923be1f109923159dd4c0022362a9c8700c9f797', '{"name": true, "email": true, "consent": {"email": true}}', '{}');
INSERT INTO public.event VALUES (19, 1, 'event-19', 'order.placed', 7, '2026-03-22 09:15:00+00', '2026-03-22 09:15:00+00', '\x0886f040a04fa0fce8c43a30177e2bf3ae945881dd2436cc5f23b2b6c7e17053', '{"first": false, "points": 20, "orderId": "G-2", "currency": "GBP", "amountMinor": 2000}', '{"points": 20}');


--
-- Data for Name: import_run; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: mail_report; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: member; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.member VALUES (3, 1, 'cleo', 'ACTIVE', NULL, NULL, 'base', '2026-03-02 09:15:00+00', NULL, NULL, 0, 0, '{}', '2026-11-28 02:34:46.915+00');
INSERT INTO public.member VALUES (5, 1, 'emil', 'ACTIVE', NULL, NULL, 'base', '2026-03-02 09:15:00+00', NULL, NULL, 0, 0, '{}', '2026-11-28 02:34:46.929+00');
INSERT INTO public.member VALUES (6, 1, 'finn', 'ACTIVE', NULL, NULL, 'base', '2026-03-03 09:15:00+00', NULL, '2026-03-04 09:15:00+00', 1, 3000, '{}', '2026-11-28 02:34:48.138+00');
INSERT INTO public.member VALUES (2, 1, 'ben', 'ACTIVE', NULL, NULL, 'base', '2026-03-02 09:15:00+00', '2026-03-04 09:15:00+00', '2026-03-03 09:15:00+00', 1, 7000, '{}', '2026-11-28 02:34:46.9+00');
INSERT INTO public.member VALUES (1, 1, 'ada', 'ACTIVE', NULL, NULL, 'base', '2026-03-02 09:15:00+00', NULL, '2026-03-04 09:15:00+00', 2, 6800, '{}', '2026-11-28 02:34:46.875+00');
INSERT INTO public.member VALUES (4, 1, 'dora', 'ACTIVE', NULL, NULL, 'base', '2026-03-02 09:15:00+00', NULL, '2026-03-11 09:15:00+00', 1, 2500, '{}', '2026-11-28 02:34:46.923+00');
INSERT INTO public.member VALUES (8, 1, 'hana', 'ACTIVE', NULL, NULL, 'base', '2026-03-22 09:15:00+00', NULL, NULL, 0, 0, '{}', '2026-11-28 02:34:51.656+00');
INSERT INTO public.member VALUES (7, 1, 'gus', 'ACTIVE', NULL, NULL, 'base', '2026-03-22 09:15:00+00', NULL, '2026-03-22 09:15:00+00', 2, 4000, '{}', '2026-11-28 02:34:50.988+00');


--
-- Data for Name: member_address; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: member_identity; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.member_identity VALUES (1, 'email', '07b1d1525dae3985ff868472bf9a1f659e98c33f109939304bbf2ee56b34ffe4', 1, '2026-03-02 09:15:00+00');
INSERT INTO public.member_identity VALUES (1, 'email', 'a061d40928f152cd7997d6b895e06d7a165c4d4b0c372a627823eca5f5051bac', 2, '2026-03-02 09:15:00+00');
INSERT INTO public.member_identity VALUES (1, 'email', 'becd692553d9f04cf399407b9732ac73ca34ad8527e0097ec98aa96c6cd97287', 3, '2026-03-02 09:15:00+00');
INSERT INTO public.member_identity VALUES (1, 'email', '0433617197a120215397073c34961d0b0f8e9f50f254d0d81f96f416a3742cf9', 4, '2026-03-02 09:15:00+00');
INSERT INTO public.member_identity VALUES (1, 'email', '1efc8d777d4523bb6ada3724766a8b3fd6e19028fcaee8eac3477e299b38a902', 5, '2026-03-02 09:15:00+00');
INSERT INTO public.member_identity VALUES (1, 'email', '3c491dc0a42c4b11b660d8c4374fead87f5dfc32fe97ba73d8d981f2127b0d04', 6, '2026-03-03 09:15:00+00');
INSERT INTO public.member_identity VALUES (1, 'email', '21cc572f6b17f0c25e16fa16e906f3acffa609dcb890de624b72db5a744b9e7c', 7, '2026-03-22 09:15:00+00');
INSERT INTO public.member_identity VALUES (1, 'email', '7e470b8277beedd6e3831de7512b4b1fb0ddc84d1245bc796e37c678ec64c3eb', 8, '2026-03-22 09:15:00+00');


--
-- Data for Name: member_profile; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.member_profile VALUES (1, 'ada@members.example', NULL, 'ada', NULL, '{}', '2026-03-02 09:15:00+00');
INSERT INTO public.member_profile VALUES (3, 'cleo@members.example', NULL, 'cleo', NULL, '{}', '2026-03-02 09:15:00+00');
INSERT INTO public.member_profile VALUES (4, 'dora@members.example', NULL, 'dora', NULL, '{}', '2026-03-02 09:15:00+00');
INSERT INTO public.member_profile VALUES (5, 'emil@members.example', NULL, 'emil', NULL, '{}', '2026-03-02 09:15:00+00');
INSERT INTO public.member_profile VALUES (6, 'finn@members.example', NULL, 'finn', NULL, '{}', '2026-03-03 09:15:00+00');
INSERT INTO public.member_profile VALUES (2, 'ben@members.example', NULL, 'ben', '1990-05-17', '{}', '2026-03-04 09:15:00+00');
INSERT INTO public.member_profile VALUES (7, 'gus@members.example', NULL, 'gus', NULL, '{}', '2026-03-22 09:15:00+00');
INSERT INTO public.member_profile VALUES (8, 'hana@members.example', NULL, 'hana', NULL, '{}', '2026-03-22 09:15:00+00');


--
-- Data for Name: message; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.message VALUES (1, 1, '1/welcome/1', 1, 1, 1, 1, 'email', 'transactional', 'welcome', 'en', '{"couponCode": null, "couponName": null, "giftPoints": 100, "giftWaitsFor": null, "profilePoints": 50, "couponExpiresAt": null, "profileComplete": false, "firstOrderPoints": 100}', NULL, 10, 'sent', NULL, '<aa6ab2c7a72123ecabd6eff89ce178e9@giftshop.example>', '2026-03-03 09:15:00+00', '2026-03-03 09:15:00+00', NULL, 1, NULL, NULL, 'Welcome: 100 points are yours', '2026-03-03 09:15:00+00', '2026-03-03 09:15:00+00', NULL);
INSERT INTO public.message VALUES (2, 1, '2/welcome/1', 2, 2, 1, 1, 'email', 'transactional', 'welcome', 'en', '{"couponCode": null, "couponName": null, "giftPoints": 100, "giftWaitsFor": null, "profilePoints": 50, "couponExpiresAt": null, "profileComplete": false, "firstOrderPoints": 100}', NULL, 10, 'sent', NULL, '<7f39bf7d9d1341bf9b0d9c4e2fdbb3cd@giftshop.example>', '2026-03-03 09:15:00+00', '2026-03-03 09:15:00+00', NULL, 1, NULL, NULL, 'Welcome: 100 points are yours', '2026-03-03 09:15:00+00', '2026-03-03 09:15:00+00', NULL);
INSERT INTO public.message VALUES (3, 1, '3/welcome/1', 3, 3, 1, 1, 'email', 'transactional', 'welcome', 'en', '{"couponCode": null, "couponName": null, "giftPoints": 100, "giftWaitsFor": null, "profilePoints": 50, "couponExpiresAt": null, "profileComplete": false, "firstOrderPoints": 100}', NULL, 10, 'sent', NULL, '<30554c29e14e7fac46b4d9c0cdeb1f43@giftshop.example>', '2026-03-03 09:15:00+00', '2026-03-03 09:15:00+00', NULL, 1, NULL, NULL, 'Welcome: 100 points are yours', '2026-03-03 09:15:00+00', '2026-03-03 09:15:00+00', NULL);
INSERT INTO public.message VALUES (4, 1, '4/welcome/1', 4, 4, 1, 1, 'email', 'transactional', 'welcome', 'en', '{"couponCode": null, "couponName": null, "giftPoints": 100, "giftWaitsFor": null, "profilePoints": 50, "couponExpiresAt": null, "profileComplete": false, "firstOrderPoints": 100}', NULL, 10, 'sent', NULL, '<ddd84e91e1d361ca5df5e616c21861c0@giftshop.example>', '2026-03-03 09:15:00+00', '2026-03-03 09:15:00+00', NULL, 1, NULL, NULL, 'Welcome: 100 points are yours', '2026-03-03 09:15:00+00', '2026-03-03 09:15:00+00', NULL);
INSERT INTO public.message VALUES (5, 1, '5/welcome/1', 5, 5, 1, 1, 'email', 'transactional', 'welcome', 'en', '{"couponCode": null, "couponName": null, "giftPoints": 100, "giftWaitsFor": null, "profilePoints": 50, "couponExpiresAt": null, "profileComplete": false, "firstOrderPoints": 100}', NULL, 10, 'sent', NULL, '<da477fc2e9046fe1e1b770386035d10c@giftshop.example>', '2026-03-03 09:15:00+00', '2026-03-03 09:15:00+00', NULL, 1, NULL, NULL, 'Welcome: 100 points are yours', '2026-03-03 09:15:00+00', '2026-03-03 09:15:00+00', NULL);
INSERT INTO public.message VALUES (8, 1, '7/welcome/1', 6, 7, 1, 1, 'email', 'transactional', 'welcome', 'en', '{"couponCode": null, "couponName": null, "giftPoints": 100, "giftWaitsFor": null, "profilePoints": 50, "couponExpiresAt": null, "profileComplete": false, "firstOrderPoints": 100}', NULL, 10, 'sent', NULL, '<ecdee378c48695276bbfc177025b80cc@giftshop.example>', '2026-03-04 09:15:00+00', '2026-03-04 09:15:00+00', NULL, 1, NULL, NULL, 'Welcome: 100 points are yours', '2026-03-04 09:15:00+00', '2026-03-04 09:15:00+00', NULL);
INSERT INTO public.message VALUES (6, 1, '8/friend-welcome/1', 6, 8, 4, 4, 'email', 'transactional', 'friend-welcome', 'en', '{"coupon": "", "paysOn": "order-above", "points": 50, "minOrderMinor": 3000, "orderWithinDays": 30, "returnWindowDays": 14}', NULL, 20, 'sent', NULL, '<37fba71f086b5c6d1e9c0351afb017a1@giftshop.example>', '2026-03-04 09:15:00+00', '2026-03-04 09:15:00+00', NULL, 1, NULL, NULL, 'A friend’s invitation: 50 points for you', '2026-03-04 09:15:00+00', '2026-03-04 09:15:00+00', NULL);
INSERT INTO public.message VALUES (7, 1, '8/friend-joined/1', 1, 8, 4, 4, 'email', 'service', 'friend-joined', 'en', '{"coupon": "", "paysOn": "order-above", "points": 100, "minOrderMinor": 3000, "orderWithinDays": 30, "returnWindowDays": 14}', NULL, 20, 'sent', NULL, '<0b571160534bbd51e8ccbf28ac7e58e8@giftshop.example>', '2026-03-04 09:15:00+00', '2026-03-04 09:15:00+00', NULL, 1, NULL, NULL, 'A friend has joined with your invitation', '2026-03-04 09:15:00+00', '2026-03-04 09:15:00+00', NULL);
INSERT INTO public.message VALUES (9, 1, '3/profile-reminder/1', 3, 3, 1, 1, 'email', 'service', 'profile-reminder', 'en', '{"profilePoints": 50}', NULL, 10, 'sent', NULL, '<ce1c2eba439294441eabd8549129f80a@giftshop.example>', '2026-03-11 09:15:00+00', '2026-03-11 09:15:00+00', NULL, 1, NULL, NULL, '50 points for a minute of your time', '2026-03-11 09:15:00+00', '2026-03-11 09:15:00+00', '{"kind": "profileIncomplete"}');
INSERT INTO public.message VALUES (10, 1, '4/profile-reminder/1', 4, 4, 1, 1, 'email', 'service', 'profile-reminder', 'en', '{"profilePoints": 50}', NULL, 10, 'sent', NULL, '<a9e52267628ae1f579716303b993c12e@giftshop.example>', '2026-03-11 09:15:00+00', '2026-03-11 09:15:00+00', NULL, 1, NULL, NULL, '50 points for a minute of your time', '2026-03-11 09:15:00+00', '2026-03-11 09:15:00+00', '{"kind": "profileIncomplete"}');
INSERT INTO public.message VALUES (11, 1, '5/profile-reminder/1', 5, 5, 1, 1, 'email', 'service', 'profile-reminder', 'en', '{"profilePoints": 50}', NULL, 10, 'sent', NULL, '<a1bfeecee51ec89308e8b53cfffe4cbb@giftshop.example>', '2026-03-11 09:15:00+00', '2026-03-11 09:15:00+00', NULL, 1, NULL, NULL, '50 points for a minute of your time', '2026-03-11 09:15:00+00', '2026-03-11 09:15:00+00', '{"kind": "profileIncomplete"}');
INSERT INTO public.message VALUES (12, 1, '8/friend-reward/c3.1', 6, 8, 4, 4, 'email', 'transactional', 'friend-reward', 'en', '{"coupon": "", "points": 50, "couponCode": ""}', NULL, 20, 'sent', NULL, '<d7ecde2a84daccff77c641a58fabc7fc@giftshop.example>', '2026-03-22 09:15:00+00', '2026-03-22 09:15:00+00', NULL, 1, NULL, NULL, '50 points for you: your friend’s invitation', '2026-03-22 09:15:00+00', '2026-03-22 09:15:00+00', NULL);
INSERT INTO public.message VALUES (13, 1, '8/referral-paid/c3.1', 1, 8, 4, 4, 'email', 'service', 'referral-paid', 'en', '{"coupon": "", "points": 100, "couponCode": ""}', NULL, 20, 'sent', NULL, '<ab4412e9c71fa7342bb0cb1329c4f925@giftshop.example>', '2026-03-22 09:15:00+00', '2026-03-22 09:15:00+00', NULL, 1, NULL, NULL, '100 points for bringing a friend', '2026-03-22 09:15:00+00', '2026-03-22 09:15:00+00', NULL);
INSERT INTO public.message VALUES (14, 1, '9/welcome/1', 7, 9, 1, 1, 'email', 'transactional', 'welcome', 'en', '{"couponCode": null, "couponName": null, "giftPoints": 100, "giftWaitsFor": null, "profilePoints": 50, "couponExpiresAt": null, "profileComplete": false, "firstOrderPoints": 100}', NULL, 10, 'sent', NULL, '<ea1e3fa8a5000dd24e2543f4dd95a091@giftshop.example>', '2026-03-22 09:15:00+00', '2026-03-22 09:15:00+00', NULL, 1, NULL, NULL, 'Welcome: 100 points are yours', '2026-03-22 09:15:00+00', '2026-03-22 09:15:00+00', NULL);


--
-- Data for Name: programme; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.programme VALUES (1, 'reference', 'Gift Shop Club', 'points', 'GBP', 'Europe/London', 'en', 'DEBT', '{"code": "reference", "name": "Gift Shop Club", "zone": "Europe/London", "asset": "points", "tasks": [{"once": "day", "points": 5, "eventType": "checkin.done"}, {"once": "day", "points": 10, "eventType": "share.opened"}, {"once": "event", "points": 15, "eventType": "review.posted"}], "tiers": [{"code": "base", "name": "Member", "multiplier": {"numerator": 1, "denominator": 1}}, {"code": "silver", "name": "Silver", "orders": 3, "multiplier": {"numerator": 6, "denominator": 5}, "spendMinor": 50000}, {"code": "gold", "name": "Gold", "orders": 8, "multiplier": {"numerator": 3, "denominator": 2}, "spendMinor": 200000}], "expiry": {"kind": "rolling", "months": 12}, "locale": "en", "sender": {"name": "Gift Shop Club", "address": "club@giftshop.example"}, "earning": {"steps": [{"aboveMinor": 30000, "multiplier": {"numerator": 3, "denominator": 2}}], "points": 1, "calendar": [{"day": 18, "kind": "dayOfMonth", "multiplier": {"numerator": 2, "denominator": 1}}, {"kind": "birthdayMonth", "multiplier": {"numerator": 2, "denominator": 1}}], "perMinor": 100, "maxMultiplier": {"numerator": 4, "denominator": 1}}, "locales": ["en", "zh-CN"], "clawback": "DEBT", "currency": "GBP", "quietHours": {"from": "21:00", "until": "09:00"}, "messageCaps": [{"max": 3, "class": "marketing", "channel": "email", "perDays": 7}], "pendingDays": 0, "profileFields": ["email", "name", "birthday"], "messageDeferralDays": 14}', '710321f24fcdfed822ee89f0d87cc0420d34adeb11733bbfe6724b2912234ea2', '-infinity', '2026-11-28 02:34:43.134+00');


--
-- Data for Name: programme_clock; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: referral; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.referral VALUES (1, 1, 1, 6, 'FRUTRZR3M4', 'paid', '{}', '2026-03-03 09:15:00+00', '2026-03-18 09:15:00+00', NULL, '2026-03-18 09:15:00+00', 'F-1', 8, '{"friend": {"txnId": "32", "points": 50}, "referrer": {"txnId": "33", "points": 100}}');


--
-- Data for Name: referral_code; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.referral_code VALUES ('FRUTRZR3M4', 1, 1, '2026-03-03 09:15:00+00');


--
-- Data for Name: review_case; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: sales_order; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.sales_order VALUES (1, 1, 'A-1', 1, 4200, 'GBP', '2026-03-03 09:15:00+00', 0, 42, 'earn:order:A-1');
INSERT INTO public.sales_order VALUES (3, 1, 'F-1', 6, 3000, 'GBP', '2026-03-04 09:15:00+00', 0, 30, 'earn:order:F-1');
INSERT INTO public.sales_order VALUES (2, 1, 'B-1', 2, 12000, 'GBP', '2026-03-03 09:15:00+00', 5000, 120, 'earn:order:B-1');
INSERT INTO public.sales_order VALUES (4, 1, 'A-2', 1, 2600, 'GBP', '2026-03-04 09:15:00+00', 0, 26, 'earn:order:A-2');
INSERT INTO public.sales_order VALUES (5, 1, 'D-1', 4, 2500, 'GBP', '2026-03-11 09:15:00+00', 0, 25, 'earn:order:D-1');
INSERT INTO public.sales_order VALUES (6, 1, 'G-1', 7, 2000, 'GBP', '2026-03-22 09:15:00+00', 0, 20, 'earn:order:G-1');
INSERT INTO public.sales_order VALUES (7, 1, 'G-2', 7, 2000, 'GBP', '2026-03-22 09:15:00+00', 0, 20, 'earn:order:G-2');


--
-- Data for Name: step; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.step VALUES (1, 1, '1/profile-check/1', 1, 1, 'profile-check', 'ask', '{"data": {"complete": false}, "kind": "applied"}', '2026-03-02 09:15:00+00', '2026-03-03 09:15:00+00');
INSERT INTO public.step VALUES (2, 1, '2/profile-check/1', 2, 2, 'profile-check', 'ask', '{"data": {"complete": false}, "kind": "applied"}', '2026-03-02 09:15:00+00', '2026-03-03 09:15:00+00');
INSERT INTO public.step VALUES (3, 1, '3/profile-check/1', 3, 3, 'profile-check', 'ask', '{"data": {"complete": false}, "kind": "applied"}', '2026-03-02 09:15:00+00', '2026-03-03 09:15:00+00');
INSERT INTO public.step VALUES (4, 1, '4/profile-check/1', 4, 4, 'profile-check', 'ask', '{"data": {"complete": false}, "kind": "applied"}', '2026-03-02 09:15:00+00', '2026-03-03 09:15:00+00');
INSERT INTO public.step VALUES (5, 1, '5/profile-check/1', 5, 5, 'profile-check', 'ask', '{"data": {"complete": false}, "kind": "applied"}', '2026-03-02 09:15:00+00', '2026-03-03 09:15:00+00');
INSERT INTO public.step VALUES (6, 1, '1/gift/1', 1, 1, 'gift', 'grant', '{"data": {"txnId": "1", "points": 100, "expiresAt": 1804031999999}, "kind": "applied"}', '2026-03-02 09:15:00+00', '2026-03-03 09:15:00+00');
INSERT INTO public.step VALUES (7, 1, '2/gift/1', 2, 2, 'gift', 'grant', '{"data": {"txnId": "2", "points": 100, "expiresAt": 1804031999999}, "kind": "applied"}', '2026-03-02 09:15:00+00', '2026-03-03 09:15:00+00');
INSERT INTO public.step VALUES (8, 1, '3/gift/1', 3, 3, 'gift', 'grant', '{"data": {"txnId": "3", "points": 100, "expiresAt": 1804031999999}, "kind": "applied"}', '2026-03-02 09:15:00+00', '2026-03-03 09:15:00+00');
INSERT INTO public.step VALUES (9, 1, '4/gift/1', 4, 4, 'gift', 'grant', '{"data": {"txnId": "4", "points": 100, "expiresAt": 1804031999999}, "kind": "applied"}', '2026-03-02 09:15:00+00', '2026-03-03 09:15:00+00');
INSERT INTO public.step VALUES (10, 1, '5/gift/1', 5, 5, 'gift', 'grant', '{"data": {"txnId": "5", "points": 100, "expiresAt": 1804031999999}, "kind": "applied"}', '2026-03-02 09:15:00+00', '2026-03-03 09:15:00+00');
INSERT INTO public.step VALUES (11, 1, '1/welcome/1', 1, 1, 'welcome', 'message', '{"data": {"locale": "en", "messageId": "1", "notBefore": 1772529300000}, "kind": "applied"}', '2026-03-02 09:15:00+00', '2026-03-03 09:15:00+00');
INSERT INTO public.step VALUES (12, 1, '2/welcome/1', 2, 2, 'welcome', 'message', '{"data": {"locale": "en", "messageId": "2", "notBefore": 1772529300000}, "kind": "applied"}', '2026-03-02 09:15:00+00', '2026-03-03 09:15:00+00');
INSERT INTO public.step VALUES (13, 1, '3/welcome/1', 3, 3, 'welcome', 'message', '{"data": {"locale": "en", "messageId": "3", "notBefore": 1772529300000}, "kind": "applied"}', '2026-03-02 09:15:00+00', '2026-03-03 09:15:00+00');
INSERT INTO public.step VALUES (14, 1, '4/welcome/1', 4, 4, 'welcome', 'message', '{"data": {"locale": "en", "messageId": "4", "notBefore": 1772529300000}, "kind": "applied"}', '2026-03-02 09:15:00+00', '2026-03-03 09:15:00+00');
INSERT INTO public.step VALUES (15, 1, '5/welcome/1', 5, 5, 'welcome', 'message', '{"data": {"locale": "en", "messageId": "5", "notBefore": 1772529300000}, "kind": "applied"}', '2026-03-02 09:15:00+00', '2026-03-03 09:15:00+00');
INSERT INTO public.step VALUES (16, 1, '1/first-order/1', 1, 1, 'first-order', 'grant', '{"data": {"txnId": "9", "points": 100, "expiresAt": 1804118399999}, "kind": "applied"}', '2026-03-03 09:15:00+00', '2026-03-03 09:15:00+00');
INSERT INTO public.step VALUES (17, 1, '2/first-order/1', 2, 2, 'first-order', 'grant', '{"data": {"txnId": "10", "points": 100, "expiresAt": 1804118399999}, "kind": "applied"}', '2026-03-03 09:15:00+00', '2026-03-03 09:15:00+00');
INSERT INTO public.step VALUES (18, 1, '6/streak/1', 6, 3, 'streak', 'ask', '{"data": {"best": 1, "next": {"day": 2, "points": 5}, "alive": true, "cards": 1, "points": 5, "streak": 1, "heldOut": false, "lastDay": "2026-03-03", "losesAt": 1772668800000, "remindAt": 1772654400000, "repairable": null, "checkedInToday": false}, "kind": "applied"}', '2026-03-03 09:15:00+00', '2026-03-04 09:15:00+00');
INSERT INTO public.step VALUES (19, 1, '8/open/1', 8, 6, 'open', 'referral', '{"data": {"facts": {"email": null, "phone": false, "device": false, "knownPerson": false, "circleLength": null, "friendsInHour": 1, "addressAfterMs": null}, "joinedAt": 1772529300000, "referrerId": "1"}, "kind": "applied"}', '2026-03-03 09:15:00+00', '2026-03-04 09:15:00+00');
INSERT INTO public.step VALUES (20, 1, '8/friend-welcome/1', 8, 6, 'friend-welcome', 'message', '{"data": {"locale": "en", "messageId": "6", "notBefore": 1772615700000}, "kind": "applied"}', '2026-03-03 09:15:00+00', '2026-03-04 09:15:00+00');
INSERT INTO public.step VALUES (21, 1, '8/friend-joined/1', 8, 6, 'friend-joined', 'message', '{"data": {"locale": "en", "messageId": "7", "notBefore": 1772615700000}, "kind": "applied"}', '2026-03-03 09:15:00+00', '2026-03-04 09:15:00+00');
INSERT INTO public.step VALUES (22, 1, '8/kept-order/c2.1', 8, 6, 'kept-order', 'ask', '{"data": {}, "kind": "applied"}', '2026-03-03 09:15:00+00', '2026-03-04 09:15:00+00');
INSERT INTO public.step VALUES (23, 1, '7/profile-check/1', 7, 6, 'profile-check', 'ask', '{"data": {"complete": false}, "kind": "applied"}', '2026-03-03 09:15:00+00', '2026-03-04 09:15:00+00');
INSERT INTO public.step VALUES (24, 1, '7/gift/1', 7, 6, 'gift', 'grant', '{"data": {"txnId": "11", "points": 100, "expiresAt": 1804118399999}, "kind": "applied"}', '2026-03-03 09:15:00+00', '2026-03-04 09:15:00+00');
INSERT INTO public.step VALUES (25, 1, '7/welcome/1', 7, 6, 'welcome', 'message', '{"data": {"locale": "en", "messageId": "8", "notBefore": 1772615700000}, "kind": "applied"}', '2026-03-03 09:15:00+00', '2026-03-04 09:15:00+00');
INSERT INTO public.step VALUES (26, 1, '8/kept-order/c3.1', 8, 6, 'kept-order', 'ask', '{"data": {"orderId": "F-1", "placedAt": 1772615700000}, "kind": "applied"}', '2026-03-04 09:15:00+00', '2026-03-04 09:15:00+00');
INSERT INTO public.step VALUES (27, 1, '7/first-order/1', 7, 6, 'first-order', 'grant', '{"data": {"txnId": "26", "points": 100, "expiresAt": 1804204799999}, "kind": "applied"}', '2026-03-04 09:15:00+00', '2026-03-04 09:15:00+00');
INSERT INTO public.step VALUES (28, 1, '8/wait/c3.1', 8, 6, 'wait', 'referral', '{"kind": "applied"}', '2026-03-04 09:15:00+00', '2026-03-04 09:15:00+00');
INSERT INTO public.step VALUES (29, 1, '3/profile-reminder/1', 3, 3, 'profile-reminder', 'message', '{"data": {"locale": "en", "messageId": "9", "notBefore": 1773220500000}, "kind": "applied"}', '2026-03-05 09:15:00+00', '2026-03-11 09:15:00+00');
INSERT INTO public.step VALUES (30, 1, '4/profile-reminder/1', 4, 4, 'profile-reminder', 'message', '{"data": {"locale": "en", "messageId": "10", "notBefore": 1773220500000}, "kind": "applied"}', '2026-03-05 09:15:00+00', '2026-03-11 09:15:00+00');
INSERT INTO public.step VALUES (31, 1, '5/profile-reminder/1', 5, 5, 'profile-reminder', 'message', '{"data": {"locale": "en", "messageId": "11", "notBefore": 1773220500000}, "kind": "applied"}', '2026-03-05 09:15:00+00', '2026-03-11 09:15:00+00');
INSERT INTO public.step VALUES (32, 1, '6/streak/c2.1', 6, 3, 'streak', 'ask', '{"data": {"best": 2, "next": {"day": 1, "points": 5}, "alive": false, "cards": 1, "points": 5, "streak": 2, "heldOut": false, "lastDay": "2026-03-04", "losesAt": 1772755200000, "remindAt": 1772740800000, "repairable": null, "checkedInToday": false}, "kind": "applied"}', '2026-03-05 20:00:00+00', '2026-03-11 09:15:00+00');
INSERT INTO public.step VALUES (33, 1, '6/streak-reminder/c2.1', 6, 3, 'streak-reminder', 'message', '{"kind": "skipped", "reason": "too late: its deadline passes before the message may leave"}', '2026-03-05 20:00:00+00', '2026-03-11 09:15:00+00');
INSERT INTO public.step VALUES (34, 1, '6/streak/c2.2', 6, 3, 'streak', 'ask', '{"data": {"best": 2, "next": {"day": 1, "points": 5}, "alive": false, "cards": 1, "points": 5, "streak": 2, "heldOut": false, "lastDay": "2026-03-04", "losesAt": 1772755200000, "remindAt": 1772740800000, "repairable": null, "checkedInToday": false}, "kind": "applied"}', '2026-03-06 00:00:00+00', '2026-03-11 09:15:00+00');
INSERT INTO public.step VALUES (35, 1, '6/streak-lost/c2.1', 6, 3, 'streak-lost', 'message', '{"kind": "skipped", "reason": "too late: its deadline passes before the message may leave"}', '2026-03-06 00:00:00+00', '2026-03-11 09:15:00+00');
INSERT INTO public.step VALUES (36, 1, '4/first-order/1', 4, 4, 'first-order', 'grant', '{"data": {"txnId": "31", "points": 100, "expiresAt": 1804809599999}, "kind": "applied"}', '2026-03-11 09:15:00+00', '2026-03-22 09:15:00+00');
INSERT INTO public.step VALUES (37, 1, '8/claim/c3.1', 8, 6, 'claim', 'referral', '{"data": {"counted": true}, "kind": "applied"}', '2026-03-18 09:15:00+00', '2026-03-22 09:15:00+00');
INSERT INTO public.step VALUES (38, 1, '8/friend-points/c3.1', 8, 6, 'friend-points', 'grant', '{"data": {"txnId": "32", "points": 50, "expiresAt": 1805414399999}, "kind": "applied"}', '2026-03-18 09:15:00+00', '2026-03-22 09:15:00+00');
INSERT INTO public.step VALUES (39, 1, '8/referrer-points/c3.1', 8, 6, 'referrer-points', 'grant', '{"data": {"txnId": "33", "points": 100, "expiresAt": 1805414399999}, "kind": "applied"}', '2026-03-18 09:15:00+00', '2026-03-22 09:15:00+00');
INSERT INTO public.step VALUES (41, 1, '8/friend-reward/c3.1', 8, 6, 'friend-reward', 'message', '{"data": {"locale": "en", "messageId": "12", "notBefore": 1774170900000}, "kind": "applied"}', '2026-03-18 09:15:00+00', '2026-03-22 09:15:00+00');
INSERT INTO public.step VALUES (42, 1, '8/referral-paid/c3.1', 8, 6, 'referral-paid', 'message', '{"data": {"locale": "en", "messageId": "13", "notBefore": 1774170900000}, "kind": "applied"}', '2026-03-18 09:15:00+00', '2026-03-22 09:15:00+00');
INSERT INTO public.step VALUES (40, 1, '8/paid/c3.1', 8, 6, 'paid', 'referral', '{"kind": "applied"}', '2026-03-18 09:15:00+00', '2026-03-22 09:15:00+00');
INSERT INTO public.step VALUES (43, 1, '9/profile-check/1', 9, 7, 'profile-check', 'ask', '{"data": {"complete": false}, "kind": "applied"}', '2026-03-22 09:15:00+00', '2026-03-22 09:15:00+00');
INSERT INTO public.step VALUES (44, 1, '9/gift/1', 9, 7, 'gift', 'grant', '{"data": {"txnId": "35", "points": 100, "expiresAt": 1805759999999}, "kind": "applied"}', '2026-03-22 09:15:00+00', '2026-03-22 09:15:00+00');
INSERT INTO public.step VALUES (45, 1, '9/welcome/1', 9, 7, 'welcome', 'message', '{"data": {"locale": "en", "messageId": "14", "notBefore": 1774170900000}, "kind": "applied"}', '2026-03-22 09:15:00+00', '2026-03-22 09:15:00+00');
INSERT INTO public.step VALUES (46, 1, '9/first-order/1', 9, 7, 'first-order', 'grant', '{"data": {"txnId": "36", "points": 100, "expiresAt": 1805759999999}, "kind": "applied"}', '2026-03-22 09:15:00+00', '2026-03-22 09:15:00+00');


--
-- Data for Name: suppression; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: wake_up; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.wake_up VALUES (1, 1, 1, 6, NULL, NULL, '2026-03-03 09:15:00+00', '2026-03-03 09:15:00+00');
INSERT INTO public.wake_up VALUES (2, 1, 2, 7, NULL, NULL, '2026-03-03 09:15:00+00', '2026-03-03 09:15:00+00');
INSERT INTO public.wake_up VALUES (3, 1, 6, 10, NULL, NULL, '2026-03-04 09:15:00+00', '2026-03-04 09:15:00+00');
INSERT INTO public.wake_up VALUES (4, 1, 7, 11, NULL, NULL, '2026-03-04 09:15:00+00', '2026-03-04 09:15:00+00');
INSERT INTO public.wake_up VALUES (5, 1, 8, 11, NULL, NULL, '2026-03-04 09:15:00+00', '2026-03-04 09:15:00+00');
INSERT INTO public.wake_up VALUES (6, 1, 4, 15, NULL, NULL, '2026-03-11 09:15:00+00', '2026-03-22 09:15:00+00');
INSERT INTO public.wake_up VALUES (7, 1, 9, 17, NULL, NULL, '2026-03-22 09:15:00+00', '2026-03-22 09:15:00+00');


--
-- Name: coupon_id_seq; Type: SEQUENCE SET; Schema: ledger; Owner: -
--

SELECT pg_catalog.setval('ledger.coupon_id_seq', 3, true);


--
-- Name: coupon_move_id_seq; Type: SEQUENCE SET; Schema: ledger; Owner: -
--

SELECT pg_catalog.setval('ledger.coupon_move_id_seq', 5, true);


--
-- Name: txn_id_seq; Type: SEQUENCE SET; Schema: ledger; Owner: -
--

SELECT pg_catalog.setval('ledger.txn_id_seq', 37, true);


--
-- Name: audit_event_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.audit_event_id_seq', 10, true);


--
-- Name: campaign_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.campaign_id_seq', 5, true);


--
-- Name: campaign_version_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.campaign_version_id_seq', 5, true);


--
-- Name: cohort_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.cohort_id_seq', 5, true);


--
-- Name: enrolment_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.enrolment_id_seq', 10, true);


--
-- Name: event_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.event_id_seq', 19, true);


--
-- Name: import_run_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.import_run_id_seq', 1, false);


--
-- Name: member_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.member_id_seq', 8, true);


--
-- Name: message_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.message_id_seq', 14, true);


--
-- Name: programme_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.programme_id_seq', 1, true);


--
-- Name: referral_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.referral_id_seq', 1, true);


--
-- Name: review_case_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.review_case_id_seq', 1, false);


--
-- Name: sales_order_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.sales_order_id_seq', 7, true);


--
-- Name: step_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.step_id_seq', 46, true);


--
-- Name: wake_up_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.wake_up_id_seq', 7, true);


--
-- Name: coupon_move coupon_move_pkey; Type: CONSTRAINT; Schema: ledger; Owner: -
--

ALTER TABLE ONLY ledger.coupon_move
    ADD CONSTRAINT coupon_move_pkey PRIMARY KEY (id);


--
-- Name: coupon coupon_pkey; Type: CONSTRAINT; Schema: ledger; Owner: -
--

ALTER TABLE ONLY ledger.coupon
    ADD CONSTRAINT coupon_pkey PRIMARY KEY (id);


--
-- Name: hold hold_pkey; Type: CONSTRAINT; Schema: ledger; Owner: -
--

ALTER TABLE ONLY ledger.hold
    ADD CONSTRAINT hold_pkey PRIMARY KEY (txn_id);


--
-- Name: lot_move lot_move_pkey; Type: CONSTRAINT; Schema: ledger; Owner: -
--

ALTER TABLE ONLY ledger.lot_move
    ADD CONSTRAINT lot_move_pkey PRIMARY KEY (txn_id, lot_id);


--
-- Name: lot lot_pkey; Type: CONSTRAINT; Schema: ledger; Owner: -
--

ALTER TABLE ONLY ledger.lot
    ADD CONSTRAINT lot_pkey PRIMARY KEY (id);


--
-- Name: member_balance member_balance_pkey; Type: CONSTRAINT; Schema: ledger; Owner: -
--

ALTER TABLE ONLY ledger.member_balance
    ADD CONSTRAINT member_balance_pkey PRIMARY KEY (programme_id, member_id);


--
-- Name: posting posting_pkey; Type: CONSTRAINT; Schema: ledger; Owner: -
--

ALTER TABLE ONLY ledger.posting
    ADD CONSTRAINT posting_pkey PRIMARY KEY (txn_id, seq);


--
-- Name: reversal_cap reversal_cap_pkey; Type: CONSTRAINT; Schema: ledger; Owner: -
--

ALTER TABLE ONLY ledger.reversal_cap
    ADD CONSTRAINT reversal_cap_pkey PRIMARY KEY (orig_txn_id);


--
-- Name: seal seal_pkey; Type: CONSTRAINT; Schema: ledger; Owner: -
--

ALTER TABLE ONLY ledger.seal
    ADD CONSTRAINT seal_pkey PRIMARY KEY (seq);


--
-- Name: txn txn_pkey; Type: CONSTRAINT; Schema: ledger; Owner: -
--

ALTER TABLE ONLY ledger.txn
    ADD CONSTRAINT txn_pkey PRIMARY KEY (id);


--
-- Name: _prisma_migrations _prisma_migrations_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public._prisma_migrations
    ADD CONSTRAINT _prisma_migrations_pkey PRIMARY KEY (id);


--
-- Name: audit_event audit_event_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.audit_event
    ADD CONSTRAINT audit_event_pkey PRIMARY KEY (id);


--
-- Name: benefit_claim benefit_claim_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.benefit_claim
    ADD CONSTRAINT benefit_claim_pkey PRIMARY KEY (programme_id, benefit, identity);


--
-- Name: campaign campaign_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.campaign
    ADD CONSTRAINT campaign_pkey PRIMARY KEY (id);


--
-- Name: campaign_version campaign_version_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.campaign_version
    ADD CONSTRAINT campaign_version_pkey PRIMARY KEY (id);


--
-- Name: check_in check_in_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.check_in
    ADD CONSTRAINT check_in_pkey PRIMARY KEY (member_id, day);


--
-- Name: check_in_streak check_in_streak_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.check_in_streak
    ADD CONSTRAINT check_in_streak_pkey PRIMARY KEY (member_id);


--
-- Name: cohort cohort_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.cohort
    ADD CONSTRAINT cohort_pkey PRIMARY KEY (id);


--
-- Name: consent consent_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.consent
    ADD CONSTRAINT consent_pkey PRIMARY KEY (programme_id, member_id, channel);


--
-- Name: enrolment enrolment_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.enrolment
    ADD CONSTRAINT enrolment_pkey PRIMARY KEY (id);


--
-- Name: event event_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.event
    ADD CONSTRAINT event_pkey PRIMARY KEY (id);


--
-- Name: import_run import_run_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.import_run
    ADD CONSTRAINT import_run_pkey PRIMARY KEY (id);


--
-- Name: mail_report mail_report_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.mail_report
    ADD CONSTRAINT mail_report_pkey PRIMARY KEY (programme_id, report_id);


--
-- Name: member_address member_address_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.member_address
    ADD CONSTRAINT member_address_pkey PRIMARY KEY (programme_id, hash, member_id);


--
-- Name: member_identity member_identity_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.member_identity
    ADD CONSTRAINT member_identity_pkey PRIMARY KEY (programme_id, kind, hash, member_id);


--
-- Name: member member_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.member
    ADD CONSTRAINT member_pkey PRIMARY KEY (id);


--
-- Name: member_profile member_profile_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.member_profile
    ADD CONSTRAINT member_profile_pkey PRIMARY KEY (member_id);


--
-- Name: message message_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.message
    ADD CONSTRAINT message_pkey PRIMARY KEY (id);


--
-- Name: programme_clock programme_clock_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.programme_clock
    ADD CONSTRAINT programme_clock_pkey PRIMARY KEY (id);


--
-- Name: programme programme_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.programme
    ADD CONSTRAINT programme_pkey PRIMARY KEY (id);


--
-- Name: referral_code referral_code_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.referral_code
    ADD CONSTRAINT referral_code_pkey PRIMARY KEY (code);


--
-- Name: referral referral_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.referral
    ADD CONSTRAINT referral_pkey PRIMARY KEY (id);


--
-- Name: review_case review_case_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.review_case
    ADD CONSTRAINT review_case_pkey PRIMARY KEY (id);


--
-- Name: sales_order sales_order_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.sales_order
    ADD CONSTRAINT sales_order_pkey PRIMARY KEY (id);


--
-- Name: step step_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.step
    ADD CONSTRAINT step_pkey PRIMARY KEY (id);


--
-- Name: suppression suppression_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.suppression
    ADD CONSTRAINT suppression_pkey PRIMARY KEY (programme_id, channel, address);


--
-- Name: wake_up wake_up_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.wake_up
    ADD CONSTRAINT wake_up_pkey PRIMARY KEY (id);


--
-- Name: coupon_member_id_id_idx; Type: INDEX; Schema: ledger; Owner: -
--

CREATE INDEX coupon_member_id_id_idx ON ledger.coupon USING btree (member_id, id DESC);


--
-- Name: coupon_move_coupon_id_seq_key; Type: INDEX; Schema: ledger; Owner: -
--

CREATE UNIQUE INDEX coupon_move_coupon_id_seq_key ON ledger.coupon_move USING btree (coupon_id, seq);


--
-- Name: coupon_move_member_id_at_idx; Type: INDEX; Schema: ledger; Owner: -
--

CREATE INDEX coupon_move_member_id_at_idx ON ledger.coupon_move USING btree (member_id, at DESC);


--
-- Name: coupon_move_programme_id_key_key; Type: INDEX; Schema: ledger; Owner: -
--

CREATE UNIQUE INDEX coupon_move_programme_id_key_key ON ledger.coupon_move USING btree (programme_id, key);


--
-- Name: coupon_of_order; Type: INDEX; Schema: ledger; Owner: -
--

CREATE UNIQUE INDEX coupon_of_order ON ledger.coupon USING btree (programme_id, order_id) WHERE (status = 'redeemed'::text);


--
-- Name: coupon_open; Type: INDEX; Schema: ledger; Owner: -
--

CREATE INDEX coupon_open ON ledger.coupon USING btree (programme_id, member_id, expires_at) WHERE (status = 'issued'::text);


--
-- Name: coupon_programme_id_code_key; Type: INDEX; Schema: ledger; Owner: -
--

CREATE UNIQUE INDEX coupon_programme_id_code_key ON ledger.coupon USING btree (programme_id, code);


--
-- Name: hold_open; Type: INDEX; Schema: ledger; Owner: -
--

CREATE INDEX hold_open ON ledger.hold USING btree (programme_id, expires_at, member_id) WHERE ((captured + released) < amount);


--
-- Name: lot_confirm; Type: INDEX; Schema: ledger; Owner: -
--

CREATE INDEX lot_confirm ON ledger.lot USING btree (programme_id, available_at, member_id) WHERE (state = 'PENDING'::text);


--
-- Name: lot_due; Type: INDEX; Schema: ledger; Owner: -
--

CREATE INDEX lot_due ON ledger.lot USING btree (programme_id, expires_at, member_id) WHERE (state = 'ACTIVE'::text);


--
-- Name: lot_open; Type: INDEX; Schema: ledger; Owner: -
--

CREATE INDEX lot_open ON ledger.lot USING btree (member_id, expires_at, id) WHERE (state <> 'CLOSED'::text);


--
-- Name: seal_hash_key; Type: INDEX; Schema: ledger; Owner: -
--

CREATE UNIQUE INDEX seal_hash_key ON ledger.seal USING btree (hash);


--
-- Name: txn_member_id_id_idx; Type: INDEX; Schema: ledger; Owner: -
--

CREATE INDEX txn_member_id_id_idx ON ledger.txn USING btree (member_id, id DESC);


--
-- Name: txn_programme_id_idem_key_key; Type: INDEX; Schema: ledger; Owner: -
--

CREATE UNIQUE INDEX txn_programme_id_idem_key_key ON ledger.txn USING btree (programme_id, idem_key);


--
-- Name: txn_reference; Type: INDEX; Schema: ledger; Owner: -
--

CREATE INDEX txn_reference ON ledger.txn USING btree (ref_txn_id) WHERE (ref_txn_id IS NOT NULL);


--
-- Name: audit_event_target_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX audit_event_target_idx ON public.audit_event USING btree (target);


--
-- Name: benefit_claim_member_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX benefit_claim_member_id_idx ON public.benefit_claim USING btree (member_id);


--
-- Name: campaign_one_check_in; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX campaign_one_check_in ON public.campaign USING btree (programme_id) WHERE ((lifecycle = 'check-in-streak'::text) AND (status = ANY (ARRAY['live'::text, 'paused'::text])));


--
-- Name: campaign_programme_id_code_key; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX campaign_programme_id_code_key ON public.campaign USING btree (programme_id, code);


--
-- Name: campaign_version_campaign_id_version_key; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX campaign_version_campaign_id_version_key ON public.campaign_version USING btree (campaign_id, version);


--
-- Name: cohort_campaign_version_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX cohort_campaign_version_id_idx ON public.cohort USING btree (campaign_version_id);


--
-- Name: cohort_held; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX cohort_held ON public.cohort USING btree (campaign_version_id) WHERE (held_at IS NOT NULL);


--
-- Name: cohort_not_started; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX cohort_not_started ON public.cohort USING btree (id) WHERE ((started_at IS NULL) AND (ended_at IS NULL));


--
-- Name: enrolment_active_member; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX enrolment_active_member ON public.enrolment USING btree (member_id) WHERE (status = 'active'::text);


--
-- Name: enrolment_campaign_id_member_id_occurrence_key; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX enrolment_campaign_id_member_id_occurrence_key ON public.enrolment USING btree (campaign_id, member_id, occurrence);


--
-- Name: enrolment_campaign_id_status_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX enrolment_campaign_id_status_idx ON public.enrolment USING btree (campaign_id, status);


--
-- Name: enrolment_cohort_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX enrolment_cohort_id_idx ON public.enrolment USING btree (cohort_id);


--
-- Name: enrolment_member_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX enrolment_member_id_idx ON public.enrolment USING btree (member_id);


--
-- Name: enrolment_without_cohort; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX enrolment_without_cohort ON public.enrolment USING btree (campaign_version_id, id) WHERE ((cohort_id IS NULL) AND (status = 'active'::text));


--
-- Name: event_member_id_occurred_at_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX event_member_id_occurred_at_idx ON public.event USING btree (member_id, occurred_at DESC);


--
-- Name: event_programme_id_event_id_key; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX event_programme_id_event_id_key ON public.event USING btree (programme_id, event_id);


--
-- Name: import_run_programme_id_source_hash_key; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX import_run_programme_id_source_hash_key ON public.import_run USING btree (programme_id, source_hash);


--
-- Name: mail_report_programme_id_address_at_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX mail_report_programme_id_address_at_idx ON public.mail_report USING btree (programme_id, address, at);


--
-- Name: member_address_member_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX member_address_member_id_idx ON public.member_address USING btree (member_id);


--
-- Name: member_identity_member_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX member_identity_member_id_idx ON public.member_identity USING btree (member_id);


--
-- Name: member_profile_address; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX member_profile_address ON public.member_profile USING btree (lower(btrim(email)));


--
-- Name: member_programme_id_external_id_key; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX member_programme_id_external_id_key ON public.member USING btree (programme_id, external_id);


--
-- Name: member_programme_id_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX member_programme_id_id_idx ON public.member USING btree (programme_id, id);


--
-- Name: message_campaign_id_status_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX message_campaign_id_status_idx ON public.message USING btree (campaign_id, status);


--
-- Name: message_due; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX message_due ON public.message USING btree (programme_id, channel, not_before, priority, id) WHERE (status = 'reserved'::text);


--
-- Name: message_due_of_campaign; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX message_due_of_campaign ON public.message USING btree (programme_id, channel, COALESCE(campaign_id, 0), not_before) WHERE (status = 'reserved'::text);


--
-- Name: message_enrolment_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX message_enrolment_id_idx ON public.message USING btree (enrolment_id);


--
-- Name: message_leased; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX message_leased ON public.message USING btree (programme_id, channel, lease_until) WHERE (lease_until IS NOT NULL);


--
-- Name: message_member_id_reserved_at_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX message_member_id_reserved_at_idx ON public.message USING btree (member_id, reserved_at DESC);


--
-- Name: message_message_id_key; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX message_message_id_key ON public.message USING btree (message_id);


--
-- Name: message_programme_id_key_key; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX message_programme_id_key_key ON public.message USING btree (programme_id, key);


--
-- Name: message_slot; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX message_slot ON public.message USING btree (member_id, channel, class, status, left_at) WHERE (class <> 'transactional'::text);


--
-- Name: programme_code_key; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX programme_code_key ON public.programme USING btree (code);


--
-- Name: referral_code_member_id_key; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX referral_code_member_id_key ON public.referral_code USING btree (member_id);


--
-- Name: referral_counted; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX referral_counted ON public.referral USING btree (referrer_id, counted_at) WHERE (counted_at IS NOT NULL);


--
-- Name: referral_referee_id_key; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX referral_referee_id_key ON public.referral USING btree (referee_id);


--
-- Name: referral_referrer_id_registered_at_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX referral_referrer_id_registered_at_idx ON public.referral USING btree (referrer_id, registered_at DESC);


--
-- Name: review_case_member_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX review_case_member_id_idx ON public.review_case USING btree (member_id);


--
-- Name: review_case_programme_id_key_key; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX review_case_programme_id_key_key ON public.review_case USING btree (programme_id, key);


--
-- Name: review_case_programme_id_status_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX review_case_programme_id_status_id_idx ON public.review_case USING btree (programme_id, status, id);


--
-- Name: sales_order_member_id_placed_at_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX sales_order_member_id_placed_at_idx ON public.sales_order USING btree (member_id, placed_at DESC);


--
-- Name: sales_order_programme_id_order_id_key; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX sales_order_programme_id_order_id_key ON public.sales_order USING btree (programme_id, order_id);


--
-- Name: step_enrolment_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX step_enrolment_id_idx ON public.step USING btree (enrolment_id);


--
-- Name: step_member_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX step_member_id_idx ON public.step USING btree (member_id);


--
-- Name: step_programme_id_key_key; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX step_programme_id_key_key ON public.step USING btree (programme_id, key);


--
-- Name: wake_up_enrolment_id_event_id_key; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX wake_up_enrolment_id_event_id_key ON public.wake_up USING btree (enrolment_id, event_id);


--
-- Name: wake_up_exit; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX wake_up_exit ON public.wake_up USING btree (enrolment_id) WHERE (exit_reason IS NOT NULL);


--
-- Name: wake_up_not_delivered; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX wake_up_not_delivered ON public.wake_up USING btree (id) WHERE (delivered_at IS NULL);


--
-- Name: coupon_move coupon_move_applies; Type: TRIGGER; Schema: ledger; Owner: -
--

CREATE TRIGGER coupon_move_applies BEFORE INSERT ON ledger.coupon_move FOR EACH ROW EXECUTE FUNCTION ledger.coupon_move_applies();


--
-- Name: coupon_move coupon_move_is_fact; Type: TRIGGER; Schema: ledger; Owner: -
--

CREATE TRIGGER coupon_move_is_fact BEFORE DELETE OR UPDATE ON ledger.coupon_move FOR EACH ROW EXECUTE FUNCTION public.refuse_change();


--
-- Name: coupon coupon_only_by_moves; Type: TRIGGER; Schema: ledger; Owner: -
--

CREATE TRIGGER coupon_only_by_moves BEFORE DELETE OR UPDATE ON ledger.coupon FOR EACH ROW EXECUTE FUNCTION ledger.coupon_only_by_moves();


--
-- Name: hold hold_facts; Type: TRIGGER; Schema: ledger; Owner: -
--

CREATE TRIGGER hold_facts BEFORE UPDATE OF txn_id, programme_id, member_id, amount, expires_at ON ledger.hold FOR EACH STATEMENT EXECUTE FUNCTION ledger.append_only();


--
-- Name: hold hold_kept; Type: TRIGGER; Schema: ledger; Owner: -
--

CREATE TRIGGER hold_kept BEFORE DELETE OR TRUNCATE ON ledger.hold FOR EACH STATEMENT EXECUTE FUNCTION ledger.append_only();


--
-- Name: lot lot_facts; Type: TRIGGER; Schema: ledger; Owner: -
--

CREATE TRIGGER lot_facts BEFORE UPDATE OF id, programme_id, member_id, earn_txn_id, earned, available_at, expires_at ON ledger.lot FOR EACH STATEMENT EXECUTE FUNCTION ledger.append_only();


--
-- Name: lot lot_kept; Type: TRIGGER; Schema: ledger; Owner: -
--

CREATE TRIGGER lot_kept BEFORE DELETE OR TRUNCATE ON ledger.lot FOR EACH STATEMENT EXECUTE FUNCTION ledger.append_only();


--
-- Name: lot_move lot_move_append_only; Type: TRIGGER; Schema: ledger; Owner: -
--

CREATE TRIGGER lot_move_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON ledger.lot_move FOR EACH STATEMENT EXECUTE FUNCTION ledger.append_only();


--
-- Name: member_balance member_balance_kept; Type: TRIGGER; Schema: ledger; Owner: -
--

CREATE TRIGGER member_balance_kept BEFORE DELETE OR TRUNCATE ON ledger.member_balance FOR EACH STATEMENT EXECUTE FUNCTION ledger.append_only();


--
-- Name: posting posting_append_only; Type: TRIGGER; Schema: ledger; Owner: -
--

CREATE TRIGGER posting_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON ledger.posting FOR EACH STATEMENT EXECUTE FUNCTION ledger.append_only();


--
-- Name: posting posting_zero_sum; Type: TRIGGER; Schema: ledger; Owner: -
--

CREATE TRIGGER posting_zero_sum AFTER INSERT ON ledger.posting REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION ledger.posting_zero_sum();


--
-- Name: reversal_cap reversal_cap_facts; Type: TRIGGER; Schema: ledger; Owner: -
--

CREATE TRIGGER reversal_cap_facts BEFORE UPDATE OF orig_txn_id, cap ON ledger.reversal_cap FOR EACH STATEMENT EXECUTE FUNCTION ledger.append_only();


--
-- Name: reversal_cap reversal_cap_kept; Type: TRIGGER; Schema: ledger; Owner: -
--

CREATE TRIGGER reversal_cap_kept BEFORE DELETE OR TRUNCATE ON ledger.reversal_cap FOR EACH STATEMENT EXECUTE FUNCTION ledger.append_only();


--
-- Name: seal seal_append_only; Type: TRIGGER; Schema: ledger; Owner: -
--

CREATE TRIGGER seal_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON ledger.seal FOR EACH STATEMENT EXECUTE FUNCTION ledger.append_only();


--
-- Name: txn txn_append_only; Type: TRIGGER; Schema: ledger; Owner: -
--

CREATE TRIGGER txn_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON ledger.txn FOR EACH STATEMENT EXECUTE FUNCTION ledger.append_only();


--
-- Name: audit_event audit_event_is_fact; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER audit_event_is_fact BEFORE DELETE OR UPDATE ON public.audit_event FOR EACH ROW EXECUTE FUNCTION public.refuse_change();


--
-- Name: campaign_version campaign_version_is_fact; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER campaign_version_is_fact BEFORE DELETE OR UPDATE ON public.campaign_version FOR EACH ROW EXECUTE FUNCTION public.refuse_change();


--
-- Name: event event_is_fact; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER event_is_fact BEFORE DELETE OR UPDATE OR TRUNCATE ON public.event FOR EACH STATEMENT EXECUTE FUNCTION public.event_is_fact();


--
-- Name: member member_opens_balance; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER member_opens_balance AFTER INSERT ON public.member REFERENCING NEW TABLE AS joined FOR EACH STATEMENT EXECUTE FUNCTION ledger.open_balances();


--
-- Name: review_case review_case_decided_once; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER review_case_decided_once BEFORE DELETE OR UPDATE ON public.review_case FOR EACH ROW EXECUTE FUNCTION public.review_case_decided_once();


--
-- Name: step step_is_fact; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER step_is_fact BEFORE DELETE OR UPDATE ON public.step FOR EACH ROW EXECUTE FUNCTION public.refuse_change();


--
-- Name: campaign_version campaign_version_campaign_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.campaign_version
    ADD CONSTRAINT campaign_version_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES public.campaign(id) ON UPDATE CASCADE ON DELETE RESTRICT;


--
-- Name: member_profile member_profile_member_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.member_profile
    ADD CONSTRAINT member_profile_member_id_fkey FOREIGN KEY (member_id) REFERENCES public.member(id) ON UPDATE CASCADE ON DELETE RESTRICT;


--
-- Name: message message_enrolment_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.message
    ADD CONSTRAINT message_enrolment_fkey FOREIGN KEY (enrolment_id) REFERENCES public.enrolment(id);


--
-- Name: message message_member_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.message
    ADD CONSTRAINT message_member_fkey FOREIGN KEY (member_id) REFERENCES public.member(id);


--
-- PostgreSQL database dump complete
--


