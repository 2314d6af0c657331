-- Frequency caps: when a message was last on its way.

ALTER TABLE message ADD COLUMN left_at timestamptz(3);
ALTER TABLE message ADD CONSTRAINT message_left_dated CHECK (status NOT IN ('sending', 'sent') OR left_at IS NOT NULL);

-- A member's messages of a class: what the caps count, and what waits for the same slot. Asked for every capped message that leaves.
CREATE INDEX message_slot ON message (member_id, channel, class, status, left_at) WHERE class <> 'transactional';

-- Bounces and complaints, as the mail provider tells of them.
CREATE TABLE mail_report (
  programme_id smallint NOT NULL,
  report_id text NOT NULL,
  type text NOT NULL,
  hard boolean NOT NULL,
  address text,
  message_id bigint,
  detail text NOT NULL,
  suppressed text,
  at timestamptz(3) NOT NULL,
  received_at timestamptz(3) NOT NULL,
  CONSTRAINT mail_report_pkey PRIMARY KEY (programme_id, report_id),
  CONSTRAINT mail_report_type_known CHECK (type IN ('bounce', 'complaint')),
  CONSTRAINT mail_report_address_normal CHECK (address = lower(btrim(address)) AND address <> '')
);
-- Soft bounces of an address within a window.
CREATE INDEX mail_report_programme_id_address_at_idx ON mail_report (programme_id, address, at);

-- Whose address it is.
CREATE INDEX member_profile_address ON member_profile (lower(btrim(email)));
