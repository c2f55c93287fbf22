-- why: who cannot be apart in a home observes with the one who is observed: proposed at filing, decided by a doctor
-- locks: none, the table is new
-- old code can run: yes

-- Family: county. Somebody of the household register who may have to stay at home too, and what the health seat decided.
create table observation_proposal (
  county text collate "C" not null,
  id uuid not null,
  observation_id uuid not null,
  -- Of the household register, and the key of the document if one was read by now.
  person_id uuid not null,
  person_key uuid,
  relation text not null,
  born_year smallint,
  why text not null check (why in ('sharing-a-room', 'everybody')),
  proposed_at timestamptz not null,
  decision text check (decision in ('observe', 'apart')),
  decided_at timestamptz,
  decided_by uuid references post,
  -- The observation that the decision opened.
  opened_id uuid,
  primary key (id, county),
  unique (observation_id, person_id, county),
  foreign key (observation_id, county) references observation (id, county),
  check ((decision is null) = (decided_at is null)),
  check (opened_id is null or decision = 'observe')
);
-- For the household of one observation, and the foreign key.
create index observation_proposal_by_observation on observation_proposal (observation_id, county);
-- For the foreign key.
create index observation_proposal_by_decider on observation_proposal (decided_by);
alter table observation_proposal enable row level security;
create policy observation_proposal_seen on observation_proposal
  using (my_role() in ('system', 'grid-leader', 'grid-worker', 'health-worker')
         and exists (select from observation o where o.id = observation_id and o.county = observation_proposal.county))
  with check (true);
grant select, insert, update, delete on observation_proposal to wangge_server;
