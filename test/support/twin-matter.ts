import type { ActAnswer, ActName } from '#contract';
import { ACTS } from '#contract';
import type { CaseRow, LegRow } from '#casework';
import type { Refusal } from '#domain';
import { TwinNetwork } from './twin-network.js';

/** One matter at the city of the twin network, and the acts that a test wants to try on it. */
export class TwinMatter {
  readonly net = new TwinNetwork();
  private origin = '';

  /** A letter registered at the city on that day; `over` changes the registration. */
  static async registered(on = '2026-04-02', over: object = {}): Promise<TwinMatter> {
    const matter = new TwinMatter();
    await matter.net.day(on);
    const answer = await matter.register(on, over);
    if (!('caseId' in answer)) throw new Error(JSON.stringify(answer));
    matter.origin = answer.originNumber;
    return matter;
  }

  /** A letter registered at another congress office. */
  static async registeredAt(node: string, on: string, over: object = {}): Promise<TwinMatter> {
    const matter = new TwinMatter();
    await matter.net.day(on);
    const body = { ...LETTER, receivedOn: on, actor: { unit: node }, ...over };
    const answer = await matter.post(node, 'register', '', body);
    if (!('caseId' in answer)) throw new Error(JSON.stringify(answer));
    matter.origin = answer.originNumber;
    return matter;
  }

  /** A matter that was assigned to the education bureau (a committee reviews its result). */
  static async assigned(days = 30): Promise<TwinMatter> {
    const matter = await TwinMatter.registered();
    await matter.onCase('city', 'assign', { to: 'agency:education', wants: 'result', days });
    return matter;
  }

  register(receivedOn: string, over: object = {}): Promise<ActAnswer | Refusal> {
    return this.post('city', 'register', '', { ...LETTER, receivedOn, actor: { unit: 'city' }, ...over });
  }

  caseAt(node: string): CaseRow {
    const rows = [...this.net.node(node).office.memory.cases.values()];
    const row = rows.find((entry) => entry.matter.originNumber === this.origin);
    if (row === undefined) throw new Error(`${node} does not hold the case`);
    return row;
  }

  legAt(node: string, is: (row: LegRow) => boolean = () => true): LegRow {
    const row = [...this.net.node(node).office.memory.legs.values()].findLast(is);
    if (row === undefined) throw new Error(`${node} holds no such leg`);
    return row;
  }

  onCase(node: string, act: ActName, more: object = {}): Promise<ActAnswer | Refusal> {
    const { matter, version } = this.caseAt(node);
    return this.post(node, act, matter.id, { actor: { unit: node }, version, ...more });
  }

  onLeg(
    node: string,
    act: ActName,
    more: object = {},
    is?: (row: LegRow) => boolean,
  ): Promise<ActAnswer | Refusal> {
    const { leg, version } = this.legAt(node, is);
    return this.post(node, act, leg.id, { actor: { unit: node }, version, ...more });
  }

  post(node: string, act: ActName, id: string, body: object): Promise<ActAnswer | Refusal> {
    return this.net.act(node, act, id, ACTS[act].body.parse(body));
  }
}

export const LETTER = {
  form: 'letter',
  source: 'own',
  people: 1,
  petitioner: { name: '陈某' },
  category: 'request',
  route: '31(6)',
  topic: '教育文体/教师待遇',
  place: '甲镇',
  summary: '退休教师的房屋修缮费多年未补。',
  request: '补发房屋修缮费。',
  respondents: ['甲镇人民政府'],
} as const;

/** A complete result report (guard 5). */
export const RESULT = {
  result: '已补发',
  outcome: '予以支持',
  parts: { basis: '交办', petitioner: '1人', problems: '修缮费', investigation: '已查' },
  draftAnswer: '已补发，特此答复',
} as const;
