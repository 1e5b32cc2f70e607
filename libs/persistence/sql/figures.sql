-- Whether everything is drained. Keys "unsettled" and "refused". Only sequenced rows are ever answered (status 3).
SELECT
  (SELECT COUNT(*) FROM exchange_outbox WHERE status < 3) AS pending,
  (SELECT COUNT(*) FROM exchange_inbox WHERE status = 0) AS parked,
  (SELECT COUNT(sequence) FROM exchange_outbox) AS put,
  (SELECT COUNT(*) FROM exchange_outbox WHERE status = 3) AS applied,
  (SELECT COUNT(*) FROM exchange_inbox WHERE status IN (3, 4)) + (SELECT COUNT(*) FROM exchange_quarantine) AS quarantined,
  COALESCE(
    (SELECT TIMESTAMPDIFF(MICROSECOND, MIN(written_at), UTC_TIMESTAMP(3)) DIV 1000 FROM exchange_outbox WHERE status < 3),
    0
  ) AS oldestMs
