import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { once } from 'node:events';
import { createServer, request as overHttp, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, request as overHttps } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import {
  PAPER_HEADERS,
  PAPER_MEDIA_TYPE,
  PAPER_RECORD_BYTES,
  PAPERS_PATH,
  paperRecordText,
  paperRequestText,
  sealedLength,
} from '#contract';
import { nodeSuite } from '#exchange';
import { eventually } from '../../support/eventually.js';
import {
  bytesOf,
  CITY,
  COURT,
  type Driver,
  PaperOffices,
  sha256,
  TOWNSHIP,
} from '../../support/paper-offices.js';

jest.setTimeout(60_000);

let offices: PaperOffices;

interface Asking {
  readonly as?: string;
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** What the signature speaks of, where it is not what is asked. */
  readonly signed?: Partial<Parameters<typeof paperRequestText>[0]>;
  readonly kid?: string;
}

interface Answered {
  readonly status: number;
  readonly said: string;
  readonly length: number;
}

/** One request to the city, with the certificate or the signature of a node. */
async function ask(ref: string, asking: Asking = {}): Promise<Answered> {
  const { as = TOWNSHIP, path = `${PAPERS_PATH}${ref}`, method = 'GET', headers = {} } = asking;
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const options = { host: '127.0.0.1', port: offices.port, path, method, agent: false } as const;
    const asked =
      offices.driver === 'https'
        ? overHttps({
            ...{ ...options, headers, minVersion: 'TLSv1.3', rejectUnauthorized: false },
            ...offices.townOf().identity(as),
          })
        : overHttp({ ...options, headers: { ...signature(ref, asking), ...headers } });
    asked.on('error', reject);
    asked.once('response', resolve);
    asked.end();
  });
  const parts: Buffer[] = [];
  for await (const part of answer as AsyncIterable<Buffer>) parts.push(part);
  const body = Buffer.concat(parts);
  const said = /"said":"([a-z-]+)"/u.exec(body.toString('latin1'))?.[1] ?? '';
  return { status: answer.statusCode ?? 0, said, length: body.byteLength };
}

function signature(ref: string, { as = TOWNSHIP, headers = {}, signed = {}, kid }: Asking) {
  const keys = offices.keysOf(as);
  const own = keys.signingKey();
  const offset = Number(/^bytes=(\d+)-$/u.exec(headers['range'] ?? '')?.[1] ?? 0);
  const said = { from: as, to: CITY, kid: kid ?? own.kid, at: Date.now(), id: ref, offset, ...signed };
  const made = nodeSuite.sign(own.privateKey, Buffer.from(paperRequestText(said)));
  return {
    [PAPER_HEADERS.from]: as,
    [PAPER_HEADERS.kid]: said.kid,
    [PAPER_HEADERS.at]: String(said.at),
    [PAPER_HEADERS.signature]: Buffer.from(made).toString('base64url'),
  };
}

const NEVER = '01900000-0000-7000-8000-00000000dddd';

describe.each<Driver>(['http', 'https'])('who asks for papers over %s', (driver) => {
  beforeEach(async () => {
    offices = new PaperOffices(driver);
    await offices.start();
  });
  afterEach(() => offices.stop());

  it('gets its own, sealed: not a byte of it can be read on the way', async () => {
    const text = Buffer.from('信访人陈某来信'.repeat(20));
    const { ref, size } = offices.put(text);
    const given = await ask(ref);
    expect(given).toMatchObject({ status: 200, length: sealedLength(size, 0) });
    expect(await ask(ref, { headers: { range: 'bytes=10-' } })).toMatchObject({
      status: 206,
      length: sealedLength(size, 10),
    });
  });

  it('gets neither what was never sent to it nor what is not there, and cannot tell them apart', async () => {
    const theirs = offices.put(bytesOf(100), COURT);
    const refused = { status: 404, said: 'not-offered' };
    expect(await ask(theirs.ref)).toMatchObject(refused);
    expect(await ask(NEVER)).toMatchObject(refused);
    expect(await ask(theirs.ref, { as: COURT })).toMatchObject({ status: 200 });
  });

  it.each([
    '../../../../etc/passwd',
    '..%2f..%2fetc%2fpasswd',
    '%2e%2e/keys/city.json',
    '',
    'x',
    `${NEVER}/`,
    `${NEVER}/..`,
    `${NEVER}?id=1`,
    `${NEVER}%00`,
    NEVER.toUpperCase(),
    `${NEVER}${NEVER}`,
  ])('finds nothing under the path %p, and nobody is asked', async (path) => {
    const given = await ask(NEVER, { path: `${PAPERS_PATH}${path}` });
    expect(given.status).toBe(404);
    expect(offices.asked).toEqual([]);
  });

  it.each([
    'bytes=-5',
    'bytes=--5',
    'bytes=0-5',
    'bytes=0-1,3-4',
    'bytes=0-,5-',
    'bytes=5-2',
    'bytes=1e3-',
    'bytes= 1-',
    'items=0-',
    'bytes=99999999999999999999-',
    'bytes=100-',
    'bytes=101-',
  ])('gets no range %p', async (range) => {
    const { ref } = offices.put(bytesOf(100));
    expect(await ask(ref, { headers: { range } })).toMatchObject({ status: 416, said: 'range' });
  });

  it.each(['POST', 'PUT', 'DELETE', 'HEAD'])('may not %s', async (method) => {
    const { ref } = offices.put(bytesOf(100));
    expect((await ask(ref, { method })).status).toBe(405);
    expect(offices.asked).toEqual([]);
  });

  it('is told to come again when it takes more than its share, and slows nobody else', async () => {
    const own = offices.put(bytesOf(20 * 1024 * 1024));
    const theirs = offices.put(bytesOf(1_000), COURT);
    const held = Array.from({ length: 4 }, () => idleReader(own.ref));
    await eventually(
      () => offices.asked.length,
      (count) => count === 4,
      20_000,
    );
    expect(await ask(own.ref)).toMatchObject({ status: 429, said: 'busy' });
    expect(await ask(theirs.ref, { as: COURT })).toMatchObject({ status: 200 });
    // Whoever reads nothing is cut off, and the place is free again.
    await Promise.all(held);
    await eventually(
      () => ask(own.ref),
      ({ status }) => status === 200,
      20_000,
    );
  });
});

/** Asks and then reads nothing, until it is cut off. */
async function idleReader(ref: string): Promise<void> {
  const options = { host: '127.0.0.1', port: offices.port, path: `${PAPERS_PATH}${ref}`, agent: false };
  const asked =
    offices.driver === 'https'
      ? overHttps({ ...options, rejectUnauthorized: false, ...offices.townOf().identity(TOWNSHIP) })
      : overHttp({ ...options, headers: signature(ref, {}) });
  asked.on('error', () => undefined);
  const [answer] = (await once(asked.end(), 'response')) as [IncomingMessage];
  answer.on('error', () => undefined);
  answer.pause();
  const { socket } = answer;
  // Its end shows only to who reads at last.
  await eventually(
    () => offices.asked.length,
    (count) => count >= 4,
    20_000,
  );
  setTimeout(() => answer.resume(), 6_000);
  if (!socket.destroyed) await once(socket, 'close');
}

describe('who asks without TLS', () => {
  beforeEach(async () => {
    offices = new PaperOffices('http');
    await offices.start();
  });
  afterEach(() => offices.stop());

  const stranger = { status: 401, said: 'unknown-key' };

  it.each<[string, Asking]>([
    ['for another paper', { signed: { id: NEVER } }],
    ['for another node', { signed: { to: COURT } }],
    ['in another’s name', { signed: { from: COURT } }],
    ['for another offset', { signed: { offset: 7 } }],
    ['with a key that nobody has', { kid: 'township:yi-sign-9' }],
    ['with the key of another', { as: COURT, headers: { [PAPER_HEADERS.from]: TOWNSHIP } }],
    ['as nobody of the network', { headers: { [PAPER_HEADERS.from]: 'city:evil' } }],
    ['without a time', { headers: { [PAPER_HEADERS.at]: 'now' } }],
    ['with half a signature', { headers: { [PAPER_HEADERS.signature]: 'AAAA' } }],
    ['with none', { headers: { [PAPER_HEADERS.signature]: '' } }],
  ])('%s gets nothing', async (_how, asking) => {
    const { ref } = offices.put(bytesOf(100));
    expect(await ask(ref, asking)).toMatchObject(stranger);
    expect(offices.asked).toEqual([]);
  });

  it.each([-200_000, 200_000])('with a clock %d ms away is told so, and nothing else', async (apart) => {
    const { ref } = offices.put(bytesOf(100));
    const at = Date.now() + apart;
    expect(await ask(ref, { signed: { at } })).toMatchObject({ status: 401, said: 'clock' });
    expect(offices.asked).toEqual([]);
  });

  it('with a key that was revoked or replaced gets nothing', async () => {
    const { ref } = offices.put(bytesOf(100));
    const keys = offices.keysOf(TOWNSHIP);
    const old = signature(ref, {});
    keys.rotate();
    expect(await ask(ref, { headers: old })).toMatchObject(stranger);
    keys.revokeOld(new Date(0));
    expect(await ask(ref, { headers: old })).toMatchObject(stranger);
    expect(await ask(ref)).toMatchObject({ status: 200 });
  });

  it('says its head a byte at a time is cut off', async () => {
    const socket = connect(offices.port, '127.0.0.1');
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.on('error', () => undefined);
    const drip = setInterval(() => socket.write('G'), 50);
    await closed;
    clearInterval(drip);
    const { ref } = offices.put(bytesOf(10));
    expect(await ask(ref)).toMatchObject({ status: 200 });
  });
});

/** A city that gives what it likes. */
async function liar(answer: (asked: IncomingMessage, to: ServerResponse) => void): Promise<{
  readonly origin: URL;
  stop(): Promise<void>;
}> {
  const server =
    offices.driver === 'https'
      ? createTlsServer(
          { ...offices.townOf().identity(CITY), requestCert: true, rejectUnauthorized: false },
          answer,
        )
      : createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: new URL(`${offices.driver}://127.0.0.1:${port}`),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

describe.each<Driver>(['http', 'https'])('a peer that lies over %s', (driver) => {
  let lying: Awaited<ReturnType<typeof liar>> | undefined;
  beforeEach(async () => {
    offices = new PaperOffices(driver);
    await offices.start();
  });
  afterEach(async () => {
    await offices.stop();
    await lying?.stop();
    lying = undefined;
  });

  /** Seals as the city would, whatever is claimed. */
  function sealed(ref: string, sha: string, plain: Buffer, from = 0): Buffer {
    const key = offices.directory.encryptionKey(TOWNSHIP);
    if (key === undefined) throw new Error('no key');
    const records: Buffer[] = [];
    for (let at = from; at < plain.byteLength; at += PAPER_RECORD_BYTES) {
      const part = plain.subarray(at, at + PAPER_RECORD_BYTES);
      const bound = { from: CITY, to: TOWNSHIP, id: ref, sha256: sha, offset: at, length: part.byteLength };
      records.push(Buffer.from(nodeSuite.sealTo(key.publicKey, part, Buffer.from(paperRecordText(bound)))));
    }
    return Buffer.concat(records);
  }
  const head = (size: number, body: number, kid = `${TOWNSHIP}-seal`, from = 0) => ({
    'content-type': PAPER_MEDIA_TYPE,
    'content-length': body,
    'content-range': `bytes ${from}-${size - 1}/${size}`,
    [PAPER_HEADERS.kid]: kid,
  });

  async function problemOf(
    answer: (asked: IncomingMessage, to: ServerResponse, ref: string, sha: string) => void,
    { size = 1_000, recordMs = 5_000 } = {},
  ): Promise<string | undefined> {
    const paper = offices.put(bytesOf(size));
    lying = await liar((asked, to) => answer(asked, to, paper.ref, paper.sha256));
    const { origin } = lying;
    offices.wants.want(paper);
    offices.fetch({ to: () => origin, recordMs });
    const [first] = await eventually(
      () => offices.wants.problems,
      (seen) => seen.length > 0,
      20_000,
    );
    return first;
  }

  it('another content under the same name is thrown away, and asked for again', async () => {
    const other = bytesOf(1_000);
    expect(
      await problemOf((_asked, to, ref, sha) => {
        const body = sealed(ref, sha, other);
        to.writeHead(206, head(1_000, body.byteLength)).end(body);
      }),
    ).toBe('digest');
    await eventually(
      () => offices.wants.problems.length,
      (count) => count > 5,
    );
    expect((await offices.parts().all()).size).toBe(0);
    expect(offices.wants.taken.size).toBe(0);
  });

  it('bytes that are not sealed to this node are no paper', async () => {
    const length = sealedLength(1_000, 0);
    const given = await problemOf((_asked, to) =>
      to.writeHead(206, head(1_000, length)).end(bytesOf(length)),
    );
    expect(given).toBe('digest');
  });

  it('a paper of another name is not taken for this one', async () => {
    const given = await problemOf((_asked, to, _ref, sha) => {
      const body = sealed(NEVER, sha, bytesOf(1_000));
      to.writeHead(206, head(1_000, body.byteLength)).end(body);
    });
    expect(given).toBe('digest');
  });

  it.each<[string, (size: number) => Record<string, string | number>]>([
    ['a larger one', (size) => head(size + 1, sealedLength(size + 1, 0))],
    ['one of any length', (size) => ({ ...head(size, 0), 'content-length': 999_999_999 })],
    ['another range', (size) => head(size, sealedLength(size, 0), undefined, 7)],
    ['a page', (size) => ({ ...head(size, sealedLength(size, 0)), 'content-type': 'text/html' })],
  ])('%s than was announced is not read at all', async (_what, heading) => {
    let written = 0;
    const given = await problemOf((_asked, to) => {
      to.writeHead(206, heading(1_000));
      const more = setInterval(() => {
        if (to.destroyed) clearInterval(more);
        else if (to.write(Buffer.alloc(1_000))) written += 1_000;
      }, 5);
    });
    expect(given).toBe('oversize');
    expect(written).toBeLessThan(1_000_000);
    expect((await offices.parts().all()).size).toBe(0);
  });

  it('an answer of chunks without a length, without an end, is not read', async () => {
    const given = await problemOf((_asked, to) => {
      const { 'content-length': _none, ...rest } = head(1_000, 0);
      to.writeHead(206, rest);
      to.write(bytesOf(1_000));
    });
    expect(given).toBe('oversize');
  });

  it('a refusal that never ends is not read to its end', async () => {
    const given = await problemOf(
      (_asked, to) => {
        to.writeHead(500);
        const more = setInterval(() => (to.destroyed ? clearInterval(more) : to.write(bytesOf(4_000))), 5);
      },
      { recordMs: 1_000 },
    );
    expect(given).toBe('unreachable');
  });

  it('a drip of bytes is given up, and holds up no other peer', async () => {
    const paper = offices.put(bytesOf(1_000));
    const other = offices.put(bytesOf(50_000));
    lying = await liar((_asked, to) => {
      to.writeHead(206, head(1_000, sealedLength(1_000, 0)));
      const drip = setInterval(() => (to.destroyed ? clearInterval(drip) : to.write('x')), 50);
    });
    const { origin } = lying;
    for (let n = 0; n < 6; n += 1) offices.wants.want(paper, COURT);
    // The certificate of the liar is the city's: over TLS the court's address never gets so far as to drip.
    const id = offices.wants.want(other);
    offices.fetch({ to: (peer) => (peer === COURT ? origin : offices.url), recordMs: 500 });
    await eventually(
      () => offices.wants.taken.has(id),
      (there) => there,
    );
    await eventually(
      () => offices.wants.problems,
      (seen) => seen.length > 0,
    );
    expect(new Set(offices.wants.problems)).toEqual(new Set(['unreachable']));
  });

  it('whoever is not the peer is not even asked over TLS, and reads nothing without it', async () => {
    const paper = offices.put(Buffer.from('来信'));
    let seen = '';
    lying = await liar((asked, to) => {
      seen += JSON.stringify(asked.headers);
      to.writeHead(404).end();
    });
    const { origin } = lying;
    offices.wants.want(paper, COURT);
    offices.fetch({ to: () => origin });
    await eventually(
      () => offices.wants.problems,
      (problems) => problems.length > 0,
    );
    if (driver === 'https') expect(seen).toBe('');
    else expect(seen).not.toMatch(/authorization|cookie|token/iu);
  });

  it('the right bytes after all the lies are taken', async () => {
    const bytes = bytesOf(3 * PAPER_RECORD_BYTES + 17);
    let tries = 0;
    const paper = offices.put(bytes);
    lying = await liar((asked, to) => {
      const from = Number(/^bytes=(\d+)-$/u.exec(asked.headers.range ?? '')?.[1] ?? 0);
      const body = sealed(paper.ref, paper.sha256, bytes, from);
      tries += 1;
      to.writeHead(206, head(bytes.byteLength, body.byteLength, undefined, from));
      // Two whole records and a half one, then nothing.
      if (tries === 1) to.write(body.subarray(0, 2.5 * PAPER_RECORD_BYTES), () => to.destroy());
      else to.end(body);
    });
    const { origin } = lying;
    const id = offices.wants.want(paper);
    offices.fetch({ to: () => origin });
    await eventually(
      () => offices.wants.taken.get(id),
      (there) => there !== undefined && sha256(there) === paper.sha256,
    );
    expect(tries).toBe(2);
  });
});
