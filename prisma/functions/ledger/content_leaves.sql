-- The hash of each transaction as it is now, with all that belongs to it: postings, lot moves, and what its lot or hold was at birth.
create or replace function ledger.content_leaves(p_after bigint, p_through bigint, p_limit int) returns table (id bigint, hash bytea, member_id bigint)
language sql stable set timezone = 'UTC' set datestyle = 'ISO, YMD' set bytea_output = 'hex' set enable_seqscan = off set jit = off as $$
  select t.id, substring(sha256(convert_to(concat_ws(E'\x1e',
    row(t.id, t.programme_id, t.idem_key, t.request_hash, t.kind, t.member_id, t.amount, t.effective_at, t.recorded_at, t.xid,
      t.source_type, t.source_id, t.ref_txn_id, t.actor, t.reason, t.result)::text,
    coalesce(p.rows, ''), coalesce(m.rows, ''), coalesce(l.row, ''), coalesce(h.row, '')), 'UTF8')) for 16), t.member_id
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
