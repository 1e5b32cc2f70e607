-- 电话催办、催办单、督办函 on a leg, as this end holds them. reply_due: a letter that still waits for its answer.
-- message_id: the message whose receipt is the tick of delivery; only at the end that sent it.
CREATE TABLE IF NOT EXISTS casework_supervision (
  position BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  id BINARY(16) NOT NULL,
  case_id BINARY(16) NOT NULL,
  leg_id BINARY(16) NOT NULL,
  message_id BINARY(16) NULL,
  kind VARCHAR(16) NOT NULL,
  issued_on DATE NOT NULL,
  reply_due DATE NULL,
  delivered_at DATETIME(3) NULL,
  refusal VARCHAR(255) NULL,
  paper MEDIUMTEXT NOT NULL,
  PRIMARY KEY (position),
  UNIQUE KEY id (id),
  KEY of_leg (leg_id, position),
  KEY of_case (case_id),
  KEY of_message (message_id),
  KEY waiting (reply_due)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
