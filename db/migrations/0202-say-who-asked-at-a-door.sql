-- why: "already asked by … on …" for doors: the last report about a door, by whom and with what result, on every phone
-- locks: door, for three nullable columns (no rewrite)
-- old code can run: yes

alter table door
  add column last_asked_at timestamptz,
  -- Who reported it; no foreign key, as in visit.
  add column last_asked_by uuid,
  add column last_asked_result text;
