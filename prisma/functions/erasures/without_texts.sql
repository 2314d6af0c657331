-- A document of a step or a shop's order without what anybody wrote: numbers, yes and no stay, and of texts those that name a kind or a thing.
create or replace function without_texts(p jsonb) returns jsonb language sql immutable as $$
  select case jsonb_typeof(p)
    when 'object' then (
      select coalesce(jsonb_object_agg(e.key, case
        when jsonb_typeof(e.value) in ('object', 'array') then without_texts(e.value)
        when jsonb_typeof(e.value) <> 'string' or e.key in ('kind', 'status', 'couponId', 'caseId', 'messageId', 'txnId', 'at', 'asOf', 'placedAt',
          'expiresAt', 'availableAt', 'orderId', 'currency', 'redemptionId') then e.value
        else '"erased"' end), '{}')
      from jsonb_each(p) e)
    when 'array' then (select coalesce(jsonb_agg(case when jsonb_typeof(a) = 'string' then '"erased"' else without_texts(a) end), '[]') from jsonb_array_elements(p) a)
    else p end
$$;
