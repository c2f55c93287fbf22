-- why: the clockwork reads new reports in the order in which they were recorded, without a cost on the hot path
-- locks: short, a block-range index over visit
-- old code can run: yes

-- For "what was recorded since": block ranges, because rows come in order of time and writing must stay cheap.
create index visit_by_record on visit using brin (recorded_at) with (pages_per_range = 32, autosummarize = on);
