-- Each field of a profile is as of the latest event that spoke of it, whatever order events arrive in. For that a profile remembers
-- when each field was last said and by which event; null where that was not kept, in profiles of before. They are not rewritten
-- here: what they have counts as said when they last changed, from the first event that comes on.
alter table member_profile add column field_times jsonb, add column mailboxes jsonb;

-- When the present address took the place of another one: consent that is older was given for that one.
alter table member_profile add column email_since timestamptz(3);

alter type intake_profile add attribute field_times jsonb, add attribute mailboxes jsonb, add attribute email_since timestamptz,
  add attribute joined_at timestamptz;
