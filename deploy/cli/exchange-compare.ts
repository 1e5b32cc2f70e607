import { z } from 'zod';
import { type NodeAddress, NoAnswer, refusalOf, requestNode } from './exchange-request.js';
import { table } from './table.js';

/** To compare a running node with one peer, or with all; `resync` heals both ends, unless it is a dry run. */
export interface Comparison {
  readonly what: 'diff' | 'resync';
  readonly node: string;
  /** Default: every office with which the node exchanges. */
  readonly peer?: string;
  readonly actor: object;
  readonly dryRun: boolean;
  readonly json: boolean;
  readonly at: NodeAddress;
}

const recoveryShown = z.looseObject({ peers: z.array(z.looseObject({ peer: z.string() })) });
const ends = z.looseObject({ here: z.number(), there: z.number() });
const comparedShown = z.looseObject({
  peer: z.string(),
  answered: z.boolean(),
  refilling: z.number().optional(),
  streams: z.array(
    z.looseObject({
      stream: z.looseObject({ kind: z.string(), id: z.string() }),
      sent: ends,
      applied: ends,
      what: z.string(),
    }),
  ),
});
type Compared = z.infer<typeof comparedShown>;

interface Answered {
  readonly code: 0 | 1;
  readonly out: string;
  readonly err: string;
}

/** A refusal by the node, in its own words. */
class Refused extends Error {
  override readonly name = 'Refused';
}

/** Asks about all peers at once; a silent one is waited for 15 s. `say` hears of each that has answered. */
export async function compare(
  comparison: Comparison,
  ask: typeof fetch,
  say: (line: string) => void,
): Promise<Answered> {
  const { at, what, node, actor, dryRun, json } = comparison;
  const asked = async (path: string, body?: object): Promise<unknown> => {
    const answer = await requestNode(ask, at, path, body);
    if (!answer.ok) throw new Refused(refusalOf(answer.json));
    return answer.json;
  };
  try {
    const peers =
      comparison.peer === undefined
        ? recoveryShown.parse(await asked('/api/exchange/recovery')).peers.map(({ peer }) => peer)
        : [comparison.peer];
    say(`${node}: asking ${peers.length === 1 ? String(peers[0]) : `${String(peers.length)} offices`} …`);
    let done = 0;
    const found = await Promise.all(
      peers.map(async (peer) => {
        const answer =
          what === 'diff'
            ? await asked(`/api/exchange/diff?peer=${encodeURIComponent(peer)}`)
            : await asked('/api/exchange/resync', { actor, peer, dryRun });
        const compared = comparedShown.parse(answer);
        done++;
        if (peers.length > 1 || !compared.answered)
          say(
            `  ${peer} ${compared.answered ? 'answered' : 'did not answer within 15 s'} (${String(done)} of ${String(peers.length)})`,
          );
        return compared;
      }),
    );
    const out = json ? `${JSON.stringify({ node, peers: found }, null, 2)}\n` : told(comparison, found);
    return { code: found.every(({ answered }) => answered) ? 0 : 1, out, err: '' };
  } catch (error) {
    if (error instanceof Refused) return { code: 1, out: '', err: error.message };
    if (error instanceof NoAnswer)
      return { code: 1, out: '', err: `${error.message} Start it first; it answers once it is ready.\n` };
    throw error;
  }
}

function told({ what, dryRun }: Comparison, found: readonly Compared[]): string {
  const rows = found.flatMap(({ peer, streams }) =>
    streams.map(({ stream, sent, applied, what: is }) => [
      ...[peer, `${stream.kind}/${stream.id}`, is],
      `${String(sent.here)}/${String(sent.there)}`,
      `${String(applied.here)}/${String(applied.there)}`,
    ]),
  );
  const silent = found.filter(({ answered }) => !answered).map(({ peer }) => peer);
  const answered = found.length - silent.length;
  const head = ['peer', 'stream', 'what', 'sent here/taken there', 'taken here/sent there'];
  const same = `Both ends are the same with ${String(answered)} of ${String(found.length)} offices.`;
  const refilling = found.reduce((sum, one) => sum + (one.refilling ?? 0), 0);
  return [
    table(head, rows, answered === 0 ? 'Nothing was compared.' : same),
    ...meanings(rows.map(([, , is]) => is)),
    ...silent.map((peer) => `${peer} did not answer: ask again when it runs and can be reached.\n`),
    what === 'diff' ? '' : healed(dryRun, refilling),
  ].join('');
}

const MEANINGS: Readonly<Record<string, string>> = {
  'under-way': 'nothing is wrong, messages are on their way',
  'behind-here': 'this office was set back: resync, or npm run recover, takes it back from the peer',
  'behind-there': 'the peer was set back: it takes it back by itself; resync bids it look at once',
  fork: 'two messages claim one place: nothing is overwritten, see quarantine list and ask the peer',
};

const meanings = (seen: readonly (string | undefined)[]): readonly string[] =>
  Object.entries(MEANINGS).flatMap(([is, meaning]) => (seen.includes(is) ? [`  ${is}: ${meaning}\n`] : []));

function healed(dryRun: boolean, refilling: number): string {
  if (dryRun) return 'A dry run: nothing was changed.\n';
  return refilling === 0
    ? 'Nothing is missing here; the offices that answered were bidden to look for themselves.\n'
    : `${String(refilling)} streams are being taken back now: npm run recover -- --node … follows that.\n`;
}
