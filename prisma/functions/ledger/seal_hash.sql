-- The hash of a block: over the hash of the block before it, its own place and range, and the root of its leaves.
create or replace function ledger.seal_hash(p_prev bytea, p_seq bigint, p_first bigint, p_last bigint, p_count bigint, p_root bytea)
returns bytea language sql immutable as $$
  select sha256(p_prev || int8send(p_seq) || int8send(p_first) || int8send(p_last) || int8send(p_count) || p_root)
$$;
