-- Frames whose time has come, oldest first. Key "due".
SELECT f.frame_id, f.dest, f.attempt
FROM exchange_out_frame f
WHERE f.next_at <= UTC_TIMESTAMP(3)
ORDER BY f.next_at, f.frame_id
LIMIT ?
FOR UPDATE SKIP LOCKED
