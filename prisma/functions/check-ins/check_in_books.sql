-- Members with their latest p_days_max days of check-ins, oldest first; instants are milliseconds. Whoever decides on them
-- has the members locked.
create or replace function check_in_books(p_member_ids bigint[], p_days_max int)
returns table (external_id text, member_id bigint, zone text, book jsonb) language sql stable as $$
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
