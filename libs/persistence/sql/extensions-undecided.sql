-- Legs whose limit ended while a request for time lay undecided, from a place on. Key "undecided".
-- The case is locked with its leg: what an act or another worker holds is skipped.
SELECT l.id AS leg_id, l.case_id, l.extension_end AS day, l.position AS place
FROM casework_leg l STRAIGHT_JOIN casework_case k ON k.id = l.case_id
WHERE l.extension_end < ? AND l.extension_end >= ? AND (l.extension_end > ? OR l.position > ?)
ORDER BY l.extension_end, l.position
LIMIT ?
FOR UPDATE SKIP LOCKED
