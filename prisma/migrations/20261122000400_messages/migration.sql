-- Messages: what Prisma's schema cannot say.

ALTER TABLE message
  ADD CONSTRAINT message_status_known CHECK (status IN
    ('reserved', 'sending', 'sent', 'bounced', 'suppressed', 'skipped', 'dropped', 'failed', 'unknown')),
  ADD CONSTRAINT message_class_known CHECK (class IN ('transactional', 'service', 'marketing')),
  ADD CONSTRAINT message_attempts_counted CHECK (attempts >= 0),
  -- A lease has an owner and an end, or neither.
  ADD CONSTRAINT message_lease_whole CHECK ((lease_owner IS NULL) = (lease_until IS NULL)),
  -- Only a message that is on its way may be in somebody's hands.
  ADD CONSTRAINT message_lease_open CHECK (lease_owner IS NULL OR status IN ('reserved', 'sending')),
  -- Every message that did not simply leave says why.
  ADD CONSTRAINT message_end_explained CHECK (status IN ('reserved', 'sending', 'sent') OR reason IS NOT NULL),
  ADD CONSTRAINT message_sent_dated CHECK (status <> 'sent' OR sent_at IS NOT NULL);

-- The queue of a channel, in the order it leaves.
CREATE INDEX message_due ON message (programme_id, channel, not_before, priority, id) WHERE status = 'reserved';
-- The same by campaign, so that a paused one with a night's messages costs nothing.
CREATE INDEX message_due_of_campaign ON message (programme_id, channel, coalesce(campaign_id, 0), not_before)
  WHERE status = 'reserved';
-- What is in somebody's hands: looked through for owners that have died.
CREATE INDEX message_leased ON message (programme_id, channel, lease_until) WHERE lease_until IS NOT NULL;

ALTER TABLE suppression
  -- Addresses are compared as written here.
  ADD CONSTRAINT suppression_address_normal CHECK (address = lower(btrim(address)) AND address <> '');

-- When the next message of a channel may leave; null when none waits. Asked several times a second, so it looks at the head of
-- each campaign's queue and at nothing else.
CREATE FUNCTION message_next_due(p_programme_id smallint, p_channel text) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT min(head.not_before)
  FROM (
    SELECT 0 AS id
    UNION ALL
    SELECT id FROM campaign WHERE programme_id = p_programme_id AND status <> 'paused'
  ) AS open_campaign
  CROSS JOIN LATERAL (
    SELECT m.not_before FROM message m
    WHERE m.programme_id = p_programme_id AND m.channel = p_channel AND coalesce(m.campaign_id, 0) = open_campaign.id
      AND m.status = 'reserved' AND m.lease_until IS NULL
    ORDER BY m.not_before LIMIT 1
  ) AS head
$$;
