import type { CaseworkUnitOfWork } from '#casework';
import type { ActName } from '#contract';
import type { Memory } from '../../libs/casework/src/testing/memory.js';
import { LETTER, RESULT, TwinMatter } from './twin-matter.js';

/* A register with something on every list: the same matters on every run. */

const TOPICS = ['教育文体/教师待遇', '教育文体/学校收费', '劳动和社会保障/拖欠工资', '城乡建设/噪声污染'];
const PLACES = ['甲镇', '甲镇己村', '乙镇', '临州市区'];
const FORMS = ['letter', 'visit', 'call', 'web', 'fax'];
const SUMMARIES = ['退休教师的房屋修缮费多年未补。', '工地拖欠农民工工资。', '夜间施工噪声扰民，多次反映。'];
const CATEGORIES = ['request', 'appeal', 'suggestion', 'accusation'];
const TO = ['agency:education', 'agency:court', 'agency:labour'];

/** What happens to the n-th matter after its registration. */
const LIVES: readonly (readonly [ActName, ...string[]][])[] = [
  [],
  [['propose']],
  [['assign']],
  [['assign'], ['sign']],
  [['assign'], ['accept']],
  [['assign'], ['sign'], ['object']],
  [['assign'], ['sign'], ['object'], ['agree-return']],
  [['assign'], ['accept'], ['request-extension']],
  [['assign'], ['accept'], ['report']],
  [['assign'], ['accept'], ['supervise']],
  [['assign'], ['set-urgency']],
];

/** The city of a twin network that has lived through some weeks. */
export async function aBusyOffice(matters: number): Promise<TwinMatter> {
  const office = new TwinMatter();
  for (let n = 0; n < matters; n += 1) {
    const day = `2026-0${3 + Math.floor(n / 25)}-${String(1 + (n % 25)).padStart(2, '0')}`;
    await office.net.day(day);
    await oneLife(office, n, day);
  }
  return office;
}

async function oneLife(office: TwinMatter, n: number, receivedOn: string): Promise<void> {
  const pick = <T>(from: readonly T[], step = 1): T => {
    const found = from[Math.floor(n / step) % from.length];
    if (found === undefined) throw new Error('nothing to pick');
    return found;
  };
  const category = pick(CATEGORIES, 3);
  const answer = await office.register(receivedOn, {
    ...LETTER,
    topic: pick(TOPICS),
    place: pick(PLACES, 2),
    form: pick(FORMS),
    category,
    route: category === 'accusation' ? '30' : '31(6)',
    summary: pick(SUMMARIES),
    people: 1,
    ...(pick(FORMS) === 'visit' ? { visit: { batches: 1, persons: 1 } } : {}),
  });
  if (!('caseId' in answer)) return;
  const to = pick(TO);
  const version = (): number => office.net.node('city').office.memory.cases.get(answer.caseId)?.version ?? 0;
  const onCase = (act: ActName, more: object) =>
    office.post('city', act, answer.caseId, { actor: { unit: 'city' }, version: version(), ...more });
  const onLeg = (node: string, act: ActName, more: object = {}) =>
    office.onLeg(
      node,
      act,
      more,
      ({ leg }) => leg.originNumber === answer.originNumber && leg.kind === 'assign',
    );
  for (const [act] of pick(LIVES)) {
    try {
      if (act === 'propose') await onCase(act, { text: '拟转教育局' });
      else if (act === 'assign') await onCase(act, { to, wants: 'result', days: 20 });
      else if (act === 'set-urgency') await onCase(act, { urgency: 'urgent' });
      else if (act === 'agree-return') await onLeg('city', act, { reason: '同意' });
      else if (act === 'supervise') await onLeg('city', act, { replyWithin: '5工作日' });
      else if (act === 'object') await onLeg(to, act, { reason: '非本单位职责' });
      else if (act === 'request-extension') await onLeg(to, act, { days: 10, reason: '需勘界' });
      else if (act === 'report') await onLeg(to, act, { ...RESULT, number: `报${n}号`, signer: '局长' });
      else await onLeg(to, act);
    } catch (error) {
      // What an accusation's wall keeps here has no leg to act on.
      if (!(error instanceof Error) || !error.message.includes('no such leg')) throw error;
    }
  }
}

/** Writes what an office in memory holds into a database, as the casework does. */
export async function copyInto(casework: CaseworkUnitOfWork, memory: Memory): Promise<void> {
  const legs = [...memory.legs.values()];
  for (const { matter } of memory.cases.values()) {
    await casework.run(async (tx) => {
      await tx.cases.insert(matter);
      for (const { leg, caseId, deliveredAt } of legs)
        if (caseId === matter.id) await tx.legs.insert(leg, caseId, deliveredAt);
      await tx.history.add(memory.history.filter(({ caseId }) => caseId === matter.id));
      const { papers, events, urgencies } = memory.supervision;
      for (const row of papers.values()) if (row.caseId === matter.id) await tx.supervisions.insert(row);
      for (const event of events.values()) if (event.caseId === matter.id) await tx.supervisions.fire(event);
      const urgency = urgencies.get(matter.id);
      if (urgency !== undefined) await tx.supervisions.setUrgency(matter.id, urgency);
    });
  }
}
