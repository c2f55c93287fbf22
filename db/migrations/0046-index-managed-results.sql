-- why: the joint session says of each tier how many are managed already, and asks again every two seconds while it signs
-- locks: writes to assessment_result while the index is built; assessments run once a day
-- old code can run: yes

-- For the joint session: how many of each tier are managed (store-samples.ts managedByTier).
create index assessment_result_managed on assessment_result (assessment_id, tier) where managed;
