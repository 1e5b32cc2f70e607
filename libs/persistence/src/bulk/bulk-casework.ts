import type {
  Action,
  Document,
  Item,
  LadderEvent,
  LadderPlan,
  LegRow,
  MatterIndexing,
  Petitioner,
} from '#casework';
import {
  isLinkedAway,
  type Case,
  type Clock,
  type LocalDate,
  type Urgency,
  type WorklistPlace,
} from '#domain';
import {
  caseColumns,
  clockColumns,
  documentColumns,
  itemColumns,
  legColumns,
  legOwes,
} from '../casework/mappers.js';
import { eventColumns } from '../casework/ladder-event.js';
import { worklistRows } from '../casework/worklist-rows.js';
import { idBytes } from '../exchange/columns.js';
import { BulkIndex } from './bulk-index.js';
import { BULK_TABLES } from './bulk-tables.js';
import type { BulkRow, BulkWriter } from './bulk-writer.js';

/** One matter with everything that a node holds of it. */
export interface BulkMatter {
  readonly matter: Case;
  readonly version: number;
  readonly legs: readonly LegRow[];
  readonly items: readonly Item[];
  readonly petitioner: Petitioner;
  readonly secrecy: boolean;
  readonly history: readonly Action[];
  readonly documents: readonly Document[];
  readonly urgency: Urgency;
  readonly plans: readonly LadderPlan[];
  readonly fired: readonly LadderEvent[];
}

type Tables = { readonly [T in keyof typeof BULK_TABLES]: BulkRow[] };

/** What the rows follow from beside the matters themselves. */
export interface BulkPlace {
  readonly lists: WorklistPlace;
  readonly indexing: MatterIndexing;
  /** The day on which the event of a clock that could lapse was written; null: not yet. */
  overdueOn(due: LocalDate): LocalDate | null;
}

/**
 * Fills a node's empty schema with matters, and everything that follows from them by the same code as when they are
 * entered one by one: clocks for the sweep, lists, index.
 */
export class BulkCasework {
  private readonly index: BulkIndex;
  private position = 0;
  private leg = 0;
  private item = 0;
  private action = 0;
  private document = 0;

  constructor(
    private readonly writer: BulkWriter,
    private readonly place: BulkPlace,
  ) {
    this.index = new BulkIndex(writer, place.indexing);
  }

  /** Some thousand matters at once, in the order of their entry. */
  async write(matters: readonly BulkMatter[]): Promise<void> {
    const rows: Tables = {
      ...{ cases: [], legs: [], clocks: [], items: [], petitioners: [], actions: [], documents: [] },
      ...{ urgencies: [], ladders: [], events: [], listed: [], entries: [], parties: [] },
    };
    for (const one of matters) {
      this.position += 1;
      this.matter(rows, one);
      this.papers(rows, one);
      this.lists(rows, one);
      if (one.matter.dossier !== undefined) await this.index.add(this.position, one.matter.dossier);
    }
    await this.writer.run('START TRANSACTION');
    await this.writer.write(BULK_TABLES.cases, rows.cases);
    await this.writer.write(BULK_TABLES.legs, rows.legs);
    await this.writer.write(BULK_TABLES.clocks, inOrder(rows.clocks));
    await this.writer.write(BULK_TABLES.items, rows.items);
    await this.writer.write(BULK_TABLES.petitioners, rows.petitioners);
    await this.writer.write(BULK_TABLES.actions, rows.actions);
    await this.writer.write(BULK_TABLES.documents, rows.documents);
    await this.writer.write(BULK_TABLES.urgencies, rows.urgencies);
    await this.writer.write(BULK_TABLES.ladders, inOrder(rows.ladders));
    await this.writer.write(BULK_TABLES.events, rows.events);
    await this.writer.write(BULK_TABLES.listed, rows.listed);
    await this.writer.write(BULK_TABLES.entries, inOrder(rows.entries));
    await this.writer.write(BULK_TABLES.parties, inOrder(rows.parties));
    await this.writer.run('COMMIT');
  }

  /** Writes what is still held of the index. */
  finish(): Promise<void> {
    return this.index.flush();
  }

  private matter(rows: Tables, { matter, version, legs, plans, fired }: BulkMatter): void {
    const c = caseColumns(matter);
    const caseId = idBytes(matter.id);
    const incoming = c.incomingLeg === null ? null : idBytes(c.incomingLeg);
    rows.cases.push([
      ...[this.position, caseId, version, c.originNumber, c.localNumber, c.state, c.receivedOn, c.closedOn],
      ...[incoming, JSON.stringify(matter)],
    ]);
    const own = { kind: 'case', id: matter.id, caseId: matter.id } as const;
    this.clocks(rows, own, matter.clocks, true, isLinkedAway(matter));
    for (const row of legs) {
      const { leg } = row;
      const l = legColumns(leg);
      this.leg += 1;
      rows.legs.push([
        ...[this.leg, idBytes(leg.id), caseId, row.version, l.originNumber, l.kind, l.state, l.fromUnit],
        ...[
          l.toUnit,
          l.fromNode,
          l.toNode,
          l.sentOn,
          l.acceptedOn,
          l.endedOn,
          l.objectionEnd,
          l.extensionEnd,
        ],
        ...[instant(row.deliveredAt), row.refusal ?? null, JSON.stringify(leg)],
      ]);
      this.clocks(rows, { kind: 'leg', id: leg.id, caseId: matter.id }, leg.clocks, legOwes(leg));
    }
    for (const { legId, next } of plans)
      if (next !== undefined) rows.ladders.push([idBytes(legId), caseId, next]);
    for (const event of fired) rows.events.push(eventColumns(event));
  }

  private clocks(
    rows: Tables,
    subject: Parameters<typeof clockColumns>[0],
    clocks: readonly Clock[],
    owed: boolean,
    // A linked item owes nothing of its own, in time or late.
    linked = false,
  ): void {
    for (const row of clockColumns(subject, clocks, owed)) {
      const { subjectId, place, caseId, due: end, clock } = row;
      const due = linked ? null : end;
      const overdueOn = due === null ? null : this.place.overdueOn(due);
      rows.clocks.push([
        ...[idBytes(subjectId), place, subject.kind, idBytes(caseId), due, overdueOn],
        linked ? null : row.judgedWith,
        JSON.stringify(clock),
      ]);
    }
  }

  private papers(rows: Tables, { matter, items, petitioner, secrecy, history, documents }: BulkMatter): void {
    const caseId = idBytes(matter.id);
    for (const one of items) {
      const i = itemColumns(one);
      this.item += 1;
      const visit = i.visit === null ? null : JSON.stringify(i.visit);
      rows.items.push([
        ...[this.item, idBytes(i.id), caseId, i.number, i.form, i.source, i.receivedOn, i.people, visit],
        ...[i.representatives, i.oldNumber],
      ]);
    }
    rows.petitioners.push([caseId, JSON.stringify(petitioner), secrecy ? 1 : 0]);
    for (const { legId, on, at, by, act, basis, text } of history) {
      this.action += 1;
      const leg = legId === undefined ? null : idBytes(legId);
      const onPaper = by.onPaper === undefined ? null : JSON.stringify(by.onPaper);
      rows.actions.push([
        ...[this.action, caseId, leg, on, instant(at), by.unit, by.user, by.role, onPaper, act, basis, text],
      ]);
    }
    for (const paper of documents) {
      const d = documentColumns(paper);
      this.document += 1;
      const legId = d.legId === null ? null : idBytes(d.legId);
      rows.documents.push([
        ...[this.document, idBytes(d.id), caseId, legId, d.kind, d.number, d.day, d.unit, d.signer, d.text],
        d.paper === null ? null : JSON.stringify(d.paper),
      ]);
    }
  }

  private lists(rows: Tables, { matter, legs, urgency, fired, history }: BulkMatter): void {
    if (urgency !== 'normal') rows.urgencies.push([idBytes(matter.id), urgency]);
    const hands = new Map<string, string>();
    for (const { by } of history) if (by.role !== 'system') hands.set(by.unit, by.user);
    const drafts = fired.filter(({ state }) => state === 'draft').map(({ legId }) => legId);
    const made = worklistRows(
      {
        position: this.position,
        facts: {
          matter,
          legs: legs.map(({ leg, deliveredAt }) => ({ leg, delivered: deliveredAt !== undefined })),
          urgency,
          ...{ letters: [], superiors: [], tasks: [], elsewhere: [] },
          drafts: [...new Set(drafts)].toSorted(),
          hands: [...hands].map(([unit, user]) => ({ unit, user })),
        },
      },
      this.place.lists,
    );
    rows.listed.push(made.matter);
    rows.entries.push(...made.entries);
    rows.parties.push(...made.parties);
  }
}

/** An instant as DATETIME(3) takes it, in UTC. */
const instant = (at: string | undefined): string | null =>
  at === undefined ? null : at.slice(0, 23).replace('T', ' ');

/** In the order of the primary key, whose columns are the first ones. */
const inOrder = (rows: readonly BulkRow[]): readonly BulkRow[] => rows.toSorted(compare);

function compare(a: BulkRow, b: BulkRow): number {
  for (let at = 0; at < 3; at += 1) {
    const [one, other] = [a[at] ?? null, b[at] ?? null];
    const order =
      Buffer.isBuffer(one) && Buffer.isBuffer(other)
        ? one.compare(other)
        : one === other || one === null || other === null
          ? 0
          : one < other
            ? -1
            : 1;
    if (order !== 0) return order;
  }
  return 0;
}
