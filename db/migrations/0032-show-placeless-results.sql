-- why: a subject without a known place, or with one outside the province, belongs to the province's desk: nobody falls out
-- locks: assessment_result, exclusively, for an instant
-- old code can run: yes
alter policy assessment_result_in_area on assessment_result
  using (in_my_area(place) or (length(my_area()) = 2 and (place is null or left(place, 2) <> my_area())));
