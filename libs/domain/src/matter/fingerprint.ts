import type { Dossier } from '../case/case.js';
import { codeOf } from './matter-tokens.js';

/**
 * What the network may be asked about: accusations never (L1 30(3), 46(5)), consultations have no matter. Secrecy is
 * the petitioner's wish and kept with the petitioner; whoever asks or answers looks there too.
 */
export const mayBeAskedAbout = ({ category, route }: Pick<Dossier, 'category' | 'route'>): boolean =>
  category !== 'accusation' && category !== 'consultation' && route !== '30';

/**
 * The texts that are keyed into fingerprints: codes of place, body and topic, one per body that the directory knows.
 * A name that it does not know may be a person's; it is left out, and a matter without a known body has none.
 */
export function fingerprintTexts(
  dossier: Pick<Dossier, 'place' | 'topic' | 'category' | 'route'>,
  bodies: readonly string[],
): readonly string[] {
  if (!mayBeAskedAbout(dossier)) return [];
  // Length before each part: no two different triples make one text.
  const part = (text: string): string => `${text.length}:${text}`;
  return [...new Set(bodies)].map((body) =>
    ['huiyin.matter.v1', codeOf(dossier.place), body, codeOf(dossier.topic)].map(part).join('|'),
  );
}
