import type { NodeApi } from '#api';
import { Exports, type MatterDesk, type Office, type Views, WorklistViews } from '#casework';
import type { LocalDate, WorklistPlace } from '#domain';
import {
  caseworkReads,
  type Database,
  exportFiles,
  exportStore,
  fillWorklists,
  rebuildWorklists,
  worklistReads,
} from '#persistence';
import { type Log, type NodeSettings, systemClock, uuidV7Maker } from '#platform';
import { SealedWords } from './sealed-words.js';

interface Parts {
  readonly node: string;
  readonly settings: Pick<NodeSettings, 'DATA_DIR' | 'EXPORT_DIRECT_ROWS' | 'EXPORT_KEEP_HOURS'>;
  readonly database: Pick<Database, 'uow'>;
  readonly office: Office;
  readonly words: MatterDesk['words'];
  readonly place: WorklistPlace;
  readonly views: Pick<Views, 'caseViews'>;
  readonly today: () => LocalDate;
  readonly log: Log;
}

/** The lists of a node, lists as files, and what lists and searches need that is made beside its work. */
export interface NodeLists {
  readonly worklists: NodeApi['worklists'];
  readonly exports: NodeApi['exports'];
  /** Takes up what a stop cut off, beside the node's work. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

export function listsOf(parts: Parts): NodeLists {
  const { node, settings, database, office, words, place, views, today, log } = parts;
  const { uow } = database;
  const worklists = new WorklistViews({
    worklists: worklistReads(uow),
    office,
    words,
    today,
    caseViews: (rows) => views.caseViews(rows),
    rebuild: () => rebuildWorklists(uow, place),
  });
  const exports = new Exports({
    lists: worklists,
    guards: caseworkReads(uow).guards,
    store: exportStore(uow),
    files: exportFiles(settings.DATA_DIR, node),
    office,
    today,
    newId: uuidV7Maker(),
    now: () => systemClock.now(),
    directRows: settings.EXPORT_DIRECT_ROWS,
    keepHours: settings.EXPORT_KEEP_HOURS,
    failed: (id, error) => log.error('export.failed', { export: id }, error),
  });
  let running = true;
  let filling: Promise<void> = Promise.resolve();
  const sealed = new SealedWords(uow, log);
  return {
    worklists,
    exports,
    async start() {
      await exports.start();
      sealed.start();
      filling = fillWorklists(uow, place, () => running).then(
        ({ cases }) => {
          if (cases > 0) log.info('worklists.filled', { cases });
        },
        (error: unknown) => log.error('worklists.not-filled', {}, error),
      );
    },
    async stop() {
      running = false;
      await Promise.all([exports.stop(), filling, sealed.stop()]);
    },
  };
}
