-- The latest messages of a campaign and status are read in the index's order, and estimates of their number look into parts of it.
create index message_campaign_id_status_id_idx on message (campaign_id, status, id);
drop index message_campaign_id_status_idx;
