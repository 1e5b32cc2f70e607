import { describe, expect, it } from '@jest/globals';
import { provisionStatements } from './provision.js';
import { schemaOf } from '../connection/settings.js';

const owner = { user: 'hy_owner', password: 'o' };
const node = (id: string, password = 'p') => ({ schema: schemaOf(id), user: schemaOf(id), password });

describe('provisioning', () => {
  it('gives a node only the four rights, on exactly its schema', () => {
    const statements = provisionStatements({ owner, nodes: [node('committee:education')] });
    expect(statements).toContain(
      "GRANT SELECT, INSERT, UPDATE, DELETE ON `hy\\_committee\\_education`.* TO 'hy_committee_education'@'127.0.0.1'",
    );
    expect(statements.filter((statement) => statement.startsWith('GRANT ALL'))).toEqual([
      "GRANT ALL PRIVILEGES ON `hy\\_committee\\_education`.* TO 'hy_owner'@'127.0.0.1'",
    ]);
  });

  it('quotes a password that holds quotes and backslashes', () => {
    const statements = provisionStatements({ owner, nodes: [node('city', "a'b\\c")] });
    expect(statements).toContain("CREATE USER IF NOT EXISTS 'hy_city'@'127.0.0.1' IDENTIFIED BY 'a''b\\\\c'");
  });

  it('refuses two nodes whose ids make one schema', () => {
    expect(() => provisionStatements({ owner, nodes: [node('unit:a'), node('unit-a')] })).toThrow(
      'Two nodes share the schema "hy_unit_a".',
    );
  });

  it('refuses a user name that MySQL cannot hold', () => {
    expect(() =>
      provisionStatements({ owner, nodes: [node('committee:agriculture-and-countryside')] }),
    ).toThrow('cannot be a user: 1 to 32');
  });
});
