import { type AuditFlaw, type Database, healTargets } from '#persistence';
import { z } from 'zod';
import { CommandError } from './db-settings.js';
import { type NodeAddress, refusalOf, requestNode } from './exchange-request.js';

/** Messages in one request. */
const AT_ONCE = 50;

const healShown = z.looseObject({
  messages: z.array(
    z.looseObject({ id: z.string(), parts: z.array(z.string()), left: z.string().optional() }),
  ),
  papers: z.array(
    z.looseObject({ id: z.string(), from: z.string().optional(), left: z.string().optional() }),
  ),
});
type HealShown = z.infer<typeof healShown>;

export interface Healing {
  readonly node: string;
  readonly user: string | undefined;
  readonly dryRun: boolean;
  readonly at: NodeAddress;
  readonly fetch: typeof fetch;
  /** Tells how far it is. */
  readonly say: (line: string) => void;
}

/** What came of it, for a person and for a program. */
export interface Healed {
  readonly messages: HealShown['messages'];
  readonly papers: HealShown['papers'];
  /** Flaws of rows that no other office holds. */
  readonly others: readonly AuditFlaw[];
}

/**
 * Has the running node put right what an audit found, as far as other offices hold a copy.
 * @throws CommandError in a sentence: the node refused; NoAnswer when it does not run.
 */
export async function healFlaws(
  database: Pick<Database, 'dataSource'>,
  flaws: readonly AuditFlaw[],
  { node, user, dryRun, at, fetch: ask, say }: Healing,
): Promise<Healed> {
  const { messages, papers, others } = await healTargets(database, flaws);
  const actor = { unit: node, ...(user === undefined ? {} : { user }) };
  const healBy = async (wish: object): Promise<HealShown> => {
    const answer = await requestNode(ask, at, '/api/exchange/heal', { actor, dryRun, ...wish });
    if (!answer.ok) throw new CommandError(refusalOf(answer.json).trimEnd());
    return healShown.parse(answer.json);
  };
  const healed: HealShown['messages'] = [];
  for (let from = 0; from < messages.length; from += AT_ONCE) {
    const ids = messages.slice(from, from + AT_ONCE);
    say(
      `${node}: asking the other offices for ${String(from + ids.length)} of ${String(messages.length)} messages …`,
    );
    healed.push(...(await healBy({ messages: ids })).messages);
  }
  const fetched: HealShown['papers'] = [];
  for (const [place, id] of papers.entries()) {
    say(`${node}: asking the other offices for ${String(place + 1)} of ${String(papers.length)} files …`);
    fetched.push(...(await wholePaper(id, healBy)));
  }
  return { messages: healed, papers: fetched, others };
}

/** A file of which a part came is asked for again: each time it goes on where it was. */
async function wholePaper(
  id: string,
  healBy: (wish: object) => Promise<HealShown>,
): Promise<HealShown['papers']> {
  for (;;) {
    const { papers } = await healBy({ papers: [id] });
    if (papers[0]?.left !== 'under-way') return papers;
  }
}

const LEFT: Readonly<Record<string, string>> = {
  'not-here': 'no such message with another office',
  'no-place': 'neither its row nor its body tells where it belongs',
  'no-answer': 'the other office does not answer: run this again when it does',
  'not-held': 'the other office holds it no more, or cannot prove it',
  open: 'it is under way: its answer puts it right, or shows what is wrong',
  failed: 'it failed; the log of the node says why (exchange.heal.failed)',
};

const LEFT_PAPER: Readonly<Record<string, string>> = {
  'not-here': 'no such file is kept here any more',
  'no-copy': 'no other office holds it; only a backup does',
  'no-address': 'the directory and PAPER_ADDRESSES name no way to the other office',
  unreachable: 'the other office does not answer: run this again when it does',
  'not-yet': 'the other office is still fetching it itself',
  'not-offered': 'the other office holds it no more',
  gone: 'the other office has lost it too',
  digest: 'the copy of the other office is damaged too',
  clock: 'the clocks of the two offices lie apart',
  'unknown-key': 'the other office does not know the key of this one',
  'disk-full': 'the disk of this office is full',
  storage: 'the disk of this office does not take it',
  failed: 'it failed; the log of the node says why (exchange.paper.not-mended)',
};

export function healedInWords({ messages, papers, others }: Healed, dryRun: boolean): string {
  const lines = messages.map(({ id, parts, left }) =>
    left !== undefined
      ? `  ${id}: left as it is: ${LEFT[left] ?? left}`
      : parts.length === 0
        ? `  ${id}: nothing differs from what was signed`
        : `  ${id}: ${parts.join(', ')} ${dryRun ? 'would be put right' : 'put right'}`,
  );
  const files = papers.map(({ id, from, left }) =>
    left !== undefined
      ? `  file ${id}: left as it is: ${LEFT_PAPER[left] ?? left}`
      : from === undefined
        ? `  file ${id}: it is what its digest says`
        : `  file ${id}: ${dryRun ? 'would be fetched' : 'fetched'} anew from ${from}`,
  );
  const held = others.map(
    ({ table, row }) => `  ${table} ${row}: no other office holds it; only a backup does`,
  );
  return [...lines, ...files, ...held].map((one) => `${one}\n`).join('');
}
