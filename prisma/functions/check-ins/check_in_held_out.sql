-- Which of these members get nothing for a check-in: held out when they entered the campaign they are in, or, outside of it, by
-- the very draw that entering will make. A member who is still to be created with the check-in's batch has a name already.
create or replace function check_in_held_out(p_programme_id smallint, p_version_id int, p_names text[]) returns setof text
language sql stable as $$
  select n.name
  from unnest(p_names) n (name)
  left join member m on m.programme_id = p_programme_id and m.external_id = n.name
  left join enrolment en on en.member_id = m.id and en.status = 'active'
    and en.campaign_id = (select v.campaign_id from campaign_version v where v.id = p_version_id)
  where coalesce(en.shadow, is_name_held_out(p_version_id, n.name))
$$;
