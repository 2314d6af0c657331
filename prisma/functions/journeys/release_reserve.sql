-- Gives back what was reserved for an enrolment and not given, however it ended (trigger on enrolment): its row is marked, so that two
-- who end enrolments of one campaign do not wait for each other.
create or replace function release_reserve() returns trigger language plpgsql as $$
begin
  update enrolment_reserve r set is_over = true where r.enrolment_id = new.id and not r.is_over;
  return null;
end $$;
