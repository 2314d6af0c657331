-- Hold-out: a share of the members goes through a campaign without getting anything from it, so that what the campaign adds
-- can be told from what would have happened anyway.

-- The share of a version's members that is held out, beside the definition, which is too large to read per event.
alter table campaign_version add column hold_out double precision not null default 0;
alter table campaign_version add constraint campaign_version_hold_out_share check (hold_out between 0 and 0.5);

-- A number in [0, 1) that a seed and a member's own id decide for ever: held out of a tenth is held out of a fifth, too.
create function hold_out_draw(p_seed text, p_external_id text) returns double precision
language sql immutable strict parallel safe as $$
  select ('x' || substr(encode(sha256(convert_to(p_seed || '/' || p_external_id, 'UTF8')), 'hex'), 1, 12))::bit(48)::bigint
    / 281474976710656.0::double precision
$$;

-- True when the member of this name gets nothing from this campaign version: by the campaign's own draw, or by the programme's,
-- which is one and the same in all its campaigns.
create function is_name_held_out(p_version_id int, p_external_id text) returns boolean language sql stable parallel safe as $$
  select hold_out_draw('campaign/' || p.code || '/' || c.code, p_external_id) < v.hold_out
    or hold_out_draw('programme/' || p.code, p_external_id) < coalesce((p.definition ->> 'holdOut')::double precision, 0)
  from campaign_version v
  join campaign c on c.id = v.campaign_id
  join programme p on p.id = c.programme_id
  where v.id = p_version_id
$$;

-- The same of a member that is there. Asked by all that enrols members, and for others to whom a story wants to give something.
create function is_held_out(p_version_id int, p_member_id bigint) returns boolean language sql stable parallel safe as $$
  select is_name_held_out(p_version_id, m.external_id) from member m where m.id = p_member_id
$$;
