-- Idempotent intake: an item that another system (a web form, an import) brings twice is registered once.
CREATE TABLE IF NOT EXISTS casework_external_key (
  external_key VARBINARY(480) NOT NULL,
  case_id BINARY(16) NOT NULL,
  PRIMARY KEY (external_key)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
