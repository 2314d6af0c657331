-- Frequency caps: when a message was last on its way.

ALTER TABLE message ADD COLUMN left_at timestamptz(3);
ALTER TABLE message ADD CONSTRAINT message_left_dated CHECK (status NOT IN ('sending', 'sent') OR left_at IS NOT NULL);

-- A member's messages of a class: what the caps count, and what waits for the same slot. Asked for every capped message that leaves.
CREATE INDEX message_slot ON message (member_id, channel, class, status, left_at) WHERE class <> 'transactional';
