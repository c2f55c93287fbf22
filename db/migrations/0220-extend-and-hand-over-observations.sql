-- why: an observation has a type, is extended by order, is handed over to a hospital or an observation point elsewhere; each
--   order has a number, an issuer and its legal basis
-- locks: observation and observation_document, briefly: columns with constant defaults; the rest is new
-- old code can run: yes

alter table observation
  add column type text not null default 'home' check (type in ('home', 'central')),
  -- The observation that it goes on from, at another place; its day n goes on too.
  add column continues uuid,
  -- All four seats were filled once: step 3 is done.
  add column teamed_at timestamptz,
  -- Where the vehicle goes.
  add column transfer_as text check (transfer_as in ('hospital', 'central'));

-- Whoever is named to take a person over sees the file, wherever the home is.
drop policy observation_seen on observation;
create policy observation_seen on observation
  using (my_role() = 'system' or is_my_person(person_key)
         or (in_my_area(place) and my_role() in ('grid-leader', 'grid-worker', 'police-officer', 'health-worker', 'operator', 'auditor'))
         or (my_role() = 'health-worker' and transfer_to = my_post()))
  with check (my_role() <> 'auditor');

alter table observation_document
  add column number text check (length(number) between 4 and 60),
  add column issuer text check (length(issuer) between 1 and 200),
  add column legal_basis text check (length(legal_basis) between 2 and 500),
  -- What the paper was made from: days, the end, whither; no name and no number of a person.
  add column facts jsonb not null default '{}';

-- A centre's desk answers for the papers of its place; every opening is on record.
drop policy observation_document_seen on observation_document;
create policy observation_document_seen on observation_document
  using (my_role() in ('system', 'resident', 'grid-leader', 'grid-worker', 'health-worker', 'operator')
         and exists (select from observation o where o.id = observation_id and o.county = observation_document.county))
  with check (true);

-- Family: county. Orders that one observation may have several of: extended, transferred, moved; the words sealed.
create table observation_order (
  county text collate "C" not null,
  id uuid not null,
  observation_id uuid not null,
  kind text not null check (kind in ('extension', 'transfer', 'conversion')),
  number text not null check (length(number) between 4 and 60),
  issuer text not null check (length(issuer) between 1 and 200),
  legal_basis text not null check (length(legal_basis) between 2 and 500),
  made_at timestamptz not null,
  facts jsonb not null default '{}',
  sealed_text bytea not null,
  primary key (id, county),
  foreign key (observation_id, county) references observation (id, county)
);
-- For the papers of one observation, and the foreign key.
create index observation_order_by_observation on observation_order (observation_id, county);
alter table observation_order enable row level security;
create policy observation_order_seen on observation_order
  using (my_role() in ('system', 'resident', 'grid-leader', 'grid-worker', 'health-worker', 'operator')
         and exists (select from observation o where o.id = observation_id and o.county = observation_order.county))
  with check (true);
grant select, insert, delete on observation_order to wangge_server;

-- Family: county. The last number of an order given in a county and year.
create table observation_number (
  county text collate "C" not null,
  year smallint not null,
  last integer not null check (last >= 1),
  primary key (county, year)
);
grant select, insert, update on observation_number to wangge_server;
