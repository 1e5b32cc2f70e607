import { makeCertificate, readCertificate } from '#access';
import { type FrameSender, type FrameSource, httpsSender, httpsSource, type TlsIdentity } from '#exchange';
import { silentLog } from '#platform';
import { freePort } from '../../../deploy/start/node-ports.js';

/** How one end reaches the other over HTTPS with mutual TLS: goes to a process as JSON. */
export interface TlsPlan {
  readonly identity: TlsIdentity;
  readonly port: number;
  /** The other ends, with the key that each must show. */
  readonly peers: readonly { readonly node: string; readonly port: number; readonly spki: string }[];
}

/** A certificate and a port for each of these nodes, and what each knows of the others. */
export async function tlsPlans(nodes: readonly string[]): Promise<ReadonlyMap<string, TlsPlan>> {
  const made = await Promise.all(
    nodes.map(async (node) => {
      const certificate = readCertificate(await makeCertificate(node, new Date('2026-01-01T00:00:00Z')));
      if (certificate === undefined) throw new Error('a certificate that cannot be read');
      return { node, port: await freePort(), ...certificate };
    }),
  );
  return new Map(
    made.map(({ node, port, key, cert }) => [
      node,
      { identity: { key, cert }, port, peers: others(made, node) },
    ]),
  );
}

/** No key of theirs goes along. */
const others = (all: readonly TlsPlan['peers'][number][], node: string): TlsPlan['peers'] =>
  all.filter((one) => one.node !== node).map(({ node: its, port, spki }) => ({ node: its, port, spki }));

/** Sender and source of that end. */
export function overTls({ identity, port, peers }: TlsPlan): {
  readonly sender: FrameSender;
  readonly source: FrameSource;
} {
  const reach = {
    address: (node: string) => {
      const peer = peers.find((one) => one.node === node);
      return peer === undefined ? undefined : new URL(`https://127.0.0.1:${String(peer.port)}`);
    },
    holder: (spki: string) => peers.find((one) => one.spki === spki)?.node,
  };
  return {
    sender: httpsSender({ identity, reach, log: silentLog }),
    source: httpsSource({ identity, reach, host: '127.0.0.1', port, log: silentLog }),
  };
}
