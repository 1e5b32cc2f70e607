import { CATEGORY_WORDS, FORM_WORDS, SOURCE_WORDS, type ActBody } from '#contract';
import { z } from 'zod';

/*
 * The casebook is written in the words of the office; the contract speaks code words. Both stand in the glossary
 * of the contract, so these tables are made from it.
 */

/** The Chinese words of a glossary table as a schema that reads them into code words. */
const wordsOf = <K extends string>(words: Readonly<Record<K, readonly [string, string]>>) => {
  const codes = new Map<string, K>();
  for (const code of Object.keys(words)) if (isKey(words, code)) codes.set(words[code][0], code);
  return oneOf(codes);
};

const isKey = <K extends string>(words: Readonly<Record<K, unknown>>, key: string): key is K => key in words;

/** A text whose schema lists the words, for editors; that it is one of them is checked where it is read. */
export const listing = (words: Iterable<string>) => z.string().meta({ enum: [...words] });

/** A word that is a key of `codes`, read into its value; the message lists the known words. */
const oneOf = <V extends string>(codes: ReadonlyMap<string, V>) =>
  listing(codes.keys()).transform((word, context): V => {
    const code = codes.get(word);
    if (code !== undefined) return code;
    context.addIssue(`“${word.slice(0, 40)}” is not one of ${[...codes.keys()].join('、')}`);
    return z.NEVER;
  });

/** 来信 letter, 来访 visit, 来电 call, 网上 web, 传真 fax. */
export const formWord = wordsOf(FORM_WORDS);
/** 自收 own, 上级交办 superior, 领导批示 leader, 代表转交 deputy, 其他机关转来 other-organ. */
export const sourceWord = wordsOf(SOURCE_WORDS);
/** 求决 request, 申诉 appeal, 建议意见 suggestion, 检举控告 accusation, 咨询 consultation. */
export const categoryWord = wordsOf(CATEGORY_WORDS);

/** 要结果 result, 要情况 account; an opinion is wanted only by a review slip, which the system sends. */
export const wantsWord = oneOf<ActBody<'assign'>['wants']>(
  new Map([
    ['要结果', 'result'],
    ['要情况', 'account'],
  ]),
);

type MeetingKind = ActBody<'meeting'>['kind'];

/** The kinds of meeting (domain.md §3). */
const MEETINGS = {
  协调会: 'coordination',
  专题会议: 'special',
  人大信访联席会: 'joint',
  交办会: 'handover',
  听取汇报: 'hearing-a-report',
} as const satisfies Record<string, MeetingKind>;

export const meetingWord = oneOf<MeetingKind>(new Map(Object.entries(MEETINGS)));
/** The same, and 主任会议 directors: of meetings that go through their stages. */
export const stagedMeetingWord = oneOf<MeetingKind | 'directors'>(
  new Map(Object.entries({ ...MEETINGS, 主任会议: 'directors' })),
);

/** `劳动和社会保障/社会保险费 → agency:labour`: matters of this topic go to this unit. */
export const competenceWord = z.string().transform((text, context) => {
  const [, topic, to] = /^(\S.*?)\s*→\s*([a-z]+(?::[a-z0-9-]+)?)$/u.exec(text) ?? [];
  if (topic !== undefined && to !== undefined) return { topic, to };
  context.addIssue(`“${text.slice(0, 60)}” is not of the form topic → unit`);
  return z.NEVER;
});
