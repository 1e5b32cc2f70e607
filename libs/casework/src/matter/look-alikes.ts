import type { LookAlike } from '#contract';
import {
  type LikenessReasons,
  type MatterFacts,
  type MatterWords,
  isLookAlike,
  likenessOf,
  likenessRank,
  matterCodes,
  wordsOf,
} from '#domain';
import type { CaseRow } from '../ports.js';
import type { MatterReads } from '../ports/matter.js';

/** As many as a registrar looks at. */
const SHOWN = 5;
/** As many as are compared word by word. */
const COMPARED = 60;

/** Earlier cases of this office that may be the same matter, with the reasons, the most alike first. */
export async function lookAlikesOf(
  asked: MatterFacts,
  reads: Pick<MatterReads, 'alike'>,
  words: MatterWords,
  except?: string,
): Promise<LookAlike[]> {
  const codes = asked.place === '' && asked.topic === '' ? [] : matterCodes(asked, words);
  const tokens = [...codes.map(({ token }) => token), ...wordsOf(asked, words)];
  const found = tokens.length === 0 ? [] : await reads.alike(tokens, COMPARED);
  return found
    .flatMap((row) => judged(row, asked, words, except))
    .toSorted((a, b) => likenessRank(b.why) - likenessRank(a.why))
    .slice(0, SHOWN)
    .map(({ row, why, other }) => lookAlike(row, why, other));
}

interface Judged {
  readonly row: CaseRow;
  readonly why: LikenessReasons;
  readonly other: MatterFacts;
}

function judged(
  row: CaseRow,
  asked: MatterFacts,
  words: MatterWords,
  except: string | undefined,
): readonly Judged[] {
  const { dossier: other, id } = row.matter;
  if (other === undefined || id === except) return [];
  const likeness = likenessOf(asked, other, words);
  // An empty field of a form that is still being filled in is like nothing.
  const why = {
    ...likeness,
    place: likeness.place && asked.place !== '',
    topic: likeness.topic && asked.topic !== '',
  };
  return isLookAlike(why) ? [{ row, why, other }] : [];
}

function lookAlike(
  { matter }: CaseRow,
  { place, topic, bodies, text, words }: LikenessReasons,
  other: MatterFacts,
): LookAlike {
  return {
    caseId: matter.id,
    originNumber: matter.originNumber,
    state: matter.state,
    receivedOn: matter.receivedOn,
    reasons: [
      ...(place ? [{ what: 'place' as const, value: other.place }] : []),
      ...bodies.map((value) => ({ what: 'body' as const, value })),
      ...(topic ? [{ what: 'topic' as const, value: other.topic }] : []),
      ...(text > 0 ? [{ what: 'text' as const, value: words.join(' '), likeness: text }] : []),
    ],
  };
}
