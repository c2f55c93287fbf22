-- why: infections among workers are a figure of the roll-ups; those noted before are booked once
-- locks: none
-- old code can run: yes

-- At the township, as capabilities/safety/health.ts books them: at a village the number would name somebody.
insert into counter_pending (place, day, metric, delta)
select left(place, 9), (found_at at time zone 'Asia/Shanghai')::date, 'worker.infected', count(*) from worker_case group by 1, 2;
