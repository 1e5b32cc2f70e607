import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ActAnswer, type ActName, ACTS } from '#contract';
import { type LocalDate, type Refusal, addDays, isWorkingDay } from '#domain';
import type { CaseRow, LegRow } from '#casework';
import type { Step, Story } from './casebook-story.js';
import { liveToAdvance } from './twin-advance.js';
import { stepAtMeeting, topicBody } from './twin-story-meetings.js';
import type { TwinNetwork, TwinNode } from './twin-network.js';

/* Plays a casebook story on the twin network: the same steps that the player posts over HTTP, in memory. */

/** The stories of a file of the casebook, or only those with these keys. */
export function storiesOf(file: string, ...keys: readonly string[]): readonly Story[] {
  const text = readFileSync(join(import.meta.dirname, '../../deploy/casebook', file), 'utf8');
  const parsed: { cases: Story[] } = JSON.parse(text);
  return parsed.cases.filter(({ key }) => keys.length === 0 || keys.includes(key));
}

const WORDS: Readonly<Record<string, string>> = {
  来信: 'letter',
  来访: 'visit',
  来电: 'call',
  网上: 'web',
  自收: 'own',
  上级交办: 'superior',
  代表转交: 'deputy',
  求决: 'request',
  申诉: 'appeal',
  咨询: 'consultation',
  建议意见: 'suggestion',
  检举控告: 'accusation',
  协调会: 'coordination',
  人大信访联席会: 'joint',
  听取汇报: 'hearing-a-report',
};
const word = (value: unknown): string => WORDS[String(value)] ?? String(value);

export class TwinStory {
  private origin = '';

  constructor(
    private readonly net: TwinNetwork,
    private readonly story: Story,
    /** Looks at what each step did, after everything has arrived. */
    private readonly looking: (step: Step, done: ActAnswer) => void = () => undefined,
  ) {}

  /** Plays every step on its own working day. */
  async play(): Promise<void> {
    let day = this.story.receivedAt;
    let advanced = false;
    for (const [index, step] of this.story.story.entries()) {
      if (step.at === 'clock') {
        day = await liveToAdvance(
          this.net,
          this.legsAt(this.story.story[0]?.at ?? 'city'),
          String(step['what']),
        );
        advanced = true;
        continue;
      }
      if (typeof step['on'] === 'string') day = step['on'];
      else if (index > 0 && step['sameDay'] !== true && !advanced)
        day = this.after(day, Number(step['workingDaysAfter'] ?? 1));
      advanced = false;
      if (day > this.net.today) await this.net.day(day);
      const done = await this.step(step);
      if (this.refusedAsExpected(step, done)) continue;
      if (!('caseId' in done))
        throw new Error(`${this.story.key} ${step.at} ${step.does}: ${JSON.stringify(done)}`);
      if (step.does === 'register') {
        this.origin = done.originNumber;
        this.net.origins.set(this.story.key, done.originNumber);
      }
      this.looking(step, done);
    }
  }

  /** A step that is to be refused must be, with the slug and the article that the story names. */
  private refusedAsExpected(step: Step, done: ActAnswer | Refusal): boolean {
    const expected = step['expect'] as { refused?: string; article?: string } | undefined;
    if (expected?.refused === undefined || 'caseId' in done) return false;
    return (
      done.slug === expected.refused && (expected.article === undefined || done.article === expected.article)
    );
  }

  private after(day: string, workingDays: number): string {
    const { calendar } = this.net.node('city').desk.rulebook;
    let date = day as LocalDate;
    for (let left = workingDays; left > 0;) {
      date = addDays(date, 1);
      if (isWorkingDay(calendar, date)) left -= 1;
    }
    return date;
  }

  private nodeOf(unit: string): TwinNode {
    return this.net.node(this.net.node('city').desk.office.unit(unit)?.node ?? unit);
  }

  caseAt(node: string): CaseRow | undefined {
    return [...this.net.node(node).office.memory.cases.values()].find(
      (row) => row.matter.originNumber === this.origin,
    );
  }

  legsAt(node: string): readonly LegRow[] {
    return [...this.net.node(node).office.memory.legs.values()].filter(
      (row) => row.leg.originNumber === this.origin,
    );
  }

  private async step(step: Step): Promise<ActAnswer | Refusal> {
    const home = this.story.story[0]?.at ?? 'city';
    const id = this.caseAt(home)?.matter.id ?? '';
    const legs = this.legsAt(home).map(({ leg }) => ({ id: leg.id, to: leg.to }));
    const matter = { id, originNumber: this.origin, legs };
    return (await stepAtMeeting(this.net, this.nodeOf(step.at).id, step, matter)) ?? this.onMatter(step);
  }

  private onMatter(step: Step): Promise<ActAnswer | Refusal> {
    const node = this.nodeOf(step.at);
    const { at, does } = step;
    const actor = {
      unit: at,
      ...(typeof step['by'] === 'string' ? { user: step['by'] } : {}),
      ...(step['onPaper'] === true ? { onPaper: { source: 'paper' as const } } : {}),
    };
    const onLeg = (find: (row: LegRow) => boolean, act: ActName, more: object) => {
      const row = this.legsAt(node.id).findLast(find);
      if (row === undefined) throw new Error(`${this.story.key}: no leg for ${at} ${does}`);
      return this.post(node.id, act, row.leg.id, { actor, version: row.version, ...more });
    };
    const onCase = (act: ActName, more: object) => {
      const row = this.caseAt(node.id);
      if (row === undefined) throw new Error(`${this.story.key}: no case for ${at} ${does}`);
      return this.post(node.id, act, row.matter.id, { actor, version: row.version, ...more });
    };
    const incoming = (row: LegRow) =>
      row.leg.to === at && row.leg.endedOn === undefined && row.leg.kind !== 'slip';
    const outgoing = (row: LegRow) =>
      row.leg.from === at && row.leg.endedOn === undefined && row.leg.kind !== 'slip';
    const result = (row: LegRow) =>
      row.leg.fromNode === node.id && row.leg.state === 'REPORTED' && row.leg.kind !== 'co';
    const sent = (state: string) => (row: LegRow) => row.leg.fromNode === node.id && row.leg.state === state;
    const pick = (...keys: string[]) =>
      Object.fromEntries(keys.flatMap((key) => (step[key] === undefined ? [] : [[key, step[key]]])));
    const topic = topicBody(this.net, node.id, step);
    if (topic !== undefined) return onCase(...topic);
    switch (does) {
      case 'register':
        return this.post(node.id, 'register', '', { actor, ...this.registration(step) });
      case 'propose':
      case 'answer-on-the-spot':
        return onCase(does, pick('text', 'to', 'dueBy', 'leader'));
      case 'instruct':
      case 'submit':
      case 'set-responsible':
      case 'follow-up':
        return onCase(
          does,
          pick('text', 'marks', 'leader', 'note', 'reason', 'how', 'reached', 'rating', 'fulfilled'),
        );
      case 'instruct-list': {
        const row = this.caseAt(node.id);
        const line = { caseId: row?.matter.id, version: row?.version, ...pick('text', 'marks') };
        return this.post(node.id, does, '', { actor, list: [line] });
      }
      case 'finish-task':
      case 'withdraw-task': {
        const unit = does === 'finish-task' ? at : String(step['unit']);
        const caseId = this.caseAt(node.id)?.matter.id;
        const own = node.office.memory.leaders.tasks.filter(
          (one) => one.caseId === caseId && one.unit === unit,
        );
        const task = own.findLast(({ state }) => state === 'open') ?? own.at(-1);
        return onCase(does, { task: task?.id, ...pick('note', 'number', 'reason') });
      }
      case 'refer':
        return onCase('refer', pick('to', 'feedbackBy', 'note', 'redacted', 'reviewers'));
      case 'assign':
        return onCase('assign', { ...pick('to', 'days', 'redacted', 'reviewers'), wants: 'result' });
      case 'name-accused':
      case 'confirm-accused':
      case 'declare-conflict':
      case 'redact':
      case 'dispatch':
        return onCase(does, pick('accused', 'resolved', 'user', 'reason', 'summary', 'request', 'receivers'));
      case 'tell-whom-to-turn-to':
      case 'reject':
      case 'keep':
      case 'withdraw':
      case 'lead-into-procedure':
      case 'reopen':
      case 'archive':
      case 'elect-representatives':
      case 'correct':
      case 'ask-secrecy':
      case 'urgent-report':
        return onCase(
          does,
          pick(
            'text',
            'how',
            'reason',
            'article',
            'route',
            'procedure',
            'newFacts',
            'count',
            'fields',
            'reportedTo',
          ),
        );
      case 'own-competence':
        return onCase('own-competence', { to: step['committees'], ...pick('days', 'note') });
      case 'note-no-notice':
        return onCase(does, pick('reason'));
      case 'notify':
        return onCase('notify', pick('how', 'advice'));
      case 'confirm':
        return onCase('confirm', pick('how', 'note'));
      case 'link':
      case 'link-elsewhere':
        return onCase(does, { to: this.net.origins.get(String(step['to'])) ?? '', ...pick('how') });
      case 'unlink':
        return onCase('unlink', pick('reason'));
      case 'close':
        return onCase('close', {});
      case 'meeting':
        return onCase('meeting', {
          kind: word(step['kind']),
          parties: step['parties'],
          decides: decisions(step['decides']),
        });
      case 'sign':
      case 'accept':
        return onLeg(incoming, does, {});
      case 'object':
        return onLeg(incoming, 'object', pick('reason'));
      case 'recall':
        return onLeg(outgoing, 'recall', pick('reason'));
      case 'agree-return':
        return onLeg(sent('OBJECTED'), 'agree-return', {});
      case 'pass-on':
        return onLeg(incoming, 'pass-on', pick('to', 'note'));
      case 'report':
        return onLeg(incoming, 'report', {
          ...pick('result', 'money', 'outcome'),
          parts: PARTS,
          draftAnswer: '拟答复如上',
        });
      case 'mediated':
        return onLeg(incoming, 'mediated', {
          ...pick('result', 'money', 'outcome'),
          parts: PARTS,
          draftAnswer: '拟答复如上',
        });
      case 'request-extension':
        return onLeg(incoming, 'request-extension', pick('days', 'reason', 'of'));
      case 'refuse-extension':
        return onLeg((row) => outgoing(row) && row.leg.state === 'EXTENSION_PENDING', does, pick('reason'));
      case 'approve-extension':
        return onLeg((row) => row.leg.state === 'EXTENSION_PENDING', 'approve-extension', { told: '书面' });
      case 'apply-for-review':
        return onLeg(sent('DONE'), does, pick('reason'));
      case 'decide-review':
        return onLeg(sent('UNDER_REVIEW'), does, pick('verdict', 'number', 'told', 'defects'));
      case 'advise':
        return onLeg(
          (row) => row.leg.from === at && row.leg.kind !== 'slip',
          does,
          pick('kind', 'text', 'replyWithin'),
        );
      case 'answer-advice':
        return onLeg((row) => row.leg.to === at && row.leg.kind !== 'slip', does, pick('adopted', 'text'));
      case 'revoke-extension': {
        const extended = (row: LegRow) =>
          row.leg.clocks.some((clock) => clock.id === step['of'] && clock.extension !== undefined);
        return onLeg(
          (row) => extended(row) && (step['of'] === 'C4' ? incoming(row) : outgoing(row)),
          does,
          pick('of', 'reason'),
        );
      }
      case 'pause-for-hearing':
      case 'resume-after-hearing':
        return onLeg(
          (row) => (row.leg.state === 'UNDER_REVIEW' ? outgoing(row) : incoming(row)),
          does,
          pick('from', 'until', 'reason'),
        );
      case 'report-up':
        return onLeg(incoming, 'report-up', pick('note'));
      case 'review': {
        // The result first; a co-handler's text is only noted; what was passed already comes last.
        const legs = this.legsAt(node.id);
        const find = [result, sent('REPORTED')].find((one) => legs.some(one)) ?? sent('ANSWERING');
        return onLeg(find, 'review', {
          ...pick('verdict'),
          remarks: step['list'] ?? step['defects'] ?? [],
        });
      }
      case 'review-slip':
        return onLeg(
          (row) => row.leg.kind === 'slip' && row.leg.to === at && row.leg.endedOn === undefined,
          'review-slip',
          {
            ...pick('verdict'),
            remarks: step['list'] ?? step['defects'] ?? [],
          },
        );
      case 'serve-answer':
        return onLeg(
          (row) =>
            row.leg.state === 'ANSWERING' &&
            (row.leg.to === at || (row.leg.from === at && row.leg.answeredBy === 'sender')),
          'serve-answer',
          pick('how'),
        );
      case 'select-for-supervision':
        return onCase(does, {
          why: 'monthly',
          ...(step['letter'] === undefined ? {} : { letter: true }),
        });
      case 'remind':
        return onLeg(outgoing, does, {
          ...pick('promised', 'spokeWith', 'number'),
          how: step['how'] === '电话' ? 'telephone' : 'slip',
        });
      case 'supervise':
        return onLeg(outgoing, does, pick('replyWithin', 'text'));
      case 'read-supervision':
        return onLeg(incoming, does, {});
      case 'reply-to-supervision':
        return onLeg(incoming, does, pick('adopted', 'text'));
      case 'enclose':
        return onLeg((row) => incoming(row) || outgoing(row), does, { enclose: [this.keepFile(step)] });
      case 'interim-report':
        return onLeg(incoming, does, pick('text'));
      case 'hand-to-successor':
        return onLeg((row) => incoming(row) || outgoing(row), does, pick('basis', 'all'));
      case 'countersign-succession':
        return onLeg(() => true, does, pick('refuse'));
      default:
        throw new Error(`${this.story.key}: unknown step ${does}`);
    }
  }

  /** The file of a step, as its office keeps it; the twin has no bytes of it. */
  private keepFile(step: Step): string {
    const { office, desk } = this.net.node(step.at);
    const row = [...office.memory.cases.values()].find(({ matter }) => matter.originNumber === this.origin);
    const id = desk.newId();
    office.memory.intake.attachments.push({
      ...{ id, caseId: row?.matter.id ?? '', name: `${String(step['file'])}.txt`, type: 'text/plain' },
      ...{ size: 1, sha256: 'a'.repeat(64), shows: 'matter', on: this.net.today },
      ...{ at: '2026-04-02T01:00:00.000Z', unit: step.at, user: '承办人' },
    });
    return id;
  }

  private post(node: string, act: ActName, id: string, body: object): Promise<ActAnswer | Refusal> {
    // The same border as over HTTP: the contract's schema parses the body.
    const parsed = ACTS[act].body.parse(body);
    return this.net.act(node, act, id, parsed);
  }

  private registration(step: Step): object {
    const { story } = this;
    const petitioner = story['petitioner'] as { name: string; note?: string };
    return {
      form: word(story['form']),
      source: word(story['source']),
      receivedOn: story.receivedAt,
      people: story['people'],
      petitioner: { name: petitioner.name, ...(petitioner.note ? { note: petitioner.note } : {}) },
      category: word(story['category']),
      route: story['route'],
      topic: story['topic'],
      place: story['place'],
      summary: story['summary'],
      request: story['request'],
      respondents: story['respondent'],
      ...(step['secrecy'] === undefined ? {} : { secrecy: step['secrecy'] }),
      ...(step['accused'] === undefined ? {} : { accused: step['accused'] }),
      ...(step['onTrial'] === undefined ? {} : { onTrial: step['onTrial'] }),
      ...(step['purpose'] === undefined ? {} : { purpose: step['purpose'] }),
      ...(step['crossings'] === undefined ? {} : { crossings: step['crossings'] }),
      ...(step['proposal'] === undefined ? {} : { proposal: step['proposal'] }),
      ...(step['visit'] === undefined ? {} : { visit: step['visit'] }),
      ...(step['representatives'] === undefined ? {} : { representatives: step['representatives'] }),
    };
  }
}

const PARTS = {
  basis: '来函',
  petitioner: '信访人',
  problems: '反映的问题',
  investigation: '调查处理',
} as const;

function decisions(value: unknown): object {
  const decides = value as { forThisKind?: string };
  if (decides.forThisKind === undefined) return decides;
  const [topic = '', to = ''] = decides.forThisKind.split('→').map((part) => part.trim());
  return { ...decides, forThisKind: { topic, to } };
}
