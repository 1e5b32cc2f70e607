-- Which kinds of work the passing of days has brought about: the first row of each kind's own key answers, nothing is locked.
SELECT
  EXISTS (SELECT 1 FROM casework_clock b WHERE b.judged_with < ?) OR EXISTS (SELECT 1 FROM casework_clock a WHERE a.judged_with > ?) AS recount,
  EXISTS (SELECT 1 FROM casework_leg o WHERE o.to_node = ? AND o.objection_end < ?) AS objection,
  EXISTS (SELECT 1 FROM casework_leg e WHERE e.extension_end < ?) AS extension,
  EXISTS (SELECT 1 FROM casework_clock c WHERE c.overdue_on IS NULL AND c.due < ?) AS lapsed,
  EXISTS (SELECT 1 FROM casework_ladder l WHERE l.next_on <= ?) AS ladder,
  EXISTS (SELECT 1 FROM casework_succession s) AS succession
