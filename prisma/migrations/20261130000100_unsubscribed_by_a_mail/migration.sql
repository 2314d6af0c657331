-- The mail by whose link its reader stopped mails: the report counts them by message, as the timeline names it.
alter table message add column unsubscribed_at timestamptz(3);
create index message_unsubscribed on message (campaign_id, template) where unsubscribed_at is not null;
