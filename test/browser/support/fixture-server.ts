import { createReadStream, existsSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { extname, join, normalize, resolve } from 'node:path';
import type { Board, HistoryEntry, Page, Problem } from '#contract';
import { workingOf } from './fixture-shapes.js';
import { boardAfter, historyAfter } from './fixture-story.js';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};
const BUILT = resolve('dist/apps/console');
/** As strict as a node may be: the console asks nobody but the node that served it. */
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'";

/** Stands in for a city node: serves the built console and plays one story step by step. */
export class FixtureServer {
  private server: Server | undefined;
  private readonly listeners = new Set<ServerResponse>();
  private steps = 1;
  private mode: 'well' | 'refusing' | 'failing' = 'well';
  /** Replaces the story where a test is about another board. */
  private instead: Board | undefined;

  /** @returns its address; `port` 0 takes a free one */
  async listen(port = 0): Promise<string> {
    if (!existsSync(join(BUILT, 'index.html'))) {
      throw new Error('The console is not built: npx vite build --config apps/console/vite.config.ts');
    }
    const server = createServer((request, response) => {
      this.answer(request, response);
    });
    this.server = server;
    await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    return `http://127.0.0.1:${address.port}`;
  }

  /** Tells the story up to and including its nth step (1 is before it begins). */
  play(steps: number): void {
    this.steps = steps;
    for (const listener of this.listeners) listener.write('event: changed\ndata: {}\n\n');
  }

  show(board: Board): void {
    this.instead = board;
    this.play(this.steps);
  }

  /** From now on the API answers so, and the event channel is cut. */
  become(mode: 'well' | 'refusing' | 'failing'): void {
    this.mode = mode;
    for (const listener of this.listeners) listener.end();
    this.listeners.clear();
  }

  async close(): Promise<void> {
    const server = this.server;
    if (!server) return;
    this.server = undefined;
    server.closeAllConnections();
    await new Promise<void>((done) => server.close(() => done()));
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const path = decodeURIComponent((request.url ?? '/').replace(/\?.*$/, ''));
    if (!path.startsWith('/api/')) return serveFile(path, response);
    if (this.mode === 'refusing') return json(response, 403, problem(403, 'start-token-missing'));
    if (this.mode === 'failing') return void response.destroy();
    if (path === '/api/board/events') return this.keepOpen(response);
    const board = this.instead ?? boardAfter(this.steps);
    if (path === '/api/board') return json(response, 200, board);
    const leg = /^\/api\/legs\/([^/]+)\/history$/.exec(path)?.[1];
    if (leg !== undefined) return json(response, 200, historyPage(leg, this.steps, request.url ?? ''));
    const key = /^\/api\/clocks\/(.+)\/working$/.exec(path)?.[1];
    const clock = board.legs.flatMap(({ clocks }) => clocks).find((one) => one.key === key);
    if (clock) return json(response, 200, workingOf(clock));
    json(response, 404, problem(404, 'not-found'));
  }

  private keepOpen(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write(': open\n\n');
    this.listeners.add(response);
    response.on('close', () => this.listeners.delete(response));
  }
}

function serveFile(path: string, response: ServerResponse): void {
  const file = join(BUILT, normalize(path === '/' ? '/index.html' : path));
  if (!file.startsWith(BUILT) || !existsSync(file)) return void response.writeHead(404).end();
  response.writeHead(200, {
    'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
    'content-security-policy': POLICY,
  });
  createReadStream(file).pipe(response);
}

/** Two entries a page, so that the console must ask for the next one. */
function historyPage(leg: string, steps: number, url: string): Page<HistoryEntry> {
  const entries = historyAfter(leg, steps);
  const from = Number(new URL(url, 'http://127.0.0.1').searchParams.get('after') ?? 0);
  const next = from + 2;
  return { items: entries.slice(from, next), next: next < entries.length ? String(next) : null };
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}

const problem = (status: number, slug: string): Problem => ({
  type: `urn:huiyin:${slug}`,
  title: slug,
  status,
  slug,
  zh: '没有口令',
  en: 'No start token',
  article: null,
  guard: null,
  problems: [],
});
