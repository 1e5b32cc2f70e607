-- 批示交办事项: dated tasks that leaders' marks set for units; `leg_id` names the leg that carries one out of this node.
CREATE TABLE IF NOT EXISTS casework_task (
  position BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  id BINARY(16) NOT NULL,
  case_id BINARY(16) NOT NULL,
  instruction_id BINARY(16) NOT NULL,
  unit VARCHAR(64) NOT NULL,
  state VARCHAR(16) NOT NULL,
  due DATE NOT NULL,
  leg_id BINARY(16) NULL,
  task MEDIUMTEXT NOT NULL,
  PRIMARY KEY (position),
  UNIQUE KEY id (id),
  KEY of_case (case_id, position),
  KEY of_instruction (instruction_id, position),
  KEY of_leg (leg_id, state),
  KEY of_unit (unit, state, due, position),
  KEY by_due (state, due, position)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
