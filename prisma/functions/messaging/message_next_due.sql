-- When the next message of a channel may leave; null when none waits. Asked several times a second, so it looks at the head of
-- each campaign's queue and at nothing else.
CREATE OR REPLACE FUNCTION message_next_due(p_programme_id smallint, p_channel text) RETURNS timestamptz LANGUAGE sql STABLE AS $$
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
