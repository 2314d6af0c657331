-- Which rules of the programme something went by: 1 for the first, one more with each change. Until now it was counted from the audit
-- trail, and quotes named the rules by a hash.
alter table programme add column rules_version int not null default 1
  constraint programme_rules_version_counts check (rules_version >= 1);
update programme p set rules_version = greatest(1, (
  select count(*) from audit_event a
  where a.programme_id = p.id and a.target = 'programme:' || p.code and a.action = 'programme.apply'));
