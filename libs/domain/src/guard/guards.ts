import type { Refusal, RefusalSlug } from '../refusal.js';

/** The guards of the casework by their numbers (domain.md §6, README). */
export const GUARD_NUMBERS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16] as const;
export type GuardNumber = (typeof GUARD_NUMBERS)[number];

interface Guard {
  /** What the guard protects, as it stands beside a refusal. */
  readonly zh: string;
  readonly en: string;
  /** The article shown when the refusal itself names none. */
  readonly article: string;
  /** Its refusals; a pair counts only with that article, since the slug serves other rules too. */
  readonly refuses: readonly (RefusalSlug | readonly [slug: RefusalSlug, article: string])[];
}

/**
 * Every guard and the refusals by which it shows. Three show otherwise too: 2 withholds the name, 9 lets a registration pass
 * and only its representatives not, 13 offers the common superior; 10 is the absence of every act that deletes.
 */
export const GUARDS: Readonly<Record<GuardNumber, Guard>> = {
  1: {
    zh: '检举控告不得转给被检举控告人',
    en: 'An accusation never reaches the accused.',
    article: '信访工作条例30(3)',
    refuses: [
      'accused-party',
      'accused-unresolved',
      'second-person-required',
      'respondent-is-reviewer',
      'enclosure-shows-accusation',
    ],
  },
  2: {
    zh: '信访人身份按需知悉',
    en: 'Identity leaves the registering office only where the matter needs it.',
    article: '信访工作条例30(3)',
    refuses: ['enclosure-shows-petitioner'],
  },
  3: {
    zh: '下级期限不得超出上级期限',
    en: 'A child’s limit never outlives its parent’s.',
    article: '信访工作条例34',
    refuses: ['limit-outlives-parent'],
  },
  4: {
    zh: '延期一次、期满前、有上限、另人批准',
    en: 'An extension: once, before the end, capped, approved by another.',
    article: '信访工作条例34',
    refuses: [
      'extension-once',
      'extension-expired',
      'extension-over-cap',
      'extension-not-provided',
      'extension-past-limit',
      'approver-is-requester',
    ],
  },
  5: {
    zh: '报告要素齐全、送达有据方可办结',
    en: 'A result report is complete, and no case closes unanswered.',
    article: '信访工作条例31(6)',
    refuses: ['report-incomplete', ['not-answered', '信访工作条例31(6)'], ['not-notified', '信访工作条例23']],
  },
  6: {
    zh: '不得以同一事实作出相同意见',
    en: 'A re-decision does not repeat the same opinion on the same facts.',
    article: '北京市信访条例50，山东省信访条例45',
    refuses: ['same-opinion'],
  },
  7: {
    zh: '审核人非承办人，利害关系人回避',
    en: 'The reviewer is not the handler; who has an interest withdraws.',
    article: '信访工作条例28(3)',
    refuses: ['reviewer-is-handler', 'conflict-of-interest'],
  },
  8: {
    zh: '人大不代替行政机关、司法机关作出处理决定',
    en: 'A congress does not decide another body’s matter.',
    article: '北京市信访条例30',
    refuses: ['congress-does-not-decide'],
  },
  9: {
    zh: '推选代表不超过五人，不影响登记',
    en: 'A group elects at most five representatives; it is registered whatever it elects.',
    article: '信访工作条例20(3)',
    refuses: ['representatives-at-most', 'representatives-more-than-people'],
  },
  10: {
    zh: '先登记；只更正，不删除',
    en: 'Register first; nothing is deleted, only corrected where it was registered.',
    article: '信访工作条例44',
    refuses: ['corrected-where-registered'],
  },
  11: {
    zh: '已受理或期限内的越级事项不再受理，登记并关联',
    en: 'What is in hand elsewhere, or was re-reviewed, is registered and linked, not accepted again.',
    article: '信访工作条例19(3)',
    refuses: ['accepted-elsewhere', 'barred-after-re-review'],
  },
  12: {
    zh: '本级职权内事项由委员会研究、信访办统一答复',
    en: 'In the congress’s own matters committees study and the office gives the one reply.',
    article: '上海市信访条例30(1)',
    refuses: [['addressee-not-competent', '上海市信访条例30(1)']],
  },
  13: {
    zh: '争议由共同上级决定；纪要约束签字单位',
    en: 'The common superior decides between two that refuse; minutes bind those who sign.',
    article: '信访工作条例24',
    refuses: ['no-objection-by-minutes'],
  },
  14: {
    zh: '下级机关的事项经下级人大转办',
    en: 'A lower body’s matter goes through the lower congress office.',
    article: '上海市信访条例30(4)',
    refuses: ['addressee-not-linked', 'through-lower-congress'],
  },
  15: {
    zh: '在诉案件不予受理',
    en: 'Cases on trial are not accepted.',
    article: '北京市信访条例32(1)',
    refuses: ['case-on-trial'],
  },
  16: {
    zh: '机构变更由承继单位办理',
    en: 'The successor of a body takes its matters.',
    article: '信访工作条例24(2)',
    refuses: ['body-abolished', 'not-the-successor'],
  },
};

/** The guard that refused; undefined for a rule of order. */
export function guardOf({ slug, article }: Pick<Refusal, 'slug' | 'article'>): GuardNumber | undefined {
  return GUARD_NUMBERS.find((number) =>
    GUARDS[number].refuses.some((one) =>
      typeof one === 'string' ? one === slug : one[0] === slug && one[1] === article,
    ),
  );
}
