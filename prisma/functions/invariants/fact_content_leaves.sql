-- The hash of each fact of a kind as it is now: what a coupon was issued as, moves of coupons, versions of campaigns, steps, the audit trail
-- and what erasures changed of these. The
-- columns are named, so that one that is added later leaves what is sealed as it is.
create or replace function fact_content_leaves(p_kind text, p_after bigint, p_through bigint, p_limit int) returns table (id bigint, hash bytea, member_id bigint)
language sql stable set timezone = 'UTC' set datestyle = 'ISO, YMD' set bytea_output = 'hex' set enable_seqscan = off set jit = off as $$
  select f.id, substring(sha256(convert_to(f.text, 'UTF8')) for 16), f.member_id
  from (
    (select c.id, row(c.id, c.programme_id, i.member_id, c.code, c.name, c.benefit, c.min_order_minor, c.campaign_id, c.enrolment_id,
        c.issued_at, c.expires_at)::text as text, c.member_id
      from ledger.coupon c
      -- Whose it was when it was issued, whoever it was merged into since.
      left join lateral (
        select coalesce((select m.member_id from ledger.coupon_move m where m.coupon_id = c.id and m.seq = 1), c.member_id) as member_id) i on true
      where p_kind = 'coupon' and c.id > p_after and c.id <= p_through order by c.id limit p_limit)
    union all
    (select m.id, row(m.id, m.programme_id, m.coupon_id, m.seq, m.kind, m.key, m.request_hash, m.member_id, m.order_id, m.at, m.recorded_at,
        m.actor, m.reason)::text, m.member_id
      from ledger.coupon_move m where p_kind = 'coupon-move' and m.id > p_after and m.id <= p_through order by m.id limit p_limit)
    union all
    (select v.id, row(v.id, v.programme_id, v.campaign_id, v.version, v.definition, v.definition_hash, v.listens_to, v.trigger_type,
        v.trigger_where, v.exit_on, v.reentry_days, v.hold_out, v.created_at)::text, null::bigint
      from campaign_version v where p_kind = 'campaign-version' and v.id > p_after and v.id <= p_through order by v.id limit p_limit)
    union all
    (select s.id, row(s.id, s.programme_id, s.key, s.enrolment_id, s.member_id, s.name, s.kind, s.outcome, s.story_at, s.performed_at)::text, s.member_id
      from step s where p_kind = 'step' and s.id > p_after and s.id <= p_through order by s.id limit p_limit)
    union all
    (select a.id, row(a.id, a.programme_id, a.at, a.actor, a.action, a.target, a.before, a.after)::text, null
      from audit_event a where p_kind = 'audit' and a.id > p_after and a.id <= p_through order by a.id limit p_limit)
    union all
    (select e.id, row(e.id, e.kind, e.fact_id, e.erasure_id, e.before, e.after)::text, null
      from ledger.erased_leaf e where p_kind = 'erasure' and e.id > p_after and e.id <= p_through order by e.id limit p_limit)) f
  order by f.id
$$;
