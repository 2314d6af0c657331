-- A number in [0, 1) that a seed and a member's own id decide for ever: held out of a tenth is held out of a fifth, too.
create or replace function hold_out_draw(p_seed text, p_external_id text) returns double precision
language sql immutable strict parallel safe as $$
  select ('x' || substr(encode(sha256(convert_to(p_seed || '/' || p_external_id, 'UTF8')), 'hex'), 1, 12))::bit(48)::bigint
    / 281474976710656.0::double precision
$$;
