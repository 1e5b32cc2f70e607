import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type NetworkDirectory, NodeMatterNetwork, NodeOffice, loadDirectory } from '#access';
import {
  Acts,
  type Desk,
  type Letter,
  Sweep,
  handOverUnits,
  handlerOf,
  matterIndexing,
  matterWords,
  readRuleFiles,
  receiveEnclosed,
  receiveEnclosureTaken,
  receiveIdentity,
  receiveLeg,
  receiveLegEvent,
  receiveAnswered,
  receiveAsked,
  receiveAttendance,
  receiveDecision,
  receiveMinutes,
  receiveMoveAsked,
  receiveMoveSettled,
  receiveMovedHere,
  receiveMinutesV2,
  receiveNotice,
  receivePapers,
  MeetingActs,
  receiveRecallAsked,
  receiveRecallRefused,
  receiveAdviceAnswered,
  receiveAdvised,
  receiveLimitShortened,
  receiveRevocationAsked,
  receiveRevocationRefused,
  receiveSealed,
  receiveSendBackAsked,
  receiveSendBackRefused,
  receiveSuccessionOffered,
  receiveSuccessionSigned,
  receiveSupervision,
  receiveSupervisionRead,
  receiveSupervisionReply,
  receiveUrgency,
  settled,
  supervisionSettingsOf,
} from '#casework';
import {
  type ActAnswer,
  type ActBody,
  type ActName,
  type MeetingActBody,
  type MeetingActName,
  type MeetingAnswer,
  actAnswer,
  meetingAnswer,
} from '#contract';
import {
  type Leg,
  type LocalDate,
  type Period,
  type Refusal,
  legDigestText,
  legalDay,
  parseLocalDate,
  parsePeriod,
} from '#domain';
import type { InboundMessage } from '#exchange';
import { MemoryOffice } from '../../libs/casework/src/testing/memory-office.js';

/*
 * The sample network in memory: real directory, packs and calendar, real use cases, messages handed over in order.
 * For unit and model tests of the casework; what the exchange promises is tested with the exchange.
 */

const ROOT = join(import.meta.dirname, '../..');

function sampleDirectory() {
  const path = join(ROOT, 'deploy/network/sample');
  const dataDir = mkdtempSync(join(tmpdir(), 'huiyin-'));
  const loaded = loadDirectory({ path, dataDir, now: new Date() });
  rmSync(dataDir, { recursive: true });
  if (!loaded.ok) throw new Error(loaded.problems.map((problem) => JSON.stringify(problem)).join('\n'));
  return loaded.directory;
}

function sampleRules() {
  const read = readRuleFiles({
    rules: join(ROOT, 'deploy/rules'),
    calendar: join(ROOT, 'deploy/calendars/CN.yaml'),
  });
  if (!read.ok) throw new Error(read.problems.join('\n'));
  return read.value;
}

const MATTER_KEY = Buffer.alloc(32, 7);

/** Every two characters side by side: the dictionary is tested where it is used. */
const pairsOf = (text: string): readonly string[] =>
  (text.match(/\p{Script=Han}+/gu) ?? []).flatMap((run) =>
    Array.from(run)
      .slice(1)
      .map((character, at) => `${Array.from(run)[at] ?? ''}${character}`),
  );

/** Read once: neither changes, and reading the YAML is most of the time of a small test. */
let sample:
  { directory: ReturnType<typeof sampleDirectory>; rules: ReturnType<typeof sampleRules> } | undefined;

function periodOf(text: string): Period {
  const parsed = parsePeriod(text);
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.value;
}

export interface TwinNode {
  readonly id: string;
  readonly office: MemoryOffice;
  readonly desk: Desk;
  readonly acts: Acts;
  readonly meetings: MeetingActs;
  readonly sweep: Sweep;
  /** Names of the keys under which this node holds message bodies. */
  readonly bodies: Set<string>;
}

interface Envelope extends Letter {
  readonly id: string;
  readonly source: string;
  readonly sequence: number;
}

export class TwinNetwork {
  readonly nodes = new Map<string, TwinNode>();
  /** Every message that was handed over, in order. */
  readonly exchanged: InboundMessage[] = [];
  readonly quarantine: { readonly at: string; readonly type: string; readonly reason: string }[] = [];
  /** Story → origin number, for stories that name each other. */
  readonly origins = new Map<string, string>();
  private queue: Envelope[] = [];
  private now = new Date('2026-01-04T01:00:00Z');
  private ids = 0;

  constructor() {
    const { directory, rules } = (sample ??= { directory: sampleDirectory(), rules: sampleRules() });
    const pack = rules.packs.get('NAT');
    if (pack === undefined) throw new Error('no pack NAT');
    const settings = {
      assign: { n: 60, unit: '日' },
      redo: { n: 30, unit: '日' },
      sign: { n: 2, unit: '工作日' },
      slip: { n: 5, unit: '工作日' },
      reserveDays: 10,
      supervision: supervisionSettingsOf(directory.settings.defaults.supervision, periodOf),
    } as const;
    this.open = (from, id) => {
      const network = new NodeMatterNetwork(from, id, MATTER_KEY);
      const words = matterWords(pairsOf, network);
      const indexing = matterIndexing(words, network);
      const office = new MemoryOffice(id, indexing);
      const bodies = new Set<string>();
      const desk: Desk = {
        uow: office,
        office: new NodeOffice(from, id),
        matter: { words, indexing, network, asksPerDay: 200 },
        rulebook: { pack, calendar: rules.calendar, settings },
        time: { now: () => this.now },
        legalDay: (instant) => legalDay(instant),
        newId: () => this.newId(),
        outbox: { put: (letters) => this.put(office, id, letters) },
        vault: { destroy: (bodyKey) => Promise.resolve(void bodies.delete(bodyKey)) },
        epoch: 1,
        reviewSlip: 'at-once',
      };
      const acts = new Acts(desk, (stored) => actAnswer.parse(stored));
      const meetings = new MeetingActs(desk, (stored) => meetingAnswer.parse(stored));
      this.nodes.set(id, { id, office, desk, acts, meetings, sweep: new Sweep(desk), bodies });
    };
    for (const { id } of directory.nodes()) this.open(directory, id);
  }

  private readonly open: (from: NetworkDirectory, id: string) => void;

  /** Every office restarts with a newer directory: units that got a node go there with their open legs. Delivers nothing. */
  async directory(next: NetworkDirectory): Promise<void> {
    for (const { id } of next.nodes()) {
      const known = this.nodes.get(id);
      if (known === undefined) this.open(next, id);
      else Object.assign(known.desk, { office: new NodeOffice(next, id) });
    }
    for (const { desk } of [...this.nodes.values()]) await handOverUnits(desk);
  }

  private newId(): string {
    this.ids += 1;
    return `01900000-0000-7000-8000-${String(this.ids).padStart(12, '0')}`;
  }

  private put(office: MemoryOffice, source: string, letters: readonly Letter[]): Promise<readonly string[]> {
    const sent = letters.map((letter) => ({
      ...structuredClone(letter),
      id: this.newId(),
      source,
      sequence: 0,
    }));
    office.memory.outbox.push(...sent);
    return Promise.resolve(sent.map(({ id }) => id));
  }

  node(id: string): TwinNode {
    const node = this.nodes.get(id);
    if (node === undefined) throw new Error(`no node ${id}`);
    return node;
  }

  /** Takes what a node committed for the wire; whoever takes it hands it over. */
  letters(id: string): Envelope[] {
    return this.node(id).office.memory.outbox.splice(0) as Envelope[];
  }

  /** Performs an act and delivers nothing; true when it was done. Its message stays on the wire. */
  async attempt<A extends ActName>(at: string, act: A, id: string, body: ActBody<A>): Promise<boolean> {
    const performed = await this.node(at).acts.perform({
      act,
      id,
      body,
      key: this.newId(),
      fingerprint: 'f',
    });
    return performed.kind === 'done';
  }

  /** What is committed so far is handed over, at most `most` messages; by default until nothing is under way. */
  async deliver(most = Number.POSITIVE_INFINITY): Promise<void> {
    for (let handed = 0; handed < most; handed += 1) {
      for (const id of this.nodes.keys()) this.queue.push(...this.letters(id));
      const next = this.queue.shift();
      if (next === undefined) return;
      await this.handOver(next);
    }
  }

  private async handOver(envelope: Envelope): Promise<void> {
    const { desk, office, bodies } = this.node(envelope.dest);
    bodies.add(envelope.bodyKey);
    this.exchanged.push(envelope);
    const useCase = USE_CASES[envelope.type] ?? receiveLegEvent;
    const outcome = await office.run(() => handlerOf(desk, useCase).handle(envelope));
    if (outcome.kind !== 'applied') {
      this.quarantine.push({ at: envelope.dest, type: envelope.type, reason: outcome.reason });
    }
    const reason = outcome.kind === 'applied' ? {} : { reason: outcome.reason };
    await settled(this.node(envelope.source).desk, {
      messageId: envelope.id,
      dest: envelope.dest,
      type: envelope.type,
      subject: envelope.subject,
      stream: envelope.stream,
      outcome: outcome.kind,
      at: this.now,
      ...reason,
    });
  }

  /** The legal day of the whole network, at nine in the morning; every sweep of that day runs. */
  async day(date: string): Promise<void> {
    const parsed = parseLocalDate(date);
    if (!parsed.ok) throw new Error(parsed.message);
    await this.instant(`${date}T01:00:00Z`);
  }

  /** A legal instant of the whole network, with its sweep. */
  async instant(at: string): Promise<void> {
    await this.deliver();
    await this.live(at);
    await this.deliver();
  }

  /** A legal instant and its sweeps, while what is on the wire stays there. */
  async live(at: string): Promise<void> {
    this.now = new Date(at);
    // A node that holds nothing has nothing to sweep; a test lives through many days.
    for (const { office, sweep } of this.nodes.values()) if (office.memory.cases.size > 0) await sweep.run();
  }

  /** The day passes and nothing runs: no message is handed over and no sweep. */
  skipTo(date: string): void {
    this.now = new Date(`${date}T01:00:00Z`);
  }

  get today(): LocalDate {
    return legalDay(this.now);
  }

  /** Posts an act at a node and delivers what it sent. */
  async act<A extends ActName>(
    at: string,
    act: A,
    id: string,
    body: ActBody<A>,
  ): Promise<ActAnswer | Refusal> {
    const performed = await this.node(at).acts.perform({
      act,
      id,
      body,
      key: this.newId(),
      fingerprint: 'f',
    });
    await this.deliver();
    if (performed.kind === 'refused') return performed.refusal;
    if (performed.kind === 'key-reused') throw new Error('key reused');
    return performed.answer;
  }

  /** The same for an act on a meeting; `deliver` false: what it sent stays on the wire. */
  async onMeeting<A extends MeetingActName>(
    at: string,
    act: A,
    id: string,
    body: MeetingActBody<A>,
    deliver = true,
  ): Promise<MeetingAnswer | Refusal> {
    const key = this.newId();
    const done = await this.node(at).meetings.perform({ act, id, body, key, fingerprint: 'f' });
    if (deliver) await this.deliver();
    if (done.kind === 'refused') return done.refusal;
    if (done.kind === 'key-reused') throw new Error('key reused');
    return done.answer;
  }

  /** Legs whose two ends do not hold the same. */
  differences(): string[] {
    const digests = new Map<string, Set<string>>();
    const ends = new Map<string, number>();
    for (const node of this.nodes.values()) {
      for (const { leg } of node.office.memory.legs.values()) {
        digests.set(leg.id, (digests.get(leg.id) ?? new Set()).add(digest(leg)));
        ends.set(leg.id, (ends.get(leg.id) ?? 0) + 1);
        if (leg.fromNode !== leg.toNode) continue;
        ends.set(leg.id, 2);
      }
    }
    return [...digests].filter(([id, seen]) => seen.size !== 1 || ends.get(id) !== 2).map(([id]) => id);
  }
}

const digest = (leg: Leg): string => createHash('sha256').update(legDigestText(leg)).digest('hex');

const USE_CASES: Readonly<Record<string, typeof receiveLeg>> = {
  'huiyin.leg.sent.v1': receiveLeg,
  'huiyin.leg.identity.v1': receiveIdentity,
  'huiyin.leg.enclosed.v1': receiveEnclosed,
  'huiyin.leg.enclosure-taken.v1': receiveEnclosureTaken,
  'huiyin.leg.sealed.v1': receiveSealed,
  'huiyin.meeting.minutes.v1': receiveMinutes,
  'huiyin.meeting.minutes.v2': receiveMinutesV2,
  'huiyin.meeting.decision.v1': receiveDecision,
  'huiyin.meeting.notice.v1': receiveNotice,
  'huiyin.meeting.papers.v1': receivePapers,
  'huiyin.meeting.attendance.v1': receiveAttendance,
  'huiyin.matter.asked.v1': receiveAsked,
  'huiyin.matter.answered.v1': receiveAnswered,
  'huiyin.leg.remind.v1': receiveSupervision,
  'huiyin.leg.supervise.v1': receiveSupervision,
  'huiyin.leg.supervision-read.v1': receiveSupervisionRead,
  'huiyin.leg.supervision-reply.v1': receiveSupervisionReply,
  'huiyin.leg.urgency.v1': receiveUrgency,
  'huiyin.leg.advised.v1': receiveAdvised,
  'huiyin.leg.advice-answered.v1': receiveAdviceAnswered,
  'huiyin.leg.limit-shortened.v1': receiveLimitShortened,
  'huiyin.leg.revocation-asked.v1': receiveRevocationAsked,
  'huiyin.leg.revocation-refused.v1': receiveRevocationRefused,
  'huiyin.leg.recall-asked.v1': receiveRecallAsked,
  'huiyin.leg.recall-refused.v1': receiveRecallRefused,
  'huiyin.leg.send-back-asked.v1': receiveSendBackAsked,
  'huiyin.leg.send-back-refused.v1': receiveSendBackRefused,
  'huiyin.leg.succession-offered.v1': receiveSuccessionOffered,
  'huiyin.leg.succession-signed.v1': receiveSuccessionSigned,
  'huiyin.leg.move-asked.v1': receiveMoveAsked,
  'huiyin.leg.moved-here.v1': receiveMovedHere,
  'huiyin.leg.move-settled.v1': receiveMoveSettled,
};
