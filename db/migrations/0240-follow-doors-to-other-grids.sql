-- why: a door that goes to another grid, by hand or with a grid's split or merge, takes its campaign's marks and its unit's taps
--  along: the new grid's phones read them
-- locks: none beyond the grants
-- old code can run: yes

grant update (place) on campaign_mark to wangge_server;
grant update (place) on watch_tap to wangge_server;
