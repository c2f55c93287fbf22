-- why: after a transaction SET LOCAL leaves '' behind, not null, and every code lies in the area '': whoever asked
--      outside a transaction saw all rows. '' is nobody.
-- locks: none
-- old code can run: yes

create or replace function my_area() returns text language sql stable parallel safe
  return nullif(current_setting('wangge.area', true), '');

create or replace function in_my_area(place text) returns boolean language sql stable parallel safe
  return place collate "C" >= nullif(current_setting('wangge.area', true), '')
     and place collate "C" < nullif(current_setting('wangge.area', true), '') || ':';
