-- True when the member of this name gets nothing from this campaign version: by the campaign's own draw, or by the programme's,
-- which is one and the same in all its campaigns.
create or replace function is_name_held_out(p_version_id int, p_external_id text) returns boolean language sql stable parallel safe as $$
  select hold_out_draw('campaign/' || p.code || '/' || c.code, p_external_id) < v.hold_out
    or hold_out_draw('programme/' || p.code, p_external_id) < coalesce((p.definition ->> 'holdOut')::double precision, 0)
  from campaign_version v
  join campaign c on c.id = v.campaign_id
  join programme p on p.id = c.programme_id
  where v.id = p_version_id
$$;
