import { createReadStream, readdirSync, statSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, relative, sep } from 'node:path';
import { borderProblem } from '../problems/problem.js';
import { writeProblem } from '../problems/problem-filter.js';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.json': 'application/json; charset=utf-8',
  '.woff2': 'font/woff2',
};

/** A file that may be sent to anybody at the door. */
export interface ServedFile {
  send(request: IncomingMessage, response: ServerResponse): void;
}

/**
 * The files of a folder by their address, listed once at the start: what is not in the list is not served, so that no
 * address can lead out of the folder.
 */
export class ConsoleFiles {
  private readonly files: ReadonlyMap<string, ServedFile>;

  /** @param only file names that are served; default all. */
  constructor(folder: string, at = '/', only?: readonly string[]) {
    this.files = new Map(
      list(folder)
        .filter((path) => only === undefined || only.includes(relative(folder, path)))
        .flatMap((path) => {
          const type = TYPES[extname(path)];
          const address = `${at}${relative(folder, path).split(sep).join('/')}`;
          return type === undefined ? [] : [[address, fileAt(path, type)] as const];
        }),
    );
  }

  find(address: string): ServedFile | undefined {
    return this.files.get(address === '/' ? '/index.html' : address);
  }

  get size(): number {
    return this.files.size;
  }
}

/** Every file below a folder; none when there is no such folder. */
function list(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? list(path) : entry.isFile() ? [path] : [];
    });
  } catch {
    return [];
  }
}

const fileAt = (path: string, type: string): ServedFile => ({
  send: (request, response) => {
    const size = statSync(path, { throwIfNoEntry: false })?.size;
    if (size === undefined) {
      // A new build took its place while the node ran.
      writeProblem(response, borderProblem('unknown-route'));
      return;
    }
    response.setHeader('content-type', type);
    response.setHeader('content-length', size);
    // Vite's names carry a hash of the content; the page itself must be asked for each time.
    const hashed = /-[A-Za-z0-9_-]{8}\.\w+$/u.test(path);
    response.setHeader('cache-control', hashed ? 'private, max-age=31536000, immutable' : 'no-cache');
    if (request.method === 'HEAD') {
      response.end();
      return;
    }
    createReadStream(path)
      .on('error', () => response.destroy())
      .pipe(response);
  },
});
