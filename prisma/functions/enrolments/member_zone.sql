-- Whose days a member's are: the zone they live in, or the programme's when they have not said.
create or replace function member_zone(p_member_id bigint) returns text language sql stable parallel safe as $$
  select coalesce(m.zone, p.zone) from member m join programme p on p.id = m.programme_id where m.id = p_member_id
$$;
