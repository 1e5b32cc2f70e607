import { fingerprintTexts, type MatterWords, matterTokens } from '#domain';
import type { MatterIndexing, MatterNetwork } from '../ports/matter.js';

/** A letter's name of a body as the code of its matter: the directory's id, or the name itself. */
export const matterWords = (
  segment: MatterWords['segment'],
  network: Pick<MatterNetwork, 'resolve'>,
): MatterWords => ({
  segment: (text) => segment(text),
  body: (name) => network.resolve(name) ?? name.replaceAll(/\s+/gu, ''),
});

/** By what the cases of a node are found again. */
export const matterIndexing = (
  words: MatterWords,
  network: Pick<MatterNetwork, 'resolve' | 'fingerprint'>,
): MatterIndexing => ({
  tokens: (dossier) => matterTokens(dossier, words),
  fingerprints: (dossier) => {
    const bodies = dossier.respondents.flatMap((name) => network.resolve(name) ?? []);
    return fingerprintTexts(dossier, bodies.slice(0, 8)).flatMap((text) => network.fingerprint(text) ?? []);
  },
});
