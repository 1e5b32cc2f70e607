import { describe, expect, it } from '@jest/globals';
import { provisionStatements } from './provision.js';
import { schemaOf } from '../connection/settings.js';

const owner = { user: 'hy_owner', password: 'o' };
const node = (id: string, user = 'huiyin', password = 'p') => ({ schema: schemaOf(id), user, password });

describe('provisioning', () => {
  it('gives a node only the four rights, on exactly its schema', () => {
    const statements = provisionStatements({ owner, nodes: [node('committee:education')] });
    expect(statements.filter((statement) => statement.startsWith('GRANT'))).toEqual([
      "GRANT ALL PRIVILEGES ON `hy\\_committee\\_education`.* TO 'hy_owner'@'127.0.0.1'",
      "GRANT SELECT, INSERT, UPDATE, DELETE ON `hy\\_committee\\_education`.* TO 'huiyin'@'127.0.0.1'",
    ]);
  });

  it('makes a user once that several nodes of one process run as', () => {
    const statements = provisionStatements({ owner, nodes: [node('city'), node('province')], from: '%' });
    expect(
      statements.filter((statement) => statement.includes("CREATE USER IF NOT EXISTS 'huiyin'")),
    ).toEqual(["CREATE USER IF NOT EXISTS 'huiyin'@'%' IDENTIFIED BY 'p'"]);
  });

  it('quotes a password that holds quotes and backslashes', () => {
    const statements = provisionStatements({ owner, nodes: [node('city', 'huiyin', "a'b\\c")] });
    expect(statements).toContain("CREATE USER IF NOT EXISTS 'huiyin'@'127.0.0.1' IDENTIFIED BY 'a''b\\\\c'");
  });

  it('refuses two nodes whose ids make one schema', () => {
    expect(() => provisionStatements({ owner, nodes: [node('unit:a'), node('unit-a')] })).toThrow(
      'Two nodes share the schema "hy_unit_a".',
    );
  });

  it('refuses one user with two passwords', () => {
    expect(() => provisionStatements({ owner, nodes: [node('a'), node('b', 'huiyin', 'q')] })).toThrow(
      'The user "huiyin" is given two passwords.',
    );
  });

  it('refuses a node that runs as the user that migrates', () => {
    expect(() => provisionStatements({ owner, nodes: [node('city', 'hy_owner')] })).toThrow(
      "a node's user has no DDL",
    );
  });

  it('refuses a user name that MySQL cannot hold', () => {
    expect(() => provisionStatements({ owner, nodes: [node('city', 'u'.repeat(33))] })).toThrow(
      'cannot be a user: 1 to 32',
    );
  });
});
