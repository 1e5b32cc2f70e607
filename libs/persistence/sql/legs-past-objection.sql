-- Legs received here whose window for objecting ended in silence. Key "past_objection". Without a lock: cases first.
SELECT l.id, l.case_id
FROM casework_leg l
WHERE l.to_node = ? AND l.objection_end < ?
ORDER BY l.objection_end, l.position
LIMIT ?
