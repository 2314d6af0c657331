-- What members are listed by: each filter has an index that is in the order of the list, or gives few.
create index member_of_tier on member (programme_id, tier, id desc);
create index member_of_status on member (programme_id, status, id desc);
create index member_with_tag on member using gin (tags);
create index member_joined on member (programme_id, joined_at, id desc);
-- A number is one number, however it is written.
create index member_profile_phone on member_profile (regexp_replace(phone, '[^0-9+]', '', 'g')) where phone is not null;
