import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:https';
import { connect as tcpConnect, createServer, type Socket } from 'node:net';
import { connect, type ConnectionOptions, type TLSSocket } from 'node:tls';
import { decodeParcel, encodeParcel, FRAME_MEDIA_TYPE, FRAMES_PATH, PARCEL_MAX_BYTES } from '#contract';
import {
  FrameBuilder,
  type FrameSource,
  type FrameVerdict,
  httpsSender,
  httpsSource,
  nodeSuite,
} from '#exchange';
import { silentLog, systemClock, uuidV7 } from '#platform';
import { freePort } from '../../../deploy/start/node-ports.js';
import { eventually } from '../../support/eventually.js';
import { type HttpsTown, httpsTown } from '../../support/exchange-https.js';
import { testDirectory, testKeys, testKeysText } from '../../support/exchange-keys.js';

jest.setTimeout(30_000);

const QUICK = { handshakeMs: 500, headMs: 400, requestMs: 800, framesPerPeer: 2, frames: 3 };

let town: HttpsTown;
let stranger: HttpsTown;
let source: FrameSource;
let taken: Uint8Array[];
let work: () => Promise<FrameVerdict>;
const sockets: (Socket | TLSSocket)[] = [];

beforeEach(async () => {
  town = await httpsTown();
  stranger = await httpsTown(['city']);
  taken = [];
  work = () => Promise.resolve('applied');
  source = httpsSource({
    identity: town.identity('township:yi'),
    reach: town.reach,
    host: '127.0.0.1',
    port: town.port('township:yi'),
    log: silentLog,
    bounds: QUICK,
  });
  await source.start((bytes) => {
    taken.push(bytes);
    return work();
  });
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await source.stop();
});

/** A signed frame, as `from` would make it for the township. */
function frame(from = 'city'): Buffer {
  const [sender, yi] = [testKeys(testKeysText(from)), testKeys(testKeysText('township:yi'))];
  const builder = new FrameBuilder(sender, testDirectory([sender, yi]), nodeSuite, systemClock);
  const records = [{ id: uuidV7(), bytes: Buffer.from('{}') }];
  return Buffer.from(builder.build({ frameId: uuidV7(), attempt: 1, dest: 'township:yi', records }).bytes);
}

interface Answered {
  readonly status: number;
  readonly said: string;
  readonly retryAfter: string | undefined;
}

/** One request with a certificate. Rejects when the connection is cut instead of answered. */
function post(
  body: Uint8Array,
  {
    as = town.identity('city'),
    path = FRAMES_PATH,
    method = 'POST',
    headers = {},
    tls = {},
  }: {
    readonly as?: { readonly key: string; readonly cert: string };
    readonly path?: string;
    readonly method?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly tls?: ConnectionOptions;
  } = {},
): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const asked = request(
      {
        host: '127.0.0.1',
        port: town.port('township:yi'),
        path,
        method,
        agent: false,
        rejectUnauthorized: false,
        ...{ key: as.key, cert: as.cert, ...tls },
        headers: {
          'content-type': FRAME_MEDIA_TYPE,
          ...('transfer-encoding' in headers ? {} : { 'content-length': body.byteLength }),
          ...headers,
        },
      },
      (answer) => {
        let text = '';
        answer.on('data', (part: Buffer) => (text += part.toString()));
        answer.on('error', reject);
        answer.on('end', () =>
          resolve({
            status: answer.statusCode ?? 0,
            said: (JSON.parse(text || '{}') as { said?: string }).said ?? '',
            retryAfter: answer.headers['retry-after'],
          }),
        );
      },
    );
    asked.on('error', reject);
    asked.end(body);
  });
}

/** A connection of the city's on which the test writes what it likes. */
async function raw(as = town.identity('city')): Promise<TLSSocket> {
  const { key, cert } = as;
  const socket = connect({
    host: '127.0.0.1',
    port: town.port('township:yi'),
    key,
    cert,
    rejectUnauthorized: false,
  });
  sockets.push(socket);
  socket.on('error', () => undefined);
  await once(socket, 'secureConnect');
  return socket;
}
const endOf = async (socket: Socket): Promise<string> => {
  let heard = '';
  socket.on('data', (part: Buffer) => (heard += part.toString()));
  if (!socket.destroyed) await once(socket, 'close');
  return heard;
};

describe('who may bring a frame', () => {
  it('a peer with its own certificate brings its own frames, also twice: the inbox knows a repeat', async () => {
    const bytes = frame();
    expect(await post(bytes)).toMatchObject({ status: 200, said: 'applied' });
    expect(await post(bytes)).toMatchObject({ status: 200, said: 'applied' });
    expect(taken.map((one) => Buffer.from(one).equals(bytes))).toEqual([true, true]);
  });

  it('nobody with another certificate, though the name in it is right, or with none', async () => {
    await expect(post(frame(), { as: stranger.identity('city') })).rejects.toThrow();
    await expect(
      post(frame(), { as: { key: '', cert: '' }, tls: { key: undefined, cert: undefined } }),
    ).rejects.toThrow();
    expect(taken).toEqual([]);
  });

  it('not over TLS 1.2', async () => {
    await expect(post(frame(), { tls: { maxVersion: 'TLSv1.2' } })).rejects.toThrow();
    expect(taken).toEqual([]);
  });

  it('no peer a frame of another peer: what was seen elsewhere cannot be brought here', async () => {
    expect(await post(frame('agency:court'))).toMatchObject({ status: 403, said: 'not-your-frame' });
    expect(await post(frame(), { as: town.identity('agency:court') })).toMatchObject({ status: 403 });
    expect(taken).toEqual([]);
  });

  it('not on a connection that stands, once its certificate is withdrawn', async () => {
    const socket = await raw();
    const bytes = frame();
    const head = `POST ${FRAMES_PATH} HTTP/1.1\r\nhost: x\r\ncontent-length: ${bytes.byteLength}\r\n\r\n`;
    socket.write(Buffer.concat([Buffer.from(head), bytes]));
    const [first] = (await once(socket, 'data')) as [Buffer];
    expect(first.toString()).toContain('200 OK');
    town.withdraw('city');
    const ended = endOf(socket);
    socket.write(Buffer.concat([Buffer.from(head), bytes]));
    expect(await ended).toBe('');
    expect(taken).toHaveLength(1);
  });
});

describe('what is brought', () => {
  it('is refused by its size before a byte of it is read', async () => {
    const socket = await raw();
    socket.write(
      `POST ${FRAMES_PATH} HTTP/1.1\r\nhost: x\r\ncontent-length: ${PARCEL_MAX_BYTES + 1}\r\n\r\n`,
    );
    expect(await endOf(socket)).toContain('413');
    expect(await post(frame(), { headers: { 'transfer-encoding': 'chunked' } })).toMatchObject({
      status: 411,
    });
    expect(taken).toEqual([]);
  });

  it('goes to the inbox when it cannot be read, and a refusal there is final for its sender', async () => {
    work = () => Promise.resolve('poison');
    expect(await post(randomBytes(200))).toMatchObject({ status: 422, said: 'poison' });
    const parts = decodeParcel(frame());
    if (parts === undefined) throw new Error('not a frame');
    expect(await post(encodeParcel({ ...parts, manifest: Buffer.from('{}') }))).toMatchObject({
      status: 422,
    });
    expect(await post(new Uint8Array(0))).toMatchObject({ status: 422 });
    expect(taken).toHaveLength(3);
  });

  it('is asked for by path and method only', async () => {
    expect(await post(frame(), { path: '/api/cases' })).toMatchObject({ status: 404 });
    expect(await post(frame(), { path: `${FRAMES_PATH}/../../etc/passwd` })).toMatchObject({ status: 404 });
    expect(await post(frame(), { method: 'PUT' })).toMatchObject({ status: 405 });
    const socket = await raw();
    socket.write('NONSENSE\r\n\r\n');
    expect(await endOf(socket)).toContain('400');
    expect(taken).toEqual([]);
  });

  it('comes again later when the store is away', async () => {
    work = () => Promise.resolve('retry');
    expect(await post(frame())).toMatchObject({ status: 503, retryAfter: '2' });
    work = () => Promise.reject(new Error('the database is away'));
    expect(await post(frame())).toMatchObject({ status: 503, retryAfter: '2' });
  });

  it('comes again later when there is too much of it, and one noisy peer does not shut out another', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    work = async () => {
      await held;
      return 'applied';
    };
    const noisy = Array.from({ length: 6 }, () => post(frame()));
    await eventually(
      () => taken.length,
      (count) => count >= 2,
    );
    const other = post(frame('agency:court'), { as: town.identity('agency:court') });
    await eventually(
      () => taken.length,
      (count) => count >= 3,
    );
    release();
    const answers = await Promise.all(noisy);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(2);
    expect(answers.filter(({ status, retryAfter }) => status === 429 && retryAfter === '1')).toHaveLength(4);
    expect(await other).toMatchObject({ status: 200 });
  });
});

describe('a peer that is slow or half dead', () => {
  it('sends the head of a request drop by drop: it is cut off', async () => {
    const socket = await raw();
    const ended = endOf(socket);
    const since = performance.now();
    const drip = setInterval(() => socket.write('x'), 50);
    socket.write(`POST ${FRAMES_PATH} HTTP/1.1\r\n`);
    expect(await ended).toMatch(/408|^$/u);
    clearInterval(drip);
    expect(performance.now() - since).toBeLessThan(5_000);
  });

  it('sends the body drop by drop: it is cut off, its place is free again', async () => {
    for (let round = 0; round < 3; round++) {
      const socket = await raw();
      const ended = endOf(socket);
      socket.write(`POST ${FRAMES_PATH} HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\nHYF1`);
      const drip = setInterval(() => socket.write('x'), 100);
      await ended;
      clearInterval(drip);
    }
    expect(taken).toEqual([]);
    expect(await post(frame())).toMatchObject({ status: 200 });
  });

  it('opens a connection and never says hello', async () => {
    const socket = tcpConnect(town.port('township:yi'), '127.0.0.1');
    sockets.push(socket);
    const ended = endOf(socket);
    await ended;
    expect(await post(frame())).toMatchObject({ status: 200 });
  });

  it('hangs up in the middle of a frame', async () => {
    const socket = await raw();
    socket.write(`POST ${FRAMES_PATH} HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\nHYF1`);
    socket.destroy();
    expect(await post(frame())).toMatchObject({ status: 200 });
    expect(taken).toHaveLength(1);
  });
});

describe('the sender', () => {
  const parcel = () => ({ id: `${uuidV7()}-1`, bytes: frame() });
  const sender = (times = {}) =>
    httpsSender({
      identity: town.identity('city'),
      reach: town.reach,
      log: silentLog,
      times: { pause: 20, longestPause: 50, ...times },
    });

  it('writes nothing to somebody who answers at a peer’s address with another certificate', async () => {
    await source.stop();
    const heard: Uint8Array[] = [];
    const impostor = httpsSource({
      identity: stranger.identity('city'),
      reach: { holder: () => 'city' },
      host: '127.0.0.1',
      port: town.port('township:yi'),
      log: silentLog,
    });
    await impostor.start((bytes) => {
      heard.push(bytes);
      return Promise.resolve('applied');
    });
    const one = sender();
    const sent = parcel();
    await one.send('township:yi', [sent]);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(heard).toEqual([]);
    expect((await one.waiting('township:yi', [sent.id])).size).toBe(1);
    await impostor.stop();
    await one.close();
  });

  it('gives up a half-open connection and posts again', async () => {
    await source.stop();
    const silent = createServer((socket) => sockets.push(socket));
    silent.listen(town.port('township:yi'), '127.0.0.1');
    const one = sender({ answer: 200 });
    await one.send('township:yi', [parcel()]);
    await eventually(
      () => sockets.length,
      (count) => count >= 2,
    );
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => silent.close(resolve));
    await source.start((bytes) => {
      taken.push(bytes);
      return Promise.resolve('applied');
    });
    await eventually(
      () => taken.length,
      (count) => count === 1,
    );
    await one.close();
  });

  it('drops what it kept too long, so that its frame is made anew with the keys of the day', async () => {
    await source.stop();
    const one = sender({ keep: 100 });
    const sent = parcel();
    await one.send('township:yi', [sent]);
    await eventually(
      () => one.waiting('township:yi', [sent.id]),
      (waiting) => waiting.size === 0,
    );
    await one.close();
  });

  it('is not held up for one peer by another that is away', async () => {
    const one = sender();
    await one.send('agency:court', [parcel(), parcel()]);
    await one.send('township:yi', [parcel()]);
    await eventually(
      () => taken.length,
      (count) => count === 1,
    );
    await one.close();
  });

  it('keeps no more in memory for a peer that is away than its bound', async () => {
    const one = sender();
    const heavy = (at: number) => ({ id: `${at}-1`, bytes: new Uint8Array(500_000) });
    await expect(
      Promise.all(Array.from({ length: 40 }, (_, at) => one.send('agency:court', [heavy(at)]))),
    ).rejects.toThrow('full');
    await expect(one.send('agency:court', [])).resolves.toBeUndefined();
    await one.close();
    await expect(one.send('agency:court', [parcel()])).rejects.toThrow('closed');
  });
});

it('a port that is taken is told to who starts', async () => {
  const port = await freePort();
  const taker = createServer().listen(port, '127.0.0.1');
  const second = httpsSource({
    identity: town.identity('city'),
    reach: town.reach,
    host: '127.0.0.1',
    port,
    log: silentLog,
  });
  await expect(second.start(() => Promise.resolve('applied'))).rejects.toThrow('EADDRINUSE');
  await new Promise((resolve) => taker.close(resolve));
});
