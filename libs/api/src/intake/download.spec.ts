import { createServer, request as ask, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { Attachment, OpenFile } from '#casework';
import { createLog } from '#platform';
import { z } from 'zod';
import type { NodeApi } from '../node-api.js';
import { ProblemFilter, writeProblem } from '../problems/problem-filter.js';
import { anApi } from '../testing/an-api.js';
import { IntakeController } from './intake.controller.js';

const CASE = '01890000-0000-7000-8000-000000000001';
const ID = '01890000-0000-7000-8000-000000000002';
const SIZE = 8 * 1024 * 1024;
const NAME = '王小明的来信.pdf';

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(ends.splice(0).map((end) => end()));
});

interface Download {
  readonly port: number;
  /** One for each time that the file was closed. */
  readonly closed: string[];
  readonly lines: string[];
  /** The answer is written, or given up. */
  readonly answered: Promise<void>;
}

/** A node that gives away one attachment, whose reading is the test's. */
async function aDownload(read: OpenFile['read']): Promise<Download> {
  const lines: string[] = [];
  const closed: string[] = [];
  const file: OpenFile = { size: SIZE, read, close: async () => void closed.push(ID) };
  const attachment = z.custom<Attachment>().parse({
    id: ID,
    caseId: CASE,
    name: NAME,
    type: 'application/pdf',
    size: SIZE,
    sha256: '0'.repeat(64),
    shows: 'petitioner',
    on: '2026-01-05',
    at: '2026-01-05T02:00:00.000Z',
    unit: 'city',
    user: 'registrar',
  });
  const log = createLog({ node: 'city', write: (line) => void lines.push(line) });
  const bare = anApi({ log });
  const open: NodeApi['intake']['attachments']['open'] = async () => ({
    ok: true,
    value: { attachment, file },
  });
  const api = {
    ...bare,
    intake: { ...bare.intake, attachments: { ...bare.intake.attachments, open } },
  };
  const [controller, filter] = [new IntakeController(api), new ProblemFilter(api)];
  let tell = (): void => undefined;
  const answered = new Promise<void>((resolve) => (tell = resolve));
  const server = createServer((_request, response) => {
    controller
      .download(CASE, ID, response)
      .catch((error: unknown) => writeProblem(response, filter.problemFor(error)))
      .finally(() => tell());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ends.push(() => new Promise((resolve) => server.close(resolve)));
  return { port: (server.address() as AddressInfo).port, closed, lines, answered };
}

/** How a client sees it: the bytes that came, and whether all of them did. */
function fetched({ port }: Download): Promise<{ readonly bytes: number; readonly whole: boolean }> {
  return new Promise((resolve, reject) => {
    const sent = ask({ host: '127.0.0.1', port, agent: false });
    sent.on('error', reject);
    sent.on('response', (response: IncomingMessage) => {
      let bytes = 0;
      response.on('data', (part: Buffer) => (bytes += part.length));
      response.on('error', () => undefined);
      response.on('close', () => resolve({ bytes, whole: response.complete }));
    });
    sent.end();
  });
}

const failing = (code: string): Error =>
  Object.assign(new Error(`${code}: reading '${NAME}'`), { code, errno: -5 });

describe('a file on its way out', () => {
  it('that comes whole is not worth a line', async () => {
    const one = await aDownload(async (_at, length) => new Uint8Array(length));
    expect(await fetched(one)).toEqual({ bytes: SIZE, whole: true });
    await one.answered;
    expect(one).toMatchObject({ closed: [ID], lines: [] });
  });

  it.each(['EIO', 'ERR_STREAM_PREMATURE_CLOSE'])(
    'that can be read no further (%s) is cut off, and told in one line without its name',
    async (code) => {
      const one = await aDownload(async (at, length) => {
        if (at > 0) throw failing(code);
        return new Uint8Array(length);
      });
      expect((await fetched(one)).whole).toBe(false);
      await one.answered;
      expect(one.closed).toEqual([ID]);
      expect(one.lines).toHaveLength(1);
      expect(JSON.parse(one.lines[0] ?? '')).toMatchObject({ level: 'error', code });
      expect(one.lines[0]).not.toContain(NAME);
    },
  );

  it('that is shorter than it was is cut off and told, and never waited for', async () => {
    const one = await aDownload(async (at, length) => new Uint8Array(at > 0 ? 10 : length));
    expect((await fetched(one)).whole).toBe(false);
    await one.answered;
    expect(one.closed).toEqual([ID]);
    expect(one.lines).toHaveLength(1);
  });

  it('whose reader goes away in the middle is closed without a line', async () => {
    let leave = (): void => undefined;
    const one = await aDownload(async (at, length) => {
      if (at > 0) leave();
      return new Uint8Array(length);
    });
    await new Promise<void>((resolve) => {
      const sent = ask({ host: '127.0.0.1', port: one.port, agent: false });
      leave = () => void sent.destroy();
      sent.on('close', resolve);
      sent.on('error', () => undefined);
      sent.on('response', (response) => response.on('error', () => undefined));
      sent.end();
    });
    await one.answered;
    expect(one).toMatchObject({ closed: [ID], lines: [] });
  });
});
