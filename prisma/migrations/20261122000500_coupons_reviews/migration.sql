-- Coupons: a small ledger of their own. A coupon changes only by a move, and a move is never changed or removed.

create table ledger.coupon (
  id bigserial primary key,
  programme_id smallint not null,
  member_id bigint not null,
  code text not null,
  name text not null,
  benefit jsonb not null,
  min_order_minor bigint not null default 0,
  campaign_id integer,
  enrolment_id bigint,
  status text not null default 'new',
  moves integer not null default 0,
  order_id text,
  issued_at timestamptz(3) not null,
  expires_at timestamptz(3) not null,
  constraint coupon_status_known check (status in ('new', 'issued', 'redeemed', 'expired', 'cancelled')),
  constraint coupon_code_form check (code ~ '^[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}$'),
  constraint coupon_min_order check (min_order_minor >= 0),
  constraint coupon_order_bounded check (length(order_id) between 1 and 100),
  constraint coupon_order_when_used check (status = 'redeemed' or order_id is null),
  constraint coupon_valid_for_a_while check (expires_at > issued_at)
);
create unique index "coupon_programme_id_code_key" on ledger.coupon (programme_id, code);
create index "coupon_member_id_id_idx" on ledger.coupon (member_id, id desc);
-- One coupon an order, and what a return of that order looks for.
create unique index coupon_of_order on ledger.coupon (programme_id, order_id) where status = 'redeemed';
-- What the sweep looks for.
create index coupon_open on ledger.coupon (programme_id, member_id, expires_at) where status = 'issued';

create table ledger.coupon_move (
  id bigserial primary key,
  programme_id smallint not null,
  coupon_id bigint not null,
  seq integer not null,
  kind text not null,
  key text not null,
  request_hash bytea not null,
  member_id bigint not null,
  order_id text,
  at timestamptz(3) not null,
  recorded_at timestamptz(6) not null default clock_timestamp(),
  actor text not null,
  reason text,
  constraint coupon_move_kind_known check (kind in ('ISSUE', 'REDEEM', 'REFUND', 'EXPIRE', 'CANCEL')),
  constraint coupon_move_key_bounded check (length(key) between 1 and 300),
  constraint coupon_move_cancel_has_reason check (kind <> 'CANCEL' or reason is not null)
);
create unique index "coupon_move_programme_id_key_key" on ledger.coupon_move (programme_id, key);
create unique index "coupon_move_coupon_id_seq_key" on ledger.coupon_move (coupon_id, seq);
create index "coupon_move_member_id_at_idx" on ledger.coupon_move (member_id, at desc);

-- The state a move leads to; null when the move is not legal. An order counts by its own time: one that was placed while the
-- coupon was good may come in after the sweep.
create function ledger.coupon_state_after(p_status text, p_kind text, p_at timestamptz, p_expires_at timestamptz)
returns text language sql immutable as $$
  select case
    when p_kind = 'ISSUE' and p_status = 'new' then 'issued'
    when p_kind = 'REDEEM' and p_status in ('issued', 'expired') and p_at <= p_expires_at then 'redeemed'
    when p_kind = 'REFUND' and p_status = 'redeemed' and p_at <= p_expires_at then 'issued'
    when p_kind = 'EXPIRE' and p_status = 'issued' and p_at > p_expires_at then 'expired'
    when p_kind = 'CANCEL' and p_status = 'issued' then 'cancelled'
  end
$$;

create function ledger.coupon_move_applies() returns trigger language plpgsql as $$
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
create trigger coupon_move_applies before insert on ledger.coupon_move
  for each row execute function ledger.coupon_move_applies();

create function ledger.coupon_only_by_moves() returns trigger language plpgsql as $$
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
create trigger coupon_only_by_moves before update or delete on ledger.coupon
  for each row execute function ledger.coupon_only_by_moves();
create trigger coupon_move_is_fact before update or delete on ledger.coupon_move
  for each row execute function refuse_change();

create function ledger.coupon_hash(p_kind text, p_request jsonb) returns bytea language sql immutable as $$
  select sha256(convert_to(p_kind || (p_request - '{at,actor,newCode,issuedAt,expiresAt}'::text[])::text, 'UTF8'))
$$;

create function ledger.coupon_answer(p_coupon ledger.coupon, p_replayed boolean) returns jsonb language sql stable as $$
  select jsonb_build_object('ok', true, 'couponId', p_coupon.id::text, 'code', p_coupon.code,
    'expiresAt', intake_ms(p_coupon.expires_at), 'replayed', p_replayed)
$$;

create function ledger.coupon_refusal(p_code text, p_message text) returns jsonb language sql immutable as $$
  select jsonb_build_object('ok', false, 'code', p_code, 'message', p_message)
$$;

-- What an earlier move under this key says to a request; null when there is none.
create function ledger.coupon_replay(p_programme_id int, p_key text, p_hash bytea) returns jsonb language sql stable as $$
  select case when m.request_hash = p_hash then ledger.coupon_answer(c, true)
    else ledger.coupon_refusal('IDEMPOTENCY_CONFLICT', 'the key was used before with another request') end
  from ledger.coupon_move m join ledger.coupon c on c.id = m.coupon_id
  where m.programme_id = p_programme_id and m.key = p_key
$$;

-- Issues a batch, each request once by its key; answers in their order.
create function ledger.coupon_issue_batch(p_programme_id int, p_requests jsonb) returns jsonb language plpgsql as $$
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

-- Why a coupon can't make this move; null when it can (domain/coupon.ts says the same of orders that come by intake).
create function ledger.coupon_objection(p_coupon ledger.coupon, p_kind text, p_request jsonb) returns jsonb
language plpgsql immutable as $$
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

-- Makes a batch of moves of one kind, each once by its key; answers in their order. Coupons are locked in the order of their
-- codes, so that two batches never wait for each other.
create function ledger.coupon_move_batch(p_programme_id int, p_kind text, p_requests jsonb) returns jsonb language plpgsql as $$
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

-- Expires the coupons of a page of members that are past their last day at p_now.
create function ledger.expire_coupons(p_programme_id int, p_now timestamptz, p_after_member_id bigint, p_members_max int)
returns table (coupons int, next_after_member_id bigint) language plpgsql as $$
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

-- ---------------------------------------------------------------- intake

-- Coupons that orders of a batch name, as deciding needs them.
create function intake_coupons(p_programme_id int, p_codes jsonb) returns jsonb language sql stable as $$
  select coalesce(jsonb_agg(jsonb_build_array(c.code, c.member_id::text, c.name, c.benefit, c.min_order_minor, c.status,
    c.order_id, intake_ms(c.expires_at))), '[]')
  from jsonb_array_elements_text(p_codes) n (code)
  join ledger.coupon c on c.programme_id = p_programme_id and c.code = n.code
$$;

-- Redeems the coupons a batch's orders were decided to use. INTAKE_STALE: one has been used or cancelled meanwhile.
create function intake_redeem_coupons(p_programme_id int, p_redemptions jsonb) returns void language plpgsql as $$
begin
  if exists (
    select from jsonb_array_elements(ledger.coupon_move_batch(p_programme_id, 'REDEEM', p_redemptions)) a
    where not (a -> 'ok')::boolean) then
    raise exception 'INTAKE_STALE: a coupon has changed' using errcode = 'PI001';
  end if;
end $$;

-- Orders that came back whole give their coupons back, unless these have expired.
create function intake_return_coupons(p_programme_id int, p_orders text[], p_now timestamptz) returns void language sql as $$
  insert into ledger.coupon_move (programme_id, coupon_id, kind, key, request_hash, member_id, order_id, at, actor, reason)
  select c.programme_id, c.id, 'REFUND', format('refund:coupon:%s/%s', c.id, c.moves + 1),
    ledger.coupon_hash('REFUND', jsonb_build_object('couponId', c.id)), c.member_id, c.order_id, p_now, 'intake', 'the order was returned'
  from ledger.coupon c
  where c.programme_id = p_programme_id and c.order_id = any (p_orders) and c.status = 'redeemed' and c.expires_at >= p_now
  order by c.id
$$;

-- ---------------------------------------------------------------- cases that a person decides

create table review_case (
  id bigserial primary key,
  programme_id smallint not null,
  key text not null,
  subject text not null,
  member_id bigint not null,
  enrolment_id bigint,
  reasons text[] not null,
  facts jsonb not null default '{}',
  status text not null default 'open',
  opened_at timestamptz(3) not null,
  decided_at timestamptz(3),
  decided_by text,
  note text,
  constraint review_case_status_known check (status in ('open', 'approved', 'rejected')),
  constraint review_case_decided_whole check ((status = 'open') = (decided_at is null) and (status = 'open') = (decided_by is null)),
  constraint review_case_subject_bounded check (length(subject) between 1 and 60)
);
create unique index "review_case_programme_id_key_key" on review_case (programme_id, key);
create index "review_case_programme_id_status_id_idx" on review_case (programme_id, status, id);
create index "review_case_member_id_idx" on review_case (member_id);

-- Decided once, and a decision stands.
create function review_case_decided_once() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.status = 'open' and row(new.id, new.programme_id, new.key, new.subject, new.member_id, new.reasons, new.facts)
    is not distinct from row(old.id, old.programme_id, old.key, old.subject, old.member_id, old.reasons, old.facts) then
    return new;
  end if;
  raise exception 'a case is decided once, and never removed' using errcode = '0A000';
end $$;
create trigger review_case_decided_once before update or delete on review_case
  for each row execute function review_case_decided_once();
