-- The next peer after that one for which something waits. Key "claim", its ends only.
SELECT MIN(dest) AS dest
FROM exchange_outbox
WHERE frame_id IS NULL AND dest > ?
