-- why: holders are told what concerns them, and see who looked them up
-- locks: none, all tables are new
-- old code can run: yes

-- Family: person. What a person was told; read by the accounts that carry him.
create table notice (
  id uuid primary key,
  person_key uuid not null,
  kind text not null check (kind in ('colour', 'case', 'appeal', 'scan-register', 'mass', 'enterprise', 'declaration')),
  zh text not null check (length(zh) <= 500),
  en text not null check (length(en) <= 800),
  link text check (length(link) <= 200),
  subject text not null check (length(subject) <= 100),
  at timestamptz not null,
  unique (person_key, kind, subject)
);
-- For an account's page of notices, and its count of unread ones.
create index notice_by_person on notice (person_key, id desc);
alter table notice enable row level security;
create policy notice_seen on notice for select using (is_my_person(person_key) or my_role() = 'system');
create policy notice_written on notice for insert with check (true);
grant select, insert, delete on notice to wangge_server;
create policy notice_swept on notice for delete using (my_role() = 'system');

-- Family: person. Accounts that are to get one message "your code has news"; several changes make one.
create table message_due (
  resident_id uuid primary key references resident,
  since timestamptz not null
);
alter table message_due enable row level security;
create policy message_due_system on message_due using (my_role() = 'system') with check (my_role() = 'system');
grant select, insert, update, delete on message_due to wangge_server;

create function queue_messages(persons uuid[], at timestamptz) returns void
language sql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
  insert into message_due (resident_id, since)
  select distinct p.resident_id, at from resident_person p
   where p.person_key = any (persons) and p.ended_at is null order by 1
      on conflict (resident_id) do nothing
$$;
revoke all on function queue_messages(uuid[], timestamptz) from public;
grant execute on function queue_messages(uuid[], timestamptz) to wangge_server;

-- Family: reference. A notice to more than a thousand people: waits for two people, an operator of the province and a
-- signatory of the health department. No person stands here.
create table mass_notice (
  id uuid primary key,
  kind text not null,
  zh text not null,
  en text not null,
  link text,
  subject text not null,
  persons integer not null,
  at timestamptz not null,
  state text not null check (state in ('waiting', 'released', 'refused')),
  reason text,
  operator_post uuid references post,
  operator_account uuid references account,
  health_post uuid references post,
  health_account uuid references account,
  check (state <> 'released' or (operator_account is not null and health_account is not null and operator_account <> health_account))
);
-- For the desk's page, newest first.
create index mass_notice_by_time on mass_notice (at desc, id desc);
-- For the foreign key.
create index mass_notice_operator_post on mass_notice (operator_post);
-- For the foreign key.
create index mass_notice_operator_account on mass_notice (operator_account);
-- For the foreign key.
create index mass_notice_health_post on mass_notice (health_post);
-- For the foreign key.
create index mass_notice_health_account on mass_notice (health_account);
grant select, insert, update on mass_notice to wangge_server;

-- Family: person. The recipients of a mass notice until it is released or refused.
create table mass_notice_person (
  mass_notice_id uuid not null references mass_notice,
  person_key uuid not null,
  subject text not null,
  -- The id that its notice will have.
  notice_id uuid not null,
  primary key (mass_notice_id, person_key)
);
alter table mass_notice_person enable row level security;
create policy mass_notice_person_written on mass_notice_person for insert with check (true);
create policy mass_notice_person_read on mass_notice_person for select using (my_role() = 'system');
grant select, insert on mass_notice_person to wangge_server;

create function release_mass_notice(mass uuid, at timestamptz) returns void
language sql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
  insert into notice (id, person_key, kind, zh, en, link, subject, at)
  select p.notice_id, p.person_key, m.kind, m.zh, m.en, m.link, p.subject, at
    from mass_notice m join mass_notice_person p on p.mass_notice_id = m.id
   where m.id = mass and m.state = 'released'
      on conflict (person_key, kind, subject) do nothing
$$;
revoke all on function release_mass_notice(uuid, timestamptz) from public;
grant execute on function release_mass_notice(uuid, timestamptz) to wangge_server;

-- Family: person. The holder's own log; append-only. Category of who looked, never a name of a worker.
create table holder_log (
  id uuid primary key,
  person_key uuid not null,
  at timestamptz not null,
  who text not null check (who in ('checkpoint', 'centre', 'health', 'employer', 'worker', 'appeal')),
  action text not null check (length(action) between 2 and 60),
  place place_code,
  detail jsonb not null default '{}'
);
-- For the holder's page, newest first.
create index holder_log_by_person on holder_log (person_key, at desc, id desc);
alter table holder_log enable row level security;
create policy holder_log_seen on holder_log for select using (is_my_person(person_key) or my_role() = 'system');
create policy holder_log_written on holder_log for insert with check (true);
grant select, insert on holder_log to wangge_server;
