-- Why a campaign was cancelled: its members leave it page by page, each with this reason, whoever ends the last of them.
alter table campaign
  add column ended_reason text,
  add constraint campaign_ended_reason check (ended_reason is null or status = 'ended');

-- Pages of a campaign's active enrolments, in the order of their ids.
drop index enrolment_campaign_id_status_idx;
create index enrolment_campaign_id_status_id_idx on enrolment (campaign_id, status, id);
