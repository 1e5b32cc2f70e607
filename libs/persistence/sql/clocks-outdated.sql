-- Open clocks that were last judged by another version of pack or calendar. What is judged leaves both ranges. Key "judged".
(SELECT b.subject_id, b.subject, b.case_id FROM casework_clock b WHERE b.judged_with < ? ORDER BY b.judged_with LIMIT ?)
UNION
(SELECT a.subject_id, a.subject, a.case_id FROM casework_clock a WHERE a.judged_with > ? ORDER BY a.judged_with LIMIT ?)
