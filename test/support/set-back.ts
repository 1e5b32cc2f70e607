import { z } from 'zod';
import type { TestDatabase } from './database.js';
import { eventually } from './eventually.js';
import type { RealOffices } from './real-matter.js';
import type { SeveralNodes } from './several-nodes.js';

/* Real offices of which one is set back while it is stopped: to an older backup, or to nothing. */

const recovery = z.looseObject({
  epoch: z.int(),
  peers: z.array(z.looseObject({ peer: z.string(), greeted: z.boolean(), recovering: z.boolean() })),
  leftOut: z.array(
    z.looseObject({
      reason: z.string(),
      kind: z.string(),
      subject: z.string(),
      told: z.looseObject({ zh: z.string() }),
    }),
  ),
});
/** What an office reports of its recovery. */
export type Recovered = z.infer<typeof recovery>;

const KEPT = ['schema_migration', 'simulated_clock'];
async function tablesOf({ sql }: TestDatabase): Promise<readonly string[]> {
  const rows = await sql(
    'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()',
  );
  return rows
    .map(({ name }) => String(name))
    .filter((name) => !KEPT.includes(name) && !name.startsWith('zz_'));
}

/** Nothing is left but the tables and the day of the network. */
export async function emptied(database: TestDatabase): Promise<void> {
  for (const table of await tablesOf(database)) await database.sql(`DELETE FROM \`${table}\``);
}

export class SetBack {
  constructor(
    private readonly nodes: SeveralNodes,
    private readonly offices: RealOffices,
  ) {}

  /** What the database of that office holds now; gives back what sets it back to that. */
  async backup(node: string): Promise<(database: TestDatabase) => Promise<void>> {
    const database = this.nodes.databases.get(node);
    if (database === undefined) throw new Error(`${node} does not run`);
    const tables = await tablesOf(database);
    for (const table of tables) {
      await database.sql(`DROP TABLE IF EXISTS \`zz_${table}\``);
      await database.sql(`CREATE TABLE \`zz_${table}\` AS SELECT * FROM \`${table}\``);
    }
    return async ({ sql }) => {
      for (const table of tables) {
        await sql(`DELETE FROM \`${table}\``);
        const columns = await sql(
          "SELECT column_name AS name FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = ? AND extra NOT LIKE '%GENERATED%'",
          [table],
        );
        const names = columns.map(({ name }) => `\`${String(name)}\``).join(', ');
        await sql(`INSERT INTO \`${table}\` (${names}) SELECT ${names} FROM \`zz_${table}\``);
      }
    };
  }

  /** Sets it back while it is stopped; waits until every office that runs agrees with it again. */
  async of(node: string, meanwhile: (database: TestDatabase) => Promise<void>): Promise<Recovered> {
    await this.nodes.again(node, meanwhile);
    const running = [...this.nodes.urls.keys()];
    const told = await eventually(
      () => this.offices.client(node).get('/api/exchange/recovery', recovery),
      (seen) =>
        seen !== undefined &&
        seen.epoch > 1 &&
        seen.peers.every(
          ({ peer, greeted, recovering }) => !running.includes(peer) || (greeted && !recovering),
        ),
      90_000,
    );
    if (told === undefined) throw new Error(`${node} does not answer`);
    await this.offices.drained();
    return told;
  }
}
