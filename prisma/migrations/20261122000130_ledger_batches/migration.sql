-- The ledger's operations, part 3: the driver every batch goes through, and the functions callers use.

-- Requests a batch may hold: 5,000 x 45 us is a quarter of a second under the members' locks.
create function ledger.batch_size_max() returns int language sql immutable as $$ select 5000 $$;

-- Locks the balance rows of a batch in member order. A caller that posts several batches in one transaction calls this
-- first with all its members; otherwise two such callers can wait for each other.
create function ledger.lock_members(p_member_ids bigint[]) returns void language plpgsql
set enable_seqscan = off set jit = off as $$
begin
  perform from ledger.member_balance b
  join public.member m on m.id = b.member_id and m.programme_id = b.programme_id
  where m.id = any (p_member_ids) order by b.member_id for update of b;
end $$;

create function ledger.post_round(p_kind text, p_requests ledger.request[]) returns ledger.answer[] language plpgsql as $$
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

-- Posts a batch of one kind in the caller's transaction and answers every request, in order.
-- A round holds a member once (an earn any number of times); a key that comes twice makes every request its own round.
-- Plans are kept to indexes: a plan made while a table was empty must not scan it once it is large.
create function ledger.post_batch(p_kind text, p_requests ledger.request[]) returns setof ledger.answer language plpgsql
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

-- ---------------------------------------------------------------- what callers use

create function ledger.earn_batch(p_requests ledger.request[]) returns setof ledger.answer language sql as $$ select * from ledger.post_batch('EARN', p_requests) $$;
create function ledger.confirm_batch(p_requests ledger.request[]) returns setof ledger.answer language sql as $$ select * from ledger.post_batch('CONFIRM', p_requests) $$;
create function ledger.cancel_pending_batch(p_requests ledger.request[]) returns setof ledger.answer language sql as $$ select * from ledger.post_batch('CANCEL_PENDING', p_requests) $$;
create function ledger.spend_batch(p_requests ledger.request[]) returns setof ledger.answer language sql as $$ select * from ledger.post_batch('SPEND', p_requests) $$;
create function ledger.hold_batch(p_requests ledger.request[]) returns setof ledger.answer language sql as $$ select * from ledger.post_batch('HOLD', p_requests) $$;
create function ledger.capture_batch(p_requests ledger.request[]) returns setof ledger.answer language sql as $$ select * from ledger.post_batch('CAPTURE', p_requests) $$;
create function ledger.release_batch(p_requests ledger.request[]) returns setof ledger.answer language sql as $$ select * from ledger.post_batch('RELEASE', p_requests) $$;
create function ledger.refund_batch(p_requests ledger.request[]) returns setof ledger.answer language sql as $$ select * from ledger.post_batch('REFUND', p_requests) $$;
create function ledger.clawback_batch(p_requests ledger.request[]) returns setof ledger.answer language sql as $$ select * from ledger.post_batch('CLAWBACK', p_requests) $$;
create function ledger.adjust_batch(p_requests ledger.request[]) returns setof ledger.answer language sql as $$ select * from ledger.post_batch('ADJUST', p_requests) $$;
create function ledger.forfeit_batch(p_requests ledger.request[]) returns setof ledger.answer language sql as $$ select * from ledger.post_batch('FORFEIT', p_requests) $$;

-- A JSON array of requests, field names as in ledger.request, for callers outside the database.
create function ledger.requests(p_items json) returns ledger.request[] language sql stable as $$
  select array_agg(r) from json_populate_recordset(null::ledger.request, p_items) r
$$;
