-- The name it had in 0.1.
drop function if exists intake_read_more(int, jsonb);
-- It answered jsonb with positional rows, and later no lookalikes.
drop function if exists intake_read_orders(int, jsonb);

-- The parts of intake_read's answer that few batches ask for, each null when it is not asked for: the profiles of `profiles`;
-- known `events` by id; `orders` by number and, of the members named in `openOrdersOf`, all with something left; `keys` the
-- ledger knows; `coupons` by code; referral `codes` with the members whose they are; of `lookalikes`, ids that are like e-mails,
-- those from which another member's id differs by case alone.
create or replace function intake_read_orders(p_programme_id int, p_wanted jsonb,
  out profiles json, out events json, out orders json, out coupons json, out keys json, out codes json,
  out lookalikes json) language plpgsql as $$
begin
  if jsonb_array_length(p_wanted -> 'profiles') > 0 then
    select coalesce(json_agg(r), '[]') into profiles
    from (
      select n.name as "externalId", p.email, p.phone, p.name, p.birthday, m.zone, m.locale, coalesce(m.tags, '{}') as tags,
        coalesce(p.attributes, '{}') as attributes, intake_ms(p.updated_at) as "updatedAt",
        p.field_times as times, p.mailboxes, intake_ms(p.email_since) as "emailSince",
        p.wechat_open_id as "wechatOpenId", p.push_token as "pushToken", p.phones, intake_ms(p.phone_since) as "phoneSince"
      from intake_names(p_programme_id, p_wanted -> 'profiles') n
      join member a on a.programme_id = n.programme_id and a.external_id = n.name
      join member m on m.id = case when a.merged_into is null then a.id else heir_of(a.id) end
      left join member_profile p on p.member_id = m.id) r;
  end if;
  if jsonb_array_length(p_wanted -> 'events') > 0 then
    select coalesce(json_agg(r), '[]') into events
    from (
      select e.event_id as "eventId", e.id::text as "rowId", encode(e.content_hash, 'hex') as "contentHash",
        intake_ms(e.occurred_at) as "at", e.result
      from intake_names(p_programme_id, p_wanted -> 'events') n
      join event e on e.programme_id = n.programme_id and e.event_id = n.name) r;
  end if;
  if jsonb_array_length(p_wanted -> 'orders') + jsonb_array_length(p_wanted -> 'openOrdersOf') > 0 then
    select coalesce(json_agg(r), '[]') into orders
    from (
      select o.order_id as "orderId", o.member_id::text as "memberId", o.amount_minor as "amountMinor",
        coalesce(o.placed_minor, o.amount_minor) as "placedMinor", o.returned_minor as "returnedMinor", o.points,
        o.exact_points as "exactPoints", coalesce(c.reversed, 0) as "takenPoints", coalesce((select n.expired from ledger.lot_now(l.id) n), 0) as "expiredPoints",
        intake_ms(l.available_at) as "availableAt", intake_ms(nullif(l.expires_at, 'infinity')) as "expiresAt",
        intake_ms(o.placed_at) as "placedAt", intake_ms(o.amended_at) as "amendedAt", o.amended_by as "amendedBy",
        intake_ms(o.cancelled_at) as "cancelledAt",
        -- What amendments added; few orders have any.
        case when cardinality(o.raise_keys) > 0 then (
          select json_agg(e)
          from (
            select k.key, t.amount as points, coalesce(c.reversed, 0) as "takenPoints", (select n.expired from ledger.lot_now(l.id) n) as "expiredPoints",
              intake_ms(l.available_at) as "availableAt", intake_ms(nullif(l.expires_at, 'infinity')) as "expiresAt"
            from unnest(o.raise_keys) with ordinality k (key, place)
            join ledger.txn t on t.programme_id = o.programme_id and t.idem_key = k.key
            join ledger.lot l on l.id = t.id
            left join ledger.reversal_cap c on c.orig_txn_id = t.id
            order by k.place) e) end as raises
      from (
        select o.* from intake_names(p_programme_id, p_wanted -> 'orders') n
        join sales_order o on o.programme_id = n.programme_id and o.order_id = n.name
        union
        select o.* from intake_names(p_programme_id, p_wanted -> 'openOrdersOf') n
        join member m on m.programme_id = n.programme_id and m.external_id = n.name
        join sales_order o on o.member_id = case when m.merged_into is null then m.id else heir_of(m.id) end
          and o.returned_minor < o.amount_minor) o
      left join ledger.txn t on t.programme_id = o.programme_id and t.idem_key = o.earn_key
      left join ledger.lot l on l.id = t.id
      left join ledger.reversal_cap c on c.orig_txn_id = t.id) r;
  end if;
  if p_wanted ? 'coupons' then
    coupons := intake_coupons(p_programme_id, p_wanted -> 'coupons');
  end if;
  if jsonb_array_length(p_wanted -> 'keys') > 0 then
    select coalesce(json_agg(t.idem_key), '[]') into keys
    from intake_names(p_programme_id, p_wanted -> 'keys') n
    join ledger.txn t on t.programme_id = n.programme_id and t.idem_key = n.name;
  end if;
  if jsonb_array_length(p_wanted -> 'codes') > 0 then
    select coalesce(json_agg(r), '[]') into codes
    from (
      select c.code, m.id::text as "memberId", m.status
      from intake_names(p_programme_id, p_wanted -> 'codes') n
      join referral_code c on c.code = n.name and c.programme_id = n.programme_id
      join member m on m.id = heir_of(c.member_id)) r;
  end if;
  if p_wanted ? 'lookalikes' then
    select coalesce(json_agg(n.name), '[]') into lookalikes
    from intake_names(p_programme_id, p_wanted -> 'lookalikes') n
    where exists (
      select from member m
      -- The programme is reckoned, so that no index of a programme's members is walked through for it.
      where lower(m.external_id) = lower(n.name) and strpos(m.external_id, '@') > 0 and m.external_id <> n.name
        and m.programme_id - n.programme_id = 0);
  end if;
end $$;
