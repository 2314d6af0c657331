-- Who is signed in to the console: a browser holds a random word, and of it only the hash is kept. A session ends with its key, with
-- the secret it was begun with, or after twelve hours; rows of those that have ended go with the next sign-in.
CREATE TABLE console_session (
  id_hash bytea PRIMARY KEY CHECK (octet_length(id_hash) = 32),
  key_id text NOT NULL REFERENCES api_key (id) ON UPDATE NO ACTION ON DELETE CASCADE,
  -- The secret that was pasted, as the key keeps it: a new secret ends what the old one began.
  secret_hash bytea NOT NULL CHECK (octet_length(secret_hash) = 32),
  created_at timestamptz(3) NOT NULL,
  expires_at timestamptz(3) NOT NULL,
  CHECK (expires_at > created_at)
);
CREATE INDEX console_session_of_key ON console_session (key_id);
CREATE INDEX console_session_ends ON console_session (expires_at);
