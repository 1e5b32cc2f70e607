import { matterAnswered, matterAsked, type MatterMatch } from '#contract';
import type { Read } from './read.js';

export interface MatterAsked {
  readonly askId: string;
  readonly originNumber: string;
  readonly fingerprints: readonly string[];
  readonly onBehalfOf?: string;
}

export interface MatterAnswered {
  readonly askId: string;
  readonly matches: readonly MatterMatch[];
}

export const readMatterAsked = (data: unknown): Read<MatterAsked> => {
  const parsed = matterAsked.safeParse(data);
  return parsed.success ? { ok: true, value: parsed.data } : { ok: false, where: whereOf(parsed.error) };
};

export const readMatterAnswered = (data: unknown): Read<MatterAnswered> => {
  const parsed = matterAnswered.safeParse(data);
  return parsed.success ? { ok: true, value: parsed.data } : { ok: false, where: whereOf(parsed.error) };
};

const whereOf = (error: { readonly issues: readonly { readonly path: readonly PropertyKey[] }[] }): string =>
  error.issues[0]?.path.map(String).join('.') ?? 'data';
