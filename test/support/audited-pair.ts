import { auditNode, type AuditReport } from '#node';
import { beginAudit, type Database } from '#persistence';
import type { TestDatabase } from './database.js';
import { testDirectory } from './exchange-keys.js';
import { type Adapters, type Office, type OfficeDatabase, openOffices } from './exchange-offices.js';
import { effectSchema, officeDatabase, realAdapters } from './exchange-real.js';

/** Two offices on real servers, whose databases a test may reach behind their back. */
export interface AuditedPair {
  readonly city: AuditedOffice;
  readonly yi: AuditedOffice;
  close(): Promise<void>;
}
export interface AuditedOffice {
  readonly office: Office;
  readonly home: TestDatabase;
  readonly database: Database;
  audit(): Promise<AuditReport>;
}

type Name = 'city' | 'township:yi';

export async function auditedPair(): Promise<AuditedPair> {
  const opened: { readonly home: TestDatabase; readonly database: Database }[] = [];
  const adapters: Adapters = {
    wire: realAdapters().wire,
    database: async (): Promise<OfficeDatabase> => {
      const home = await effectSchema();
      const database = await home.open();
      await beginAudit(database.uow);
      opened.push({ home, database });
      return officeDatabase(database, async () => {
        await database.close();
        await home.drop();
      });
    },
  };
  const town = await openOffices<Name>(adapters, ['city', 'township:yi']);
  const peers = testDirectory([town.office('city').keys, town.office('township:yi').keys]);
  const audited = (name: Name, at: number): AuditedOffice => {
    const office = town.office(name);
    const parts = opened[at];
    if (parts === undefined) throw new Error(`no database of ${name}`);
    const { database } = parts;
    return { ...parts, office, audit: () => auditNode({ node: name, database, keys: office.keys, peers }) };
  };
  const pair = { city: audited('city', 0), yi: audited('township:yi', 1) };
  for (const { office } of [pair.city, pair.yi]) await office.start();
  return { ...pair, close: town.close };
}
