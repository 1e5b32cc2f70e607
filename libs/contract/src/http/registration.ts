import { z } from 'zod';
import { day, text, unitId, uuid } from '../text.js';
import { category, form, route, source } from '../words.js';
import { accusedNames } from './guard-acts.js';
import { actingAs } from './on-matter.js';
import { crossings, topicPath } from './entry-fields.js';
import { person } from './person.js';

/** One letter, visit, call, web message or consultation as the registrar enters it. */
export const registration = z.strictObject({
  actor: actingAs,
  form,
  source,
  /** The day it came in; not later than today. C1 and C2 start here. */
  receivedOn: day,
  people: z.int().min(1).max(100_000),
  visit: z.exactOptional(
    z.strictObject({ batches: z.int().min(1).max(1000), persons: z.int().min(1).max(100_000) }),
  ),
  /** Never a bar to registration (L1 20(3)): more than the pack allows registers with 0 and a warning. */
  representatives: z.exactOptional(z.int().min(0).max(100_000)),
  /** The petitioner asks for secrecy: the name does not leave this office (guard 2). */
  secrecy: z.exactOptional(z.boolean()),
  petitioner: person,
  /** 联名: further petitioners by name; `people` counts all. */
  others: z.exactOptional(z.array(person).max(200)),
  /** Another system's key of this item (an import, a web form): the same key registers once. */
  externalKey: z.exactOptional(text(120)),
  /** The draft that this finishes; it is deleted with the registration. */
  draft: z.exactOptional(uuid),
  /**
   * Taken over from an older register. `ended`: it was answered and closed there; no clock starts for it, and only the
   * head enters it so.
   */
  fromRegister: z.exactOptional(
    z.strictObject({
      number: text(80),
      ended: z.exactOptional(z.strictObject({ on: day, how: text(400) })),
    }),
  ),
  category,
  route,
  topic: topicPath,
  place: text(120),
  summary: text(20_000),
  request: text(4_000),
  respondents: z.array(text(120)).max(50),
  /** 被检举控告人(单位), apart from the dossier. Default: of an accusation, its respondents. */
  accused: z.exactOptional(accusedNames),
  /** 已进入诉讼程序: registered, but sent nowhere (BJ 32(1)). Default false. */
  onTrial: z.exactOptional(z.boolean()),
  /** 目的: what the petitioner came for, in the words of the register. It stays at this office. */
  purpose: z.exactOptional(text(400)),
  /** 三跨三分离: why one office alone can't settle it. It stays at this office. */
  crossings: z.exactOptional(crossings),
  /** 拟办意见 of the registrar, with the date that is proposed (限办日期). It moves nothing. */
  proposal: z.exactOptional(
    z.strictObject({ text: text(4_000), to: z.exactOptional(unitId), dueBy: z.exactOptional(day) }),
  ),
});
