-- What mail providers told of one message: read where the message is shown.
create index mail_report_message_id_idx on mail_report (message_id) where message_id is not null;
