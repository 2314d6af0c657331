-- A report of a mail that nobody knew is tried again for seven days; then it is given up, and stays to be looked at.
ALTER TABLE mail_report ADD COLUMN given_up_at timestamptz(3);
DROP INDEX mail_report_unmatched;
CREATE INDEX mail_report_unmatched ON mail_report (programme_id, received_at)
  WHERE message_id IS NULL AND named_mail IS NOT NULL AND given_up_at IS NULL;
