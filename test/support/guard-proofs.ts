import { randomUUID } from 'node:crypto';
import { attachmentView, type ActName, type LegView } from '#contract';
import type { GuardNumber } from '#domain';
import { done, RealMatter, type RealOffices, type Told } from './real-matter.js';
import { RESULT } from './twin-matter.js';

/* One row for each way in which a guard refuses: what must have happened, and the act that is refused then. */

interface GuardProof {
  readonly guard: GuardNumber;
  readonly situation: string;
  readonly slug: string;
  readonly article: string;
  /** Brings the situation about and gives back the act that must be refused. */
  readonly act: (offices: RealOffices) => Promise<() => Promise<Told>>;
}

const SCAN = Buffer.from('%PDF-1.4\n%scan of a letter\n%%EOF\n');
const EDU = 'agency:education';
const DISCIPLINE = 'agency:discipline';
const COMMITTEE = 'committee:education';
const WALL = '信访工作条例30(3)';
const AVOID = '信访工作条例28(3)';
const EXTENSION = '信访工作条例34';
const DECIDES = '北京市信访条例30';

const ACCUSATION = {
  category: 'accusation',
  route: '30',
  topic: '纪检监察/村干部',
  place: '乙乡丙村',
  summary: '村干部违法拍卖集体土地。',
  request: '依法查处。',
  respondents: [],
};
const accusing = (offices: RealOffices, ...accused: string[]) =>
  RealMatter.registered(offices, { ...ACCUSATION, accused });
const as = (unit: string, user: string) => ({ actor: { unit, user } });
const main = (leg: LegView): boolean => leg.kind !== 'slip';

/** A letter on a topic that no other row has, so that no other matter is the same one. */
let letters = 0;
const plain = (offices: RealOffices, over: object = {}, at?: string) => {
  letters += 1;
  return RealMatter.registered(
    offices,
    { topic: `教育文体/第${String(letters)}件`, place: `甲镇${String(letters)}组`, ...over },
    at,
  );
};

const onCase =
  (matter: RealMatter, node: string, act: ActName, more: object = {}) =>
  () =>
    matter.onCase(node, act, more);
const onLeg =
  (matter: RealMatter, node: string, act: ActName, more: object = {}) =>
  () =>
    matter.onLeg(node, act, more, main);

/** A scan beside the matter at the city, with what it shows. */
async function fileOf(
  offices: RealOffices,
  matter: RealMatter,
  shows: 'petitioner' | 'matter',
): Promise<string> {
  const { id } = await matter.at('city');
  const asked = new URLSearchParams({ name: '材料.pdf', unit: 'city', shows });
  const path = `/api/cases/${id}/attachments?${asked.toString()}`;
  return (await offices.client('city').upload(path, SCAN, randomUUID(), attachmentView)).id;
}

async function referred(offices: RealOffices, over: object = {}): Promise<RealMatter> {
  const matter = await plain(offices, over);
  done(await matter.onCase('city', 'refer', { to: EDU }));
  return matter;
}

async function answered(offices: RealOffices): Promise<RealMatter> {
  const matter = await referred(offices);
  done(await matter.onLeg(EDU, 'report', RESULT));
  done(await matter.onLeg('city', 'review', { verdict: 'pass' }, main));
  done(await matter.onLeg(EDU, 'serve-answer', { how: '直接送达' }));
  return matter;
}

/** The prefecture assigned it to the city for 40 days. */
async function fromAbove(offices: RealOffices): Promise<RealMatter> {
  const matter = await plain(offices, {}, 'prefecture');
  done(await matter.onCase('prefecture', 'assign', { to: 'city', wants: 'result', days: 40 }));
  return matter;
}

async function decidedOnReview(offices: RealOffices, ...decisions: readonly object[]): Promise<RealMatter> {
  const matter = await answered(offices);
  done(await matter.onCase('city', 'notify', { how: '书面' }));
  done(await matter.onCase('city', 'close'));
  for (const decision of decisions) {
    done(await matter.onLeg('city', 'apply-for-review', { reason: '不服' }, main));
    done(await matter.onLeg('city', 'decide-review', decision, main));
  }
  return matter;
}

const UPHELD = { verdict: 'uphold', number: '市府复查〔2026〕1号', told: '直接送达' };

export const GUARD_PROOFS: readonly GuardProof[] = [
  {
    guard: 1,
    situation: 'an accusation of a village goes to no office that leads it',
    slug: 'accused-party',
    article: WALL,
    act: async (offices) =>
      onCase(await accusing(offices, '丙村村委会'), 'city', 'refer', { to: 'township:yi' }),
  },
  {
    guard: 1,
    situation: 'an accused whom the directory does not know stops every sending',
    slug: 'accused-unresolved',
    article: WALL,
    act: async (offices) => onCase(await accusing(offices, '王某某'), 'city', 'refer', { to: DISCIPLINE }),
  },
  {
    guard: 1,
    situation: 'whoever named an unknown accused does not confirm the name too',
    slug: 'second-person-required',
    article: WALL,
    act: async (offices) =>
      onCase(await accusing(offices, '王某某'), 'city', 'confirm-accused', as('city', '登记员')),
  },
  {
    guard: 1,
    situation: 'an office that the matter is about does not review its result',
    slug: 'respondent-is-reviewer',
    article: AVOID,
    act: async (offices) => {
      const matter = await referred(offices, { respondents: ['市人大信访办'] });
      done(await matter.onLeg(EDU, 'report', RESULT));
      return onLeg(matter, 'city', 'review', { verdict: 'pass' });
    },
  },
  {
    guard: 1,
    situation: 'with a redacted copy goes no file that shows the matter as it was written',
    slug: 'enclosure-shows-accusation',
    article: WALL,
    act: async (offices) => {
      const matter = await plain(offices);
      const registrar = as('city', '登记员');
      done(await matter.onCase('city', 'name-accused', { ...registrar, accused: [EDU] }));
      const copy = { summary: '反映修缮费问题。', request: '补发。' };
      done(await matter.onCase('city', 'redact', { ...registrar, ...copy }));
      const enclose = [await fileOf(offices, matter, 'matter')];
      return onCase(matter, 'city', 'refer', { to: EDU, redacted: true, enclose });
    },
  },
  {
    guard: 2,
    situation: 'where secrecy was asked for goes no file that shows who the petitioner is',
    slug: 'enclosure-shows-petitioner',
    article: WALL,
    act: async (offices) => {
      const matter = await plain(offices, { secrecy: true });
      const enclose = [await fileOf(offices, matter, 'petitioner')];
      return onCase(matter, 'city', 'assign', { to: 'township:yi', wants: 'result', days: 30, enclose });
    },
  },
  {
    guard: 3,
    situation: 'sixty days below do not fit into forty from above',
    slug: 'limit-outlives-parent',
    article: EXTENSION,
    act: async (offices) =>
      onCase(await fromAbove(offices), 'city', 'assign', { to: EDU, wants: 'result', days: 60 }),
  },
  {
    guard: 4,
    situation: 'a limit that was extended is not extended again',
    slug: 'extension-once',
    article: EXTENSION,
    act: async (offices) => {
      const matter = await referred(offices);
      done(await matter.onLeg(EDU, 'accept'));
      done(await matter.onLeg(EDU, 'request-extension', { days: 20, reason: '复杂' }));
      done(await matter.onLeg(EDU, 'approve-extension', { told: '书面' }));
      return onLeg(matter, EDU, 'request-extension', { days: 10, reason: '仍复杂' });
    },
  },
  {
    guard: 4,
    situation: 'thirty-one days are more than the article gives',
    slug: 'extension-over-cap',
    article: EXTENSION,
    act: async (offices) => {
      const matter = await referred(offices);
      done(await matter.onLeg(EDU, 'accept'));
      return onLeg(matter, EDU, 'request-extension', { days: 31, reason: '复杂' });
    },
  },
  {
    guard: 4,
    situation: 'whoever asks for more time does not grant it',
    slug: 'approver-is-requester',
    article: EXTENSION,
    act: async (offices) => {
      const matter = await referred(offices);
      const head = as(EDU, 'jy-head');
      done(await matter.onLeg(EDU, 'accept'));
      done(await matter.onLeg(EDU, 'request-extension', { days: 30, reason: '复杂', ...head }));
      return onLeg(matter, EDU, 'approve-extension', { told: '书面', ...head });
    },
  },
  {
    guard: 4,
    situation: 'an assigner does not extend beyond what is left from above',
    slug: 'extension-past-limit',
    article: EXTENSION,
    act: async (offices) => {
      const matter = await fromAbove(offices);
      done(await matter.onCase('city', 'assign', { to: EDU, wants: 'result', days: 20 }));
      done(await matter.onLeg(EDU, 'accept'));
      done(await matter.onLeg(EDU, 'request-extension', { days: 30, reason: '复杂' }));
      return () => matter.onLeg('city', 'approve-extension', { told: '书面' }, ({ to }) => to === EDU);
    },
  },
  {
    guard: 5,
    situation: 'a result without its parts and its draft answer is no report',
    slug: 'report-incomplete',
    article: '信访工作条例31(6)',
    act: async (offices) => onLeg(await referred(offices), EDU, 'report', { result: '已办' }),
  },
  {
    guard: 5,
    situation: 'a matter that came back unanswered is not closed',
    slug: 'not-answered',
    article: '信访工作条例31(6)',
    act: async (offices) => {
      const matter = await referred(offices);
      done(await matter.onLeg(EDU, 'object', { reason: '不属本局' }));
      done(await matter.onLeg('city', 'agree-return'));
      return onCase(matter, 'city', 'close');
    },
  },
  {
    guard: 5,
    situation: 'an answered matter is not closed while its petitioner was never told that it came in',
    slug: 'not-notified',
    article: '信访工作条例23',
    act: async (offices) => onCase(await answered(offices), 'city', 'close'),
  },
  {
    guard: 6,
    situation: 'a decision that a review revoked is not repeated on the same facts',
    slug: 'same-opinion',
    article: '北京市信访条例50，山东省信访条例45',
    act: async (offices) => {
      const revoked = { verdict: 'change-or-revoke', number: '市府复查〔2026〕2号', defects: ['事实不清'] };
      return onLeg(await decidedOnReview(offices, revoked), EDU, 'report', RESULT);
    },
  },
  {
    guard: 7,
    situation: 'whoever declared an interest does not act on that case',
    slug: 'conflict-of-interest',
    article: AVOID,
    act: async (offices) => {
      const matter = await plain(offices);
      done(await matter.onCase('city', 'declare-conflict', { ...as('city', '分办员'), reason: '系近亲属' }));
      return onCase(matter, 'city', 'refer', { to: EDU, ...as('city', '分办员') });
    },
  },
  {
    guard: 8,
    situation: 'a township presidium does not decide its government’s matter',
    slug: 'congress-does-not-decide',
    article: DECIDES,
    act: async (offices) => {
      const matter = await plain(offices);
      done(await matter.onCase('city', 'assign', { to: 'township:jia', wants: 'result' }));
      return onLeg(matter, 'township:jia', 'report', RESULT);
    },
  },
  {
    guard: 8,
    situation: 'what the table gives to an agency is not studied as the congress’s own',
    slug: 'congress-does-not-decide',
    article: DECIDES,
    act: async (offices) => onCase(await plain(offices), 'city', 'own-competence', { to: [COMMITTEE] }),
  },
  {
    guard: 9,
    situation: 'a group of thirty does not elect six',
    slug: 'representatives-at-most',
    article: '信访工作条例20(3)',
    act: async (offices) =>
      onCase(await plain(offices, { people: 30 }), 'city', 'elect-representatives', { count: 6 }),
  },
  {
    guard: 9,
    situation: 'two people do not elect three',
    slug: 'representatives-more-than-people',
    article: '信访工作条例20(3)',
    act: async (offices) =>
      onCase(await plain(offices, { people: 2 }), 'city', 'elect-representatives', { count: 3 }),
  },
  {
    guard: 10,
    situation: 'an entry is corrected where it was registered, and nowhere else',
    slug: 'corrected-where-registered',
    article: '信访工作条例44',
    act: async (offices) =>
      onCase(await fromAbove(offices), 'city', 'correct', { fields: { people: 2 }, reason: '漏登' }),
  },
  {
    guard: 11,
    situation: 'what a township has in hand is not sent out a second time by the city',
    slug: 'accepted-elsewhere',
    article: '信访工作条例19(3)',
    act: async (offices) => {
      letters += 1;
      const same = { topic: '农村农业/征地补偿', place: `甲镇己村${String(letters)}组` };
      await RealMatter.registered(offices, same, 'township:jia');
      const again = await RealMatter.registered(offices, same);
      return onCase(again, 'city', 'assign', { to: 'agency:natural-resources', wants: 'result', days: 60 });
    },
  },
  {
    guard: 11,
    situation: 'after the re-review there is no third',
    slug: 'barred-after-re-review',
    article: '信访工作条例36(3)',
    act: async (offices) => {
      const twice = { ...UPHELD, number: '市府复核〔2026〕1号' };
      const matter = await decidedOnReview(offices, UPHELD, twice);
      return onLeg(matter, 'city', 'apply-for-review', { reason: '仍不服' });
    },
  },
  {
    guard: 12,
    situation: 'only committees study what is the congress’s own',
    slug: 'addressee-not-competent',
    article: '上海市信访条例30(1)',
    act: async (offices) =>
      onCase(await plain(offices, { topic: '人大工作/代表联系' }), 'city', 'own-competence', { to: [EDU] }),
  },
  {
    guard: 13,
    situation: 'minutes bind those who sat there: no objection to what they assigned',
    slug: 'no-objection-by-minutes',
    article: '信访工作条例24',
    act: async (offices) => {
      const matter = await plain(offices);
      const decides = { lead: EDU, co: [], days: 30 };
      done(await matter.onCase('city', 'meeting', { kind: 'coordination', parties: [EDU], decides }));
      return onLeg(matter, EDU, 'object', { reason: '不属本局' });
    },
  },
  {
    guard: 14,
    situation: 'the prefecture sends a matter of the city’s bureau through the city’s congress office',
    slug: 'addressee-not-linked',
    article: '上海市信访条例30(4)',
    act: async (offices) =>
      onCase(await plain(offices, {}, 'prefecture'), 'prefecture', 'refer', { to: EDU }),
  },
  {
    guard: 15,
    situation: 'a case on trial is sent nowhere',
    slug: 'case-on-trial',
    article: '北京市信访条例32(1)',
    act: async (offices) =>
      onCase(await plain(offices, { route: '31(1)', onTrial: true }), 'city', 'refer', { to: EDU }),
  },
  {
    guard: 16,
    situation: 'a body that stands hands nothing to a successor, for it has none',
    slug: 'not-the-successor',
    article: '信访工作条例24(2)',
    act: async (offices) => {
      const matter = await referred(offices);
      done(await matter.onLeg(EDU, 'accept'));
      return onLeg(matter, EDU, 'hand-to-successor', { basis: '临编〔2026〕9号' });
    },
  },
  // Last, since the days that it takes pass for every other matter too.
  {
    guard: 4,
    situation: 'what has ended is not extended',
    slug: 'extension-expired',
    article: EXTENSION,
    act: async (offices) => {
      const matter = await plain(offices);
      done(await matter.onCase('city', 'assign', { to: EDU, wants: 'result', days: 1 }));
      done(await matter.onLeg(EDU, 'accept'));
      const limit = (await matter.at(EDU)).legs[0]?.clocks.find(({ id }) => id === "C4'");
      await offices.dayAfter(limit?.effective ?? '');
      return onLeg(matter, EDU, 'request-extension', { days: 10, reason: '复杂' });
    },
  },
];
