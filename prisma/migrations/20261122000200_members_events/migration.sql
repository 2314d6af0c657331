-- Members, events and orders: what Prisma's schema cannot say, and the two calls that every batch of events makes.
-- No foreign keys on event and sales_order: each insert would lock its member's row. Their only writer is intake_write.

alter table member
  add constraint member_status_known check (status in ('ACTIVE', 'FROZEN', 'CLOSED', 'ERASED')),
  add constraint member_external_id_bounded check (length(external_id) between 1 and 100),
  add constraint member_counters check (orders_count >= 0 and spent_minor >= 0);

alter table member_identity
  add constraint member_identity_kind_known check (kind in ('email', 'phone', 'device'));

alter table event
  add constraint event_id_bounded check (length(event_id) between 1 and 120),
  add constraint event_hash_size check (octet_length(content_hash) = 32);

alter table sales_order
  add constraint sales_order_id_bounded check (length(order_id) between 1 and 100),
  add constraint sales_order_amounts check (amount_minor >= 0 and returned_minor between 0 and amount_minor),
  add constraint sales_order_points check (points >= 0 and (points > 0) = (earn_key is not null));

-- An event is a fact: never changed, never removed. It holds no personal data, so erasing a person need not touch it.
create function event_is_fact() returns trigger language plpgsql as $$
begin
  raise exception 'event rows are never changed or removed' using errcode = '0A000';
end $$;
create trigger event_is_fact before update or delete or truncate on event
  for each statement execute function event_is_fact();

-- An order changes its member's figures. They are in no index, so that a page with room takes the new row in place.
alter table member set (fillfactor = 80);

-- ---------------------------------------------------------------- reading

create function intake_ms(p_at timestamptz) returns bigint language sql immutable as $$
  select (extract(epoch from p_at) * 1000)::bigint
$$;

-- The sources every look-up of a batch starts from. One estimated row each, and not inlined: whatever the statistics say (a
-- fresh database has none), a plan is one index probe for each row. The programme comes with every row, because a constant
-- would let a programme that is new to the statistics pass for a handful of rows to walk through.
create type intake_name as (programme_id smallint, name text);
create function intake_names(p_programme_id int, p_list jsonb) returns setof intake_name language sql volatile rows 1 as $$
  select p_programme_id::smallint, jsonb_array_elements_text(p_list)
$$;
create function intake_ids(p_ids bigint[]) returns setof bigint language sql volatile rows 1 as $$
  select unnest(p_ids)
$$;

-- What deciding on a batch needs, as one document; instants are milliseconds, ids are text.
-- `members` by name, locked in the order of their ids when `lock` is set; `newIds` for the names nobody has; the profiles of
-- `profiles`; known `events` by id; `orders` by number and, for the names at the `desk`, all with something left;
-- `keys` the ledger knows, `coupons` by code; referral `codes` with the members whose they are.
create function intake_read(p_programme_id int, p_wanted jsonb) returns jsonb language plpgsql
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set enable_material = off
  set enable_bitmapscan = off set jit = off as $$
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

create function intake_read_more(p_programme_id int, p_wanted jsonb) returns jsonb language plpgsql as $$
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

-- ---------------------------------------------------------------- writing

-- One event of a batch with what was decided about it: its order's row, and its points when it brings any. What SQL can tell
-- by itself is left out: an order's data, result, ledger key and source. `turn` keeps a member's postings in the order of the
-- events: all points of turn 0 are given before what turn 1 takes back.
-- Composite arrays and not JSON: half the time to read.
create type intake_event as (
  event_id text, type text, member_id bigint, at timestamptz, hash text, data jsonb, result jsonb,
  order_id text, amount_minor bigint, first boolean,
  points bigint, available_at timestamptz, expires_at timestamptz, earn_key text, source_type text, source_id text, turn int);

create type intake_clawback as (
  member_id bigint, key text, at timestamptz, points bigint, ref_key text, event_id text, turn int);

-- A member's figures as they will be, and as they were decided on.
create type intake_standing as (
  id bigint, tier text, orders_count int, spent_minor bigint, last_order_at timestamptz, was_orders int, was_spent bigint);
create function intake_standings(p_standings intake_standing[]) returns setof intake_standing language sql volatile rows 1 as $$
  select * from unnest(p_standings)
$$;

create type intake_return as (programme_id smallint, order_id text, returned_minor bigint, was bigint);
create function intake_returns(p_programme_id int, p_list jsonb) returns setof intake_return language sql volatile rows 1 as $$
  select p_programme_id::smallint, r.order_id, r.returned_minor, r.was from jsonb_populate_recordset(null::intake_return, p_list) r
$$;

create type intake_profile as (
  member_id bigint, email text, phone text, name text, birthday date, attributes jsonb, zone text, locale text, tags text[],
  profile_completed_at timestamptz, updated_at timestamptz);
create function intake_profiles(p_list jsonb) returns setof intake_profile language sql volatile rows 1 as $$
  select * from jsonb_populate_recordset(null::intake_profile, p_list)
$$;

-- Writes a batch as it was decided on what intake_read answered: new members, events, orders, returns, the members' figures,
-- points given and taken back, profiles, enrolments and wake-ups; all of it or, with an error, nothing. INTAKE_STALE: a
-- figure it was decided on has changed since (only possible without `lock`). LEDGER_REFUSED: the ledger gave other words.
-- Answers the events' row ids and the new enrolments. `p_rest` holds what few batches have.
create function intake_write(p_programme_id int, p_events intake_event[], p_standings intake_standing[], p_rest jsonb,
  p_now timestamptz, p_enrol boolean) returns jsonb
language plpgsql set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set enable_material = off
  set enable_bitmapscan = off set jit = off as $$
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

-- Posts a batch's points turn by turn: even turns give, odd turns take back.
create function intake_post(p_programme_id int, p_events intake_event[], p_clawbacks jsonb) returns void language plpgsql as $$
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

-- Profiles as they stand after the batch, who the members are known as, and what they agreed to. An older word on consent
-- never takes the place of a newer one, whatever order the two arrive in.
create function intake_write_profiles(p_programme_id int, p_batch jsonb) returns void language plpgsql as $$
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

-- Writes a batch of an import's lane and the lane's new place in the file, together or not at all, so that an import that was
-- killed goes on where each lane stood. IMPORT_TAKEN: another process has moved the lane on.
create function import_write(p_run_id int, p_lane int, p_from_line int, p_place jsonb, p_programme_id int,
  p_events intake_event[], p_standings intake_standing[], p_rest jsonb, p_now timestamptz) returns void language plpgsql as $$
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
