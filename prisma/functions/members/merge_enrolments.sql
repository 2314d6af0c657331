-- What two accounts are doing in campaigns becomes what one does. Of two that are in one campaign the one that has been given something
-- goes on, else that of the account that stays; so does nobody a second time what can be done once. The others are cancelled with the
-- reason. All enrolments of p_from become p_into's, numbered on behind its own, and keep their places in lots. Answers what changed, for who undoes it.
create or replace function merge_enrolments(p_from bigint, p_into bigint, p_from_name text, p_into_name text, p_now timestamptz) returns jsonb
language plpgsql set enable_seqscan = off set jit = off as $$
declare
  v_ending bigint[];
  v_moved jsonb;
begin
  perform from enrolment en where en.member_id in (p_from, p_into) and en.status = 'active' order by en.id for no key update;
  with theirs as materialized (
    select en.id, en.member_id, en.campaign_id, en.status, v.reentry_days is null as once,
      exists (select from step s where s.enrolment_id = en.id and s.kind in ('grant', 'coupon') and s.outcome ->> 'kind' = 'applied') as paid
    from enrolment en join campaign_version v on v.id = en.campaign_version_id
    where en.member_id in (p_from, p_into) and en.status <> 'skipped')
  select array_agg(g.id) into v_ending
  from theirs g
  where g.status = 'active' and exists (
    select from theirs o
    where o.campaign_id = g.campaign_id and o.member_id <> g.member_id
      and case
        when o.status <> 'active' then g.once and (g.member_id = p_from or o.paid)
        when g.paid = o.paid then g.member_id = p_from
        else o.paid end);

  insert into signal_outbox (programme_id, enrolment_id, signal, created_at)
  select en.programme_id, en.id, 'cancelled', p_now from enrolment en
  where en.id = any (v_ending) and en.cohort_id is not null order by en.id;
  update enrolment en
  set status = 'cancelled', ended_at = greatest(p_now, en.enrolled_at), blocked_reason = null, blocked_at = null,
    reason = format('accounts %s and %s became one: it goes on, or was had, in the other one', p_from_name, p_into_name)
  where en.id = any (v_ending);

  select coalesce(jsonb_agg(jsonb_build_object('id', en.id, 'occurrence', en.occurrence) order by en.id), '[]') into v_moved
  from enrolment en where en.member_id = p_from;
  -- A way that a lot has drawn stays drawn: a story that is gone through again would else take another one.
  update enrolment en
  set input = case when en.input ? 'lotOf' then en.input else en.input || jsonb_build_object('lotOf', p_from::text) end,
    goes_on_from = case
      when en.goes_on_from is null or en.goes_on_from #> '{input,lotOf}' is not null then en.goes_on_from
      else jsonb_set(en.goes_on_from, '{input,lotOf}', to_jsonb(p_from::text)) end
  from campaign c
  where en.member_id = p_from and c.id = en.campaign_id and c.lifecycle = 'journey';
  update enrolment en
  set member_id = p_into, occurrence = en.occurrence + coalesce((
    select max(o.occurrence) from enrolment o where o.campaign_id = en.campaign_id and o.member_id = p_into), 0)
  where en.member_id = p_from;
  return jsonb_build_object('enrolments', v_moved, 'endedEnrolments', coalesce(to_jsonb(v_ending), '[]'));
end $$;
