-- True when this member gets nothing from this campaign version (is_name_held_out has how). Asked by all that enrols members, and for
-- others to whom a story wants to give something.
create or replace function is_held_out(p_version_id int, p_member_id bigint) returns boolean language sql stable parallel safe as $$
  select is_name_held_out(p_version_id, m.external_id) from member m where m.id = p_member_id
$$;
