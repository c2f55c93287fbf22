-- why: residents declare travel and health; every version is kept
-- locks: none, all tables are new
-- old code can run: yes

-- Family: reference. Outbreak areas of the latest health/areas feed, both days inclusive; as the assessment reads them.
create table risk_area (
  area place_code not null,
  level text not null check (level in ('high', 'medium')),
  since date not null,
  until date,
  feed_id uuid not null references feed_file,
  primary key (area, level, since)
);
-- For the foreign key, and "is this list read already".
create index risk_area_by_feed on risk_area (feed_id);
grant select, insert, delete on risk_area to wangge_server;

-- Family: person. What a person declared, version by version; append-only. Words (address, employer, places in words) are
-- sealed; codes and days are not, so that they can be compared with what is observed.
create table declaration (
  person_key uuid not null,
  version integer not null check (version >= 1),
  id uuid not null unique,
  declared_at timestamptz not null,
  resident_id uuid references resident,
  by_post uuid references post,
  category text not null check (category in ('returning', 'coming', 'staying', 'resident', 'short-stay')),
  hukou place_code,
  from_place place_code,
  departed_on date,
  arrived_on date,
  mode text check (mode in ('rail', 'air', 'coach', 'self-drive', 'ship')),
  -- Normalised: train, flight, coach or ship number; the plate with self-drive.
  service_no text check (length(service_no) <= 20),
  plate_kind text,
  trip_purpose text,
  stay_until date,
  -- [{place: code or null, from, to, level: high | medium | null as the areas stood then}]
  stays jsonb not null,
  -- [{kind, on}]
  contacts jsonb not null,
  symptoms text[] not null,
  temperature_tenths smallint,
  observation_status text not null check (observation_status in ('none', 'home', 'centralised', 'released')),
  place place_code not null check (length(place) >= 6),
  lodging text not null,
  sealed bytea not null,
  -- The evidence of a short stay that this version gave, so that the next one can end it.
  short_stay_evidence uuid,
  primary key (person_key, version),
  check ((resident_id is null) <> (by_post is null))
);
-- For checks over what was declared lately (false greens), oldest first.
create index declaration_by_time on declaration using brin (declared_at);
-- For the declarations of a grid.
create index declaration_by_place on declaration (place);
-- For the foreign key.
create index declaration_by_resident on declaration (resident_id);
-- For the foreign key.
create index declaration_by_post on declaration (by_post) where by_post is not null;
alter table declaration enable row level security;
-- Symptoms and travel: those who care and those who decide; no police, no analyst (domain.md §6.14).
create policy declaration_seen on declaration for select
  using (my_role() = 'system' or is_my_person(person_key)
         or (my_role() in ('health-worker', 'grid-worker', 'grid-leader', 'operator', 'signatory') and in_my_area(place)));
create policy declaration_written on declaration for insert with check (my_role() = 'system');
grant select, insert on declaration to wangge_server;

-- Family: person. A form as far as it is filled in, part by part; gone once it is declared. Sealed as a whole.
create table declaration_draft (
  person_key uuid not null,
  section text not null check (section in ('trip', 'stays', 'health', 'address', 'work', 'truth')),
  version integer not null check (version >= 1),
  sealed bytea not null,
  saved_at timestamptz not null,
  primary key (person_key, section)
);
alter table declaration_draft enable row level security;
create policy declaration_draft_own on declaration_draft
  using (is_my_person(person_key) or my_role() = 'system') with check (is_my_person(person_key) or my_role() = 'system');
grant select, insert, update, delete on declaration_draft to wangge_server;

-- Family: person. Daily health check-ins: one a half-day; a later one of the same half-day puts it right.
create table check_in (
  person_key uuid not null,
  day date not null,
  half text not null check (half in ('morning', 'afternoon')),
  id uuid not null unique,
  at timestamptz not null,
  temperature_tenths smallint not null check (temperature_tenths between 340 and 430),
  symptoms text[] not null,
  resident_id uuid not null references resident,
  primary key (person_key, day, half)
);
-- For the foreign key.
create index check_in_by_resident on check_in (resident_id);
alter table check_in enable row level security;
create policy check_in_seen on check_in for select
  using (my_role() = 'system' or is_my_person(person_key)
         or (my_role() in ('health-worker', 'grid-worker', 'grid-leader', 'operator')
             and exists (select from code_current c where c.person_key = check_in.person_key)));
create policy check_in_written on check_in for insert with check (is_my_person(person_key));
create policy check_in_corrected on check_in for update using (is_my_person(person_key)) with check (is_my_person(person_key));
grant select, insert, update on check_in to wangge_server;

-- Where a visit found a person last: told to himself only, so that he is not asked again.
create function my_verified_place(person uuid) returns text
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select v.place from verified_place v
   where v.person_key = person and is_my_person(person) order by v.verified_at desc limit 1
$$;
revoke all on function my_verified_place(uuid) from public;
grant execute on function my_verified_place(uuid) to wangge_server;

-- For "who waits for the check-in of this half-day": holders of a colour in a place.
create index code_current_by_colour on code_current (colour, place) where colour in ('red', 'yellow');
