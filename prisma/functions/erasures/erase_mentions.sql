-- Takes a person's names out of what is kept of others: the reasons and facts of their cases, the reasons of their enrolments and mails.
create or replace function erase_mentions(p_erasure erasure, p_names text[]) returns int language plpgsql set jit = off as $$
declare
  v_count int;
  v_all int := 0;
begin
  update review_case r
  set facts = without_names(r.facts::text, p_names, 'erased')::jsonb, note = without_names(r.note, p_names, 'erased'),
    key = without_names(r.key, p_names, 'erased-' || p_erasure.id),
    reasons = array(select without_names(t, p_names, 'erased') from unnest(r.reasons) t)
  where r.programme_id = p_erasure.programme_id
    and (mentions(r.facts::text, p_names) or mentions(r.note, p_names) or mentions(array_to_string(r.reasons, ' '), p_names) or mentions(r.key, p_names));
  get diagnostics v_all = row_count;
  update message m set variables = without_names(m.variables::text, p_names, 'erased')::jsonb, subject = without_names(m.subject, p_names, 'erased')
  where m.programme_id = p_erasure.programme_id and (mentions(m.variables::text, p_names) or mentions(m.subject, p_names))
    and m.member_id in (select r.referrer_id from referral r where r.referee_id = any (p_erasure.member_ids)
      union all select r.referee_id from referral r where r.referrer_id = any (p_erasure.member_ids));
  get diagnostics v_count = row_count;
  v_all := v_all + v_count;
  update inbox_message i set text = without_names(i.text, p_names, 'erased'), subject = without_names(i.subject, p_names, 'erased')
  where i.programme_id = p_erasure.programme_id and (mentions(i.text, p_names) or mentions(i.subject, p_names))
    and i.member_id in (select r.referrer_id from referral r where r.referee_id = any (p_erasure.member_ids)
      union all select r.referee_id from referral r where r.referrer_id = any (p_erasure.member_ids));
  get diagnostics v_count = row_count;
  return v_all + v_count;
end $$;
