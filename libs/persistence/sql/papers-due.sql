-- Files that are wanted and whose time has come; nothing is locked, several readers do no harm.
SELECT e.id, e.case_id AS caseId, e.leg_id AS legId, e.way, e.peer, e.ref, e.name, e.type, e.size, e.sha256, e.shows,
  e.state, e.problem, e.tries, e.spoilt, e.since, e.next_at AS nextAt
FROM casework_enclosure e
WHERE e.next_at <= UTC_TIMESTAMP(3) AND e.peer NOT IN (?)
ORDER BY e.next_at
LIMIT ?
