import { NO_ACCUSATION_TO_THE_ACCUSED } from '../guard/wall.js';
import { type Outcome, accepted, refuse } from '../refusal.js';

/** What a file shows, by whoever put it in: the petitioner's identity, the matter without it, or a redacted matter. */
export const SHOWS = ['petitioner', 'matter', 'redacted'] as const;
export type Shows = (typeof SHOWS)[number];

/** What goes to an addressee: the whole matter, the matter without the identity, or the redacted copy. */
export type Going = 'whole' | 'withheld' | 'redacted';

/**
 * Guards 1 and 2 for files: with a redacted copy go only redacted files, and where the identity is withheld none that
 * shows it.
 */
export function mayEnclose(shows: Shows, going: Going): Outcome<undefined> {
  if (going === 'redacted' && shows !== 'redacted')
    return refuse('enclosure-shows-accusation', {}, NO_ACCUSATION_TO_THE_ACCUSED);
  if (going === 'withheld' && shows === 'petitioner')
    return refuse('enclosure-shows-petitioner', {}, NO_ACCUSATION_TO_THE_ACCUSED);
  return accepted(undefined);
}
