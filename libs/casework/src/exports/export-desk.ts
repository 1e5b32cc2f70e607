import type { ExportFiles, ExportStore } from '../ports/exports.js';
import type { LineDesk } from './lines.js';

/** What exports need of the world. */
export interface ExportDesk extends LineDesk {
  readonly store: ExportStore;
  readonly files: ExportFiles;
  newId(): string;
  /** The machine's time: a file expires whatever the legal day is. */
  now(): Date;
  /** A list of more rows is prepared in the background. */
  readonly directRows: number;
  /** How long a prepared file is kept. */
  readonly keepHours: number;
  /** Told of a job that failed, by its id and the error. */
  failed(id: string, error: unknown): void;
}
