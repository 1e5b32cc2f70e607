-- The units of this node that hold an open leg. Key "held".
SELECT DISTINCT l.to_unit FROM casework_leg l FORCE INDEX (held) WHERE l.to_node = ? AND l.ended_on IS NULL
