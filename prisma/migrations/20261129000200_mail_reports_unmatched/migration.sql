-- Reports of a mail provider about a mail that is not known yet: kept by the Message-ID they name, and tried again for some days.
-- There are as many as a provider sends; like all reports they are kept as long as the programme.

ALTER TABLE mail_report ADD COLUMN named_mail text;
-- The latest of them are looked through.
CREATE INDEX mail_report_unmatched ON mail_report (programme_id, received_at) WHERE message_id IS NULL AND named_mail IS NOT NULL;
