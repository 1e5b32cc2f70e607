-- Which of these messages are known. Primary key.
SELECT i.*
FROM exchange_inbox i
WHERE i.id IN (?)
