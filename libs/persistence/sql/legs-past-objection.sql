-- Legs received here whose window for objecting ended in silence, from a place on. Key "past_objection".
-- The case is locked with its leg: what an act or another worker holds is skipped.
SELECT l.id AS leg_id, l.case_id, l.objection_end AS day, l.position AS place
FROM casework_leg l STRAIGHT_JOIN casework_case k ON k.id = l.case_id
WHERE l.to_node = ? AND l.objection_end < ? AND l.objection_end >= ? AND (l.objection_end > ? OR l.position > ?)
ORDER BY l.objection_end, l.position
LIMIT ?
FOR UPDATE SKIP LOCKED
