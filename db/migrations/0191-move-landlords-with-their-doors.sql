-- why: a door that goes to another grid, by hand or with a grid's split or merge, takes its landlord along
-- locks: none beyond the grants
-- old code can run: yes

grant update (place) on landlord to wangge_server;
grant update (place) on landlord_report to wangge_server;
