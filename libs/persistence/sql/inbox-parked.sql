-- What waits for an earlier message of these streams. Key "parked".
SELECT i.*
FROM exchange_inbox i
WHERE i.stream_key IN (?) AND i.status = 0
ORDER BY i.stream_key, i.sequence
