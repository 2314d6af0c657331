-- What tells one request from another under the same key. Instants, the code and who asked are left out: a retry brings others.
create or replace function ledger.coupon_hash(p_kind text, p_request jsonb) returns bytea language sql immutable as $$
  select sha256(convert_to(p_kind || (p_request - '{at,actor,newCode,issuedAt,expiresAt}'::text[])::text, 'UTF8'))
$$;
