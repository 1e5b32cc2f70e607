import { makeCertificate, readCertificate } from '#access';
import { httpsSender, type HttpsSenderOptions, httpsSource, localHint, type PeerReach } from '#exchange';
import { silentLog } from '#platform';
import { freePort } from '../../deploy/start/node-ports.js';
import type { Adapters, OfficeWire } from './exchange-offices.js';

const NODES = ['city', 'township:yi', 'agency:court'] as const;

/** Certificates and ports of some nodes on this machine. */
export interface HttpsTown {
  readonly identity: (node: string) => HttpsSenderOptions['identity'];
  readonly port: (node: string) => number;
  /** Each knows all others, with the certificates that they have now. */
  readonly reach: PeerReach;
  /** Nobody believes this node's certificate any more. */
  withdraw(node: string): void;
}

export async function httpsTown(nodes: readonly string[] = NODES): Promise<HttpsTown> {
  const made = await Promise.all(
    nodes.map(async (node) => {
      const certificate = readCertificate(await makeCertificate(node, new Date('2026-01-01T00:00:00Z')));
      if (certificate === undefined) throw new Error('a certificate that cannot be read');
      return [node, { certificate, port: await freePort() }] as const;
    }),
  );
  const known = new Map(made);
  const pins = new Map(made.map(([node, { certificate }]) => [certificate.spki, node]));
  const find = (node: string) => {
    const one = known.get(node);
    if (one === undefined) throw new Error(`no certificate of ${node}`);
    return one;
  };
  return {
    identity: (node) => find(node).certificate,
    port: (node) => find(node).port,
    reach: {
      address: (node) => {
        const one = known.get(node);
        return one === undefined ? undefined : new URL(`https://127.0.0.1:${one.port}`);
      },
      holder: (spki) => pins.get(spki),
    },
    withdraw: (node) => void pins.delete(find(node).certificate.spki),
  };
}

/** HTTPS between offices; what lies in the senders' lines is what lies on the way. */
export async function httpsWire(): Promise<OfficeWire> {
  const town = await httpsTown();
  const senders: Resettable[] = [];
  return {
    sender: (node) => {
      const made = new Resettable(() =>
        httpsSender({
          identity: town.identity(node),
          reach: town.reach,
          log: silentLog,
          times: { pause: 20, longestPause: 100 },
        }),
      );
      senders.push(made);
      return made;
    },
    source: (node) =>
      httpsSource({
        identity: town.identity(node),
        reach: town.reach,
        host: '127.0.0.1',
        port: town.port(node),
        log: silentLog,
      }),
    hint: () => localHint(),
    flush: async () => {
      for (const sender of senders) await sender.reset();
    },
    dump: async () => (await Promise.all(senders.map((sender) => sender.lying()))).flat().join('\n'),
  };
}

type Sender = ReturnType<typeof httpsSender>;

/** A sender that forgets everything when told to, as after a crash, and knows what lies in it. */
class Resettable implements Sender {
  private now: Sender;
  private sent: { readonly dest: string; readonly id: string; readonly bytes: Uint8Array }[] = [];

  constructor(private readonly make: () => Sender) {
    this.now = make();
  }

  async reset(): Promise<void> {
    const before = this.now;
    this.now = this.make();
    await before.close();
  }

  async lying(): Promise<string[]> {
    const seen = await Promise.all(
      this.sent.map(async ({ dest, id, bytes }) =>
        (await this.now.waiting(dest, [id])).has(id) ? [Buffer.from(bytes).toString('utf8')] : [],
      ),
    );
    return seen.flat();
  }

  send: Sender['send'] = async (dest, parcels) => {
    this.sent.push(...parcels.map(({ id, bytes }) => ({ dest, id, bytes })));
    await this.now.send(dest, parcels);
  };
  waiting: Sender['waiting'] = (dest, ids) => this.now.waiting(dest, ids);
  close: Sender['close'] = () => this.now.close();
}

/** The given store and HTTPS. */
export const overHttps = (adapters: Pick<Adapters, 'database'>): Adapters => ({
  database: () => adapters.database(),
  wire: httpsWire,
});
