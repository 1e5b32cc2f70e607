import {
  LEG_EVENT_DATA,
  legEventOf,
  legIdentity,
  legSealed,
  legSent,
  meetingMinutes,
  recallAsked,
  recallRefused,
} from '#contract';
import type {
  Actor,
  Decision,
  Dossier,
  Leg,
  LegEvent,
  LegEventType,
  LocalDate,
  MeetingKind,
  ReportPaper,
} from '#domain';
import type { Petitioner } from '../ports.js';

/*
 * From the wire to domain types. The contract's schema proves the shape; these guards say that the proven shape
 * is the domain's (contract and domain are held together by test/contract/words.spec.ts).
 */

export interface LegSent {
  readonly leg: Leg;
  readonly dossier: Dossier;
  readonly guarded?: boolean;
  readonly accused?: readonly { readonly name: string; readonly party?: string }[];
  readonly note?: string;
  readonly report?: ReportPaper;
}

export interface MinutesMessage {
  readonly meetingId: string;
  readonly originNumber: string;
  readonly number: string;
  readonly kind: MeetingKind;
  readonly convenedBy: string;
  readonly heldOn: LocalDate;
  readonly parties: readonly string[];
  readonly decides: Omit<Extract<Decision, { readonly kind: 'assign' }>, 'kind'> & {
    /** None named: all of them. */
    readonly signedBy: readonly string[];
  };
}

/** A value of the contract's shape, or where it is wrong: `leg.limit.days`. */
export type Read<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly where: string };

interface Schema {
  safeParse(data: unknown): {
    readonly success: boolean;
    readonly error?: { readonly issues: readonly { readonly path: readonly PropertyKey[] }[] } | undefined;
  };
}

export function read<T>(schema: Schema, data: unknown, is: (value: unknown) => value is T): Read<T> {
  if (is(data)) return { ok: true, value: data };
  const first = schema.safeParse(data).error?.issues[0]?.path.map(String).join('.') ?? '';
  return { ok: false, where: first === '' ? 'data' : first };
}

export const guard =
  <T>(schema: Schema) =>
  (value: unknown): value is T =>
    schema.safeParse(value).success;

export const readLegSent = (data: unknown): Read<LegSent> => read(legSent, data, guard<LegSent>(legSent));

interface Identity {
  readonly legId: string;
  readonly petitioner: Petitioner;
  /** 联名: further petitioners. */
  readonly others?: readonly Petitioner[];
}

export const readIdentity = (data: unknown): Read<Identity> =>
  read(legIdentity, data, guard<Identity>(legIdentity));

export const readSealed = (data: unknown): Read<{ readonly legId: string }> =>
  read(legSealed, data, guard<{ legId: string }>(legSealed));

export interface RecallAsked {
  readonly legId: string;
  readonly reason: string;
  readonly by: Actor;
}
export const readRecallAsked = (data: unknown): Read<RecallAsked> =>
  read(recallAsked, data, guard<RecallAsked>(recallAsked));

export const readRecallRefused = (data: unknown): Read<{ readonly legId: string; readonly state: string }> =>
  read(recallRefused, data, guard<{ legId: string; state: string }>(recallRefused));

export const readMinutes = (data: unknown): Read<MinutesMessage> =>
  read(meetingMinutes, data, guard<MinutesMessage>(meetingMinutes));

const isLegEventType = (name: string): name is LegEventType => Object.hasOwn(LEG_EVENT_DATA, name);

/** The event of `huiyin.leg.<event>.v1`. */
export function readLegEvent(
  type: string,
  data: unknown,
): Read<{ readonly legId: string; readonly event: LegEvent }> {
  const name = /^huiyin\.leg\.(?<event>[a-z-]+)\.v1$/u.exec(type)?.groups?.['event'] ?? '';
  if (!isLegEventType(name)) return { ok: false, where: 'type' };
  const schema = legEventOf(name);
  return read(schema, data, guard<{ legId: string; event: LegEvent }>(schema));
}
