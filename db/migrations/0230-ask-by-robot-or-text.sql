-- why: the two checks a day are asked by a call robot, or by text message of who cannot hear; whom nobody reaches, people take over
-- locks: observation, for new columns (a constant default, no rewrite); all else is new
-- old code can run: yes

alter table observation
  -- How the person agreed to be asked; `people`: by the team alone, as long as nothing was said.
  add column reach text not null default 'people' check (reach in ('people', 'voice', 'text')),
  -- The number given for it, AES-256-GCM bound to the row; and its key, by which an answer is recognised.
  add column sealed_phone bytea,
  add column phone_key uuid;
-- For whom a robot or a message asks now.
create index observation_reach on observation (reach, county, id)
  where reach <> 'people' and state in ('PROPOSED', 'NOTICED', 'ACTIVE', 'ABNORMAL', 'COMPLETED_PENDING_SIGN');
-- For the answer that comes from a number.
create index observation_phone on observation (phone_key) where phone_key is not null;

-- Family: county. One check asked by robot or text: how often, and by which token the robot answers.
create table observation_call (
  county text collate "C" not null,
  observation_id uuid not null,
  day date not null,
  part text not null check (part in ('morning', 'evening')),
  -- New with every giving out: an old answer counts once.
  token uuid not null,
  given_at timestamptz not null,
  answered_at timestamptz,
  tries smallint not null default 0 check (tries between 0 and 10),
  -- Reached, or given up to people.
  ended_at timestamptz,
  primary key (observation_id, county, day, part),
  foreign key (observation_id, county) references observation (id, county)
);
-- For the robot's answer.
create unique index observation_call_by_token on observation_call (token, county);
alter table observation_call enable row level security;
create policy observation_call_system on observation_call using (my_role() = 'system') with check (my_role() = 'system');
grant select, insert, update, delete on observation_call to wangge_server;
