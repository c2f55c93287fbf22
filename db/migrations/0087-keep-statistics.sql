-- why: what is published is counted every few minutes and read from there, never from the tables of persons
-- locks: none, the table is new
-- old code can run: yes

-- Family: reference. Counts of colours and acts over the whole province, unsuppressed; published through
-- capabilities/statistics/rules/publish.ts.
create table statistics_snapshot (
  at timestamptz primary key,
  document jsonb not null
);
grant select, insert, delete on statistics_snapshot to wangge_server;
