-- why: a photo or a spoken note belongs to a clue, a dispute, a visit; one way to keep them for all of them, sealed
-- locks: none, the table is new
-- old code can run: yes

-- Family: county. A photo or a voice note of one record of a capability: sealed and bound to its row, stripped of
-- everything but what its maker agreed to say (when, roughly where), read by the roles named, erased at its time.
create table attachment (
  county text collate "C" not null,
  id uuid not null,
  -- Of which record: the kinds are main.ts's list.
  object_kind text not null,
  object_id uuid not null,
  place place_code not null,
  medium text not null check (medium in ('photo', 'voice')),
  media_type text not null check (media_type in ('image/jpeg', 'image/webp', 'audio/webm', 'audio/mp4', 'audio/ogg')),
  -- The limits of platform/attachments.ts.
  bytes integer not null check (bytes between 1 and case when medium = 'photo' then 409600 else 307200 end),
  sealed bytea not null,
  key_id text not null,
  -- Null: the maker did not agree to say when, or where. Thousandths of a degree are some hundred metres.
  taken_at timestamptz,
  latitude_thousandths integer check (latitude_thousandths between -90000 and 90000),
  longitude_thousandths integer check (longitude_thousandths between -180000 and 180000),
  by_post uuid not null,
  -- Roles that may open it, within the area; its maker always may.
  readers text[] not null,
  at timestamptz not null,
  keep_until timestamptz not null,
  primary key (id, county),
  check ((latitude_thousandths is null) = (longitude_thousandths is null))
);
-- For "what belongs to this record".
create index attachment_by_object on attachment (object_id, object_kind);
-- For the sweep that erases what has been kept long enough.
create index attachment_by_end on attachment (keep_until);
alter table attachment enable row level security;
create policy attachment_seen on attachment
  using ((in_my_area(place) and (my_role() = any (readers) or by_post = my_post())) or my_role() = 'system')
  with check (in_my_area(place) or my_role() = 'system');
grant select, insert, delete on attachment to wangge_server;
