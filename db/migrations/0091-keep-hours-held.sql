-- why: the count of people held from work says how many are burdened, not how long; the centre's figures show the median
-- locks: enterprise_day, for an instant (a column without default)
-- old code can run: yes

-- For each of `held`, the whole hours until the row was recorded; in no order that could name anybody.
alter table enterprise_day add column held_hours integer[];
