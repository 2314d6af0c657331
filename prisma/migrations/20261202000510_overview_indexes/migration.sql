-- What happened in a period: rows come nearly in the order of their time, so a few bytes for a hundred pages tell where to look, and
-- writing costs next to nothing.
CREATE INDEX message_by_time ON message USING brin (reserved_at) WITH (autosummarize = on);
