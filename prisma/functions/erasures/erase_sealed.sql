-- Takes what names or tells of a person out of a page of sealed rows of one kind, and keeps the hash that the chain has of each beside that
-- of what is left. Answers how many.
create or replace function erase_sealed(p_erasure erasure, p_kind text, p_names text[], p_targets text[], p_max int) returns int
language plpgsql set enable_seqscan = off set jit = off as $$
declare
  v_all text[] := p_names || p_targets;
  v_ids bigint[];
  v_before bytea[];
begin
  v_ids := case p_kind
    when 'txn' then array(
      select t.id from ledger.txn t
      where t.member_id = any (p_erasure.member_ids)
        and (t.reason <> 'erased' or (t.idem_key !~ '^(earn:order|raise|clawback):' and mentions(t.idem_key, p_names)) or mentions(t.source_id, p_names))
      order by t.id limit p_max)
    when 'coupon-move' then array(
      select m.id from ledger.coupon_move m
      where m.member_id = any (p_erasure.member_ids) and (m.reason <> 'erased' or mentions(m.key, p_names)) order by m.id limit p_max)
    when 'step' then array(
      select s.id from step s
      where s.member_id = any (p_erasure.member_ids) and (s.outcome <> without_texts(s.outcome) or mentions(s.key, p_names))
      order by s.id limit p_max)
    when 'audit' then array(
      select a.id from audit_event a
      where a.programme_id = p_erasure.programme_id and (a.target = any (v_all) and (a.before is not null or a.after is not null or a.reason is not null)
        or mentions(a.target, p_names) or mentions(a.before::text, p_names) or mentions(a.after::text, p_names) or mentions(a.reason, p_names))
      order by a.id limit p_max)
  end;
  if cardinality(v_ids) = 0 then return 0; end if;
  v_before := array(
    select case when p_kind = 'txn' then (select l.hash from ledger.leaves(i.id - 1, i.id, 1) l)
      else (select l.hash from fact_leaves(p_kind, i.id - 1, i.id, 1) l) end
    from unnest(v_ids) with ordinality i (id, n) order by i.n);
  case p_kind
    when 'txn' then
      update ledger.txn t
      set reason = case when t.reason is not null then 'erased' end, source_id = without_names(t.source_id, p_names, 'erased'),
        idem_key = case when t.idem_key ~ '^(earn:order|raise|clawback):' then t.idem_key
          else without_names(t.idem_key, p_names, 'erased-' || t.member_id) end
      where t.id = any (v_ids);
    when 'coupon-move' then
      update ledger.coupon_move m
      set reason = case when m.reason is not null then 'erased' end, key = without_names(m.key, p_names, 'erased-' || m.member_id)
      where m.id = any (v_ids);
    when 'step' then
      update step s set outcome = without_texts(s.outcome), key = without_names(s.key, p_names, 'erased-' || s.member_id) where s.id = any (v_ids);
    when 'audit' then
      update audit_event a set before = null, after = null, reason = null, target = without_names(a.target, p_names, 'erased-' || p_erasure.id)
      where a.id = any (v_ids);
  end case;
  insert into ledger.erased_leaf (kind, fact_id, erasure_id, before, after)
  select p_kind, i.id, p_erasure.id, i.before, case
    when p_kind = 'txn' then (select l.hash from ledger.content_leaves(i.id - 1, i.id, 1) l)
    else (select l.hash from fact_content_leaves(p_kind, i.id - 1, i.id, 1) l) end
  from unnest(v_ids, v_before) i (id, before);
  return cardinality(v_ids);
end $$;
