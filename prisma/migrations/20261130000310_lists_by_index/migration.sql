-- What lists of one kind read in order, however rare it is: messages of a template, messages that failed, coupons of a status.
create index message_campaign_id_template_status_id_idx on message (campaign_id, template, status, id);
create index message_failed on message (programme_id, id) where status = 'failed';
create index coupon_campaign_id_status_id_idx on ledger.coupon (campaign_id, status, id);
-- Coupons past their last day that no sweep has taken yet.
create index coupon_lapsing on ledger.coupon (programme_id, expires_at) where status = 'issued';
