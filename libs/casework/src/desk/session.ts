import {
  type Actor,
  type Case,
  type CaseEventType,
  type ClockId,
  type End,
  type Leg,
  type LegContext,
  type LegEvent,
  LEG_TABLE,
  type LocalDate,
  type Moved,
  type Outcome,
  type ReportPaper,
  type RuleContext,
  accepted,
  applyLegEvent,
  isLocalLeg,
  isOpenLeg,
  moveCase,
  refuse,
  takenBack,
  yearOf,
} from '#domain';
import type { CaseRow, CaseworkTx, Document, LegRow } from '../ports.js';
import type { Desk } from './desk.js';
import { describeLegEvent } from './describe.js';

/** What other parts of the casework do once a leg moved, told after the leg is saved. */
export type Reaction = (session: Session, row: LegRow, event: LegEvent) => Promise<void>;

interface Moment {
  readonly now: Date;
  readonly today: LocalDate;
  readonly at: string;
}

function momentOf(desk: Desk): Moment {
  const now = desk.time.now();
  return { now, today: desk.legalDay(now), at: now.toISOString() };
}

/**
 * One act in one unit of work: who acts, when, and everything that must be written together.
 * All writing of legs and cases goes through here, so that nothing moves without its history and its message.
 */
export class Session {
  readonly today: LocalDate;
  readonly at: string;
  readonly now: Date;
  /** What the user should know although nothing was refused; part of the act's answer. */
  readonly warnings: string[] = [];

  constructor(
    readonly desk: Desk,
    readonly tx: CaseworkTx,
    readonly actor: Actor,
    private readonly react: Reaction,
    moment: Moment = momentOf(desk),
  ) {
    ({ now: this.now, today: this.today, at: this.at } = moment);
  }

  get self(): string {
    return this.desk.office.self.id;
  }

  /** The same moment, acted by the node itself. */
  asSystem(): Session {
    const system = { unit: this.self, user: '系统', role: 'system' } as const;
    return new Session(this.desk, this.tx, system, this.react, this);
  }

  /** What the rule pack must know of a matter at a receiving unit. */
  ruleContext(matter: Case, unit: string): RuleContext {
    const body = this.desk.office.unit(unit)?.body ?? 'other';
    const { dossier } = matter;
    return {
      route: dossier?.route ?? 'none',
      body,
      ...(dossier?.category === 'consultation' ? { consultation: true } : {}),
    };
  }

  /** What a decision about a leg needs to know, at the moment of this act. */
  legContext(leg: Leg, matter: Case, end: End): LegContext {
    return {
      today: this.today,
      at: this.at,
      actor: this.actor,
      end,
      rulebook: this.desk.rulebook,
      matter: this.ruleContext(matter, leg.to),
    };
  }

  /** The same for an act of the receiver, whose first act signs for the leg and so takes a local number. */
  async receivingContext(leg: Leg, matter: Case): Promise<LegContext> {
    const context = this.legContext(leg, matter, 'receiver');
    return leg.state === 'SENT' ? { ...context, receiverNumber: await this.localNumber(matter) } : context;
  }

  /** 本级编号: the case's own, or the next of the register. */
  private async localNumber(matter: Case): Promise<string> {
    return matter.localNumber ?? (await this.documentNumber('登'));
  }

  /** The next number of a register of this office, e.g. 临人信交〔2026〕3号. */
  async documentNumber(register: string, unit?: string): Promise<string> {
    const prefix =
      this.desk.office.unit(unit ?? this.self)?.documentPrefix ?? this.desk.office.self.documentPrefix;
    const year = yearOf(this.today);
    return `${prefix}${register}〔${year}〕${await this.numberIn(`${prefix}${register}`, year)}号`;
  }

  /** After a recovery the register goes on in a new block: what was given since the older state is not known here. */
  private async numberIn(register: string, year: number): Promise<number> {
    const { epoch } = this.desk;
    if (epoch === 1) return this.tx.numbers.next(register, year);
    return (epoch - 1) * BLOCK + (await this.tx.numbers.next(`${register}#${epoch}`, year));
  }

  /** Saves what a decision did to a leg: the leg, its history, its papers, the message to the other end. */
  async recordLeg(row: LegRow, moved: Moved): Promise<LegRow> {
    const saved = await this.writeLeg(row, moved.leg, moved.events);
    if (!isLocalLeg(moved.leg)) {
      const dest = moved.leg.fromNode === this.self ? moved.leg.toNode : moved.leg.fromNode;
      await this.desk.outbox.put(
        moved.events.map((event) => ({
          dest,
          type: `huiyin.leg.${event.type}.v1`,
          stream: { kind: 'leg', id: moved.leg.id },
          subject: moved.leg.originNumber,
          bodyKey: moved.leg.originNumber,
          time: this.now,
          data: { legId: moved.leg.id, event },
        })),
      );
    }
    for (const event of moved.events) await this.react(this, saved, event);
    return saved;
  }

  /** Takes over what the other end decided: the same writing, no message back. */
  async admitLeg(row: LegRow, next: Leg, event: LegEvent): Promise<void> {
    const saved = await this.writeLeg(row, next, [event]);
    await this.react(this, saved, event);
  }

  /** The addressee's system refused the sending; its receipt is the event, applied at this end only. */
  async refusedByAddressee(
    row: LegRow,
    data: { readonly slug: string; readonly article?: string },
  ): Promise<void> {
    const { today: on, at } = this;
    const by = { unit: row.leg.to, user: '系统', role: 'system' } as const;
    const event = {
      type: 'refuse-by-guard',
      on,
      at,
      by,
      clocks: { opened: [], met: [], reopened: [] },
      data,
    } as const;
    const next = applyLegEvent(row.leg, event);
    if (next !== undefined) await this.admitLeg(row, next, event);
  }

  private async writeLeg(row: LegRow, leg: Leg, events: readonly LegEvent[]): Promise<LegRow> {
    const saved = events.length === 0 ? row : await this.tx.legs.save(leg);
    await this.tx.history.add(
      events.map((event) => ({
        caseId: row.caseId,
        legId: leg.id,
        on: event.on,
        at: event.at,
        by: event.by,
        act: `leg.${event.type}`,
        basis: basisOf(event),
        text: describeLegEvent(event),
      })),
    );
    for (const event of events) {
      if (event.type === 'report' || event.type === 'mediated') {
        await this.tx.documents.insert(this.paperOf(row, leg, event.data, event.on));
      }
    }
    return saved;
  }

  private paperOf(row: LegRow, leg: Leg, paper: ReportPaper, on: LocalDate): Document {
    const kind = leg.kind === 'slip' ? 'slip' : paper.verification === true ? 'verification' : 'report';
    const { number, signer, result: text } = paper;
    return {
      id: this.desk.newId(),
      caseId: row.caseId,
      legId: leg.id,
      kind,
      number,
      on,
      unit: leg.to,
      signer,
      text,
      paper,
    };
  }

  /** Saves a decision about the case with its line of history. */
  async recordCase(matter: Case, act: CaseEventType, basis: string, text: string): Promise<CaseRow> {
    const saved = await this.tx.cases.save(matter);
    await this.note(matter.id, act, basis, text);
    if (!UNDER_WAY.includes(matter.state)) await this.takeBack(matter.id);
    return saved;
  }

  /** What ended is before no leader any more. */
  private async takeBack(caseId: string): Promise<void> {
    const { leaders } = this.tx;
    for (const reading of takenBack(await leaders.readings(caseId), this.today))
      await leaders.saveReading(reading);
  }

  /** A line of history that moves nothing. */
  async note(caseId: string, act: string, basis: string, text: string, legId?: string): Promise<void> {
    const { today: on, at, actor: by } = this;
    await this.tx.history.add([
      { caseId, on, at, by, act, basis, text, ...(legId === undefined ? {} : { legId }) },
    ]);
  }

  /** Moves the case if the table has the row; a case that is further already stays as it is. */
  async moveCaseIfDue(
    row: CaseRow,
    act: CaseEventType,
    basis: string,
    text: string,
    facts: Partial<Omit<Case, 'state' | 'clocks' | 'id'>> = {},
    met: readonly ClockId[] = [],
  ): Promise<CaseRow> {
    const moved = moveCase(row.matter, act, { today: this.today, actor: this.actor }, facts, met);
    return moved.ok ? this.recordCase(moved.value, act, basis, text) : row;
  }

  /** A case and all its legs here, locked in the order cases → legs. */
  async open(caseId: string): Promise<Outcome<{ readonly row: CaseRow; readonly legs: readonly LegRow[] }>> {
    const row = await this.tx.cases.load(caseId);
    if (row === undefined) return refuse('unknown-case');
    const excluded = this.actor.role !== 'system' && (await this.tx.guards.isExcluded(caseId, this.actor));
    if (excluded) return refuse('conflict-of-interest', {}, '信访工作条例28(3)');
    return accepted({ row, legs: await this.tx.legs.ofCase(caseId) });
  }
}

/** Numbers of one register in one year and epoch. */
const BLOCK = 10_000;

/** States in which a leader has something to say. */
const UNDER_WAY: readonly Case['state'][] = ['RECEIVED', 'REGISTERED', 'SUBMITTED', 'OUT', 'ANSWERED'];

export const liveLegs = (legs: readonly LegRow[]): readonly LegRow[] =>
  legs.filter((row) => isOpenLeg(row.leg));

const basisOf = (event: LegEvent): string =>
  LEG_TABLE.find((row) => row.event === event.type)?.basis ?? '[I]';
