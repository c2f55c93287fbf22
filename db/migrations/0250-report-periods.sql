-- why: a report may be of a week or of a month, not of one day alone
-- locks: report_made, for an instant: a column without a default
-- old code can run: yes

-- The first day of the period; null: the report is of its day alone.
alter table report_made add column from_on date check (from_on < day);
