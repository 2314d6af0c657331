-- The hash chain over the journal. It is built behind the journal, in blocks of transactions in id order, so that posting
-- never waits for it. A block keeps id and hash of every transaction, so that the one that was altered can be named.

-- Transactions a block holds: 1,000 x 24 bytes of leaves.
create function ledger.seal_size_max() returns int language sql immutable as $$ select 1000 $$;

-- The hash of each transaction with all that belongs to it: postings, lot moves, and what its lot or hold was at birth.
create function ledger.leaves(p_after bigint, p_through bigint, p_limit int) returns table (id bigint, hash bytea)
language sql stable set timezone = 'UTC' set datestyle = 'ISO, YMD' set bytea_output = 'hex' set enable_seqscan = off set jit = off as $$
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

create function ledger.seal_hash(p_prev bytea, p_seq bigint, p_first bigint, p_last bigint, p_count bigint, p_root bytea)
returns bytea language sql immutable as $$
  select sha256(p_prev || int8send(p_seq) || int8send(p_first) || int8send(p_last) || int8send(p_count) || p_root)
$$;

-- Seals the next block of transactions up to `p_through`, below which nothing may still be in flight, and says how many.
create function ledger.seal_next(p_through bigint) returns int language plpgsql as $$
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

-- The first thing in a block that is not as it was sealed: null when all is.
create function ledger.check_seal(p_seq bigint, out what text, out txn_id bigint) language plpgsql stable as $$
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

-- The first of up to `p_seals` blocks from `p_from` on that is not as it was sealed, and how far the check came.
create function ledger.check_seals(p_from bigint, p_seals int, out seq bigint, out what text, out txn_id bigint, out next_seq bigint)
language plpgsql stable as $$
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
