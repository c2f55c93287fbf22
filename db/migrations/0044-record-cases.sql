-- why: case figures by place and day, for the brief and for days without a new case
-- locks: none, a new table
-- old code can run: yes

-- Family: reference. Cumulative case figures of a place at the end of a day, as a bulletin or the health feed gave them.
-- Append-only: a correction is a later row, and the latest recorded one of a place and day stands.
create table case_figure (
  place place_code not null check (length(place) <= 6),
  day date not null,
  recorded_at timestamptz not null,
  -- Of rows recorded at the same moment the higher one stands.
  id uuid not null,
  confirmed integer not null check (confirmed >= 0),
  suspected integer not null check (suspected >= 0),
  cured integer not null check (cured >= 0),
  dead integer not null check (dead >= 0),
  -- `file:NAME` or `feed`.
  source text not null,
  primary key (place, day, recorded_at, id)
);
grant select, insert on case_figure to wangge_server;
