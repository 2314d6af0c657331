-- The hash of a block of facts: over the hash of the block before it, its kind, place and range, and its leaves.
create or replace function fact_seal_hash(p_prev bytea, p_kind text, p_seq bigint, p_first bigint, p_last bigint, p_count bigint, p_leaves bytea)
returns bytea language sql immutable as $$
  select sha256(p_prev || convert_to(p_kind, 'UTF8') || int8send(p_seq) || int8send(p_first) || int8send(p_last) || int8send(p_count)
    || sha256(p_leaves))
$$;
