-- Until when each enrolment waits, beside what for: `campaign show` says when the next step is and of how many. No index: it changes
-- with every wait, and a campaign's members are read as the other figures of that page are.
alter table enrolment add column waits_until timestamptz(3);
