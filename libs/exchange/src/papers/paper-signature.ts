import type { IncomingHttpHeaders } from 'node:http';
import { PAPER_CLOCK_MS, PAPER_HEADERS, paperRequestText } from '#contract';
import type { NodeKeys, PeerDirectory } from '../ports/keys.js';
import type { Suite } from '../suite/suite.js';
import type { PaperAsked, PaperRefusal } from './paper-asked.js';

/** Headers that say who asks, signed: for this paper, this offset, this node, and the next two minutes. No secret goes along. */
export function signPaperRequest(
  keys: Pick<NodeKeys, 'node' | 'signingKey'>,
  suite: Suite,
  asked: { readonly to: string; readonly id: string; readonly offset: number; readonly at: number },
): Record<string, string> {
  const { kid, privateKey } = keys.signingKey();
  const from = keys.node;
  const text = paperRequestText({ ...asked, from, kid });
  return {
    [PAPER_HEADERS.from]: from,
    [PAPER_HEADERS.kid]: kid,
    [PAPER_HEADERS.at]: String(asked.at),
    [PAPER_HEADERS.signature]: Buffer.from(suite.sign(privateKey, Buffer.from(text))).toString('base64url'),
  };
}

const STRANGER: PaperRefusal = { status: 401, said: 'unknown-key' };

/** The peer that signed the request, or why nobody did. */
export function signerOf(
  headers: IncomingHttpHeaders,
  asked: PaperAsked,
  self: string,
  directory: Pick<PeerDirectory, 'isPeer' | 'verificationKey'>,
  suite: Suite,
  now: Date,
): string | PaperRefusal {
  const [from, kid, at, signature] = [
    textOf(headers[PAPER_HEADERS.from]),
    textOf(headers[PAPER_HEADERS.kid]),
    textOf(headers[PAPER_HEADERS.at]),
    textOf(headers[PAPER_HEADERS.signature]),
  ];
  if (!directory.isPeer(from) || !/^\d{1,15}$/u.test(at)) return STRANGER;
  const key = directory.verificationKey(from, kid);
  if (key === undefined || now < key.validFrom) return STRANGER;
  const over = [key.validUntil, key.revokedOn].some((end) => end !== undefined && end <= now);
  if (over) return STRANGER;
  const { id, offset } = asked;
  const text = paperRequestText({ from, to: self, kid, at: Number(at), id, offset });
  if (!suite.verify(key.publicKey, Buffer.from(text), Buffer.from(signature, 'base64url'))) return STRANGER;
  // Told only to whoever holds the key.
  return Math.abs(now.getTime() - Number(at)) > PAPER_CLOCK_MS ? { status: 401, said: 'clock' } : from;
}

/** A header that came twice or is long is no such header. */
const textOf = (value: string | readonly string[] | undefined): string =>
  typeof value === 'string' && value.length <= 200 ? value : '';
