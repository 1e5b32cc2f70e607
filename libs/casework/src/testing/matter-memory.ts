import { type Case, isLinkedAway } from '#domain';
import type { CaseRow, Item } from '../ports.js';
import type {
  MatterAsk,
  MatterElsewhere,
  MatterIndexing,
  MatterLink,
  MatterQuestion,
  MatterStore,
} from '../ports/matter.js';

/** What a node knows of one matter in many letters, in memory. */
export interface MatterMemory {
  links: Map<string, MatterLink>;
  questions: Map<string, MatterQuestion>;
  asks: Map<string, MatterAsk>;
  elsewhere: MatterElsewhere[];
}

export const emptyMatterMemory = (): MatterMemory => ({
  links: new Map(),
  questions: new Map(),
  asks: new Map(),
  elsewhere: [],
});

interface Held {
  readonly cases: ReadonlyMap<string, CaseRow>;
  items: Item[];
  readonly matter: MatterMemory;
}

/** The twin of the index: asks every case instead of a table. */
export function matterMemory(memory: Held, indexing: MatterIndexing): MatterStore {
  const { matter } = memory;
  const live = (): CaseRow[] =>
    [...memory.cases.values()].filter((row) => !isLinkedAway(row.matter)).reverse();
  const held = ({ matter: { dossier } }: CaseRow): ReadonlyMap<string, number> =>
    new Map(
      dossier === undefined ? [] : indexing.tokens(dossier).map(({ token, weight }) => [token, weight]),
    );
  const prints = (one: Case): readonly string[] =>
    one.dossier === undefined ? [] : indexing.fingerprints(one.dossier);
  return {
    alike: async (tokens, limit) =>
      live()
        .map((row) => ({ row, common: tokens.filter((token) => held(row).has(token)).length }))
        .filter(({ common }) => common > 0)
        .toSorted((a, b) => b.common - a.common)
        .slice(0, limit)
        .map(({ row }) => row),
    search: async (words, { limit, offset }) => {
      const found = [...memory.cases.values()]
        .reverse()
        .map((row) => ({ row, tokens: held(row) }))
        .filter(({ tokens }) => words.length > 0 && words.every((word) => tokens.has(word)))
        .slice(0, 1000)
        .map(({ row, tokens }) => ({
          row,
          score: words.reduce((sum, word) => sum + (tokens.get(word) ?? 0), 0),
        }))
        .toSorted((a, b) => b.score - a.score);
      return { rows: found.slice(offset, offset + limit).map(({ row }) => row), ranked: found.length };
    },
    link: async (caseId) => matter.links.get(caseId),
    itemsOf: async (caseId) => memory.items.filter((item) => item.caseId === caseId),
    elsewhere: async (caseId) => matter.elsewhere.filter((one) => one.caseId === caseId),
    questions: async (caseId) => [...matter.questions.values()].filter((one) => one.caseId === caseId),
    asks: async () => ({ items: [...matter.asks.values()].reverse(), next: null }),
    links: {
      insert: async (link) => void matter.links.set(link.caseId, link),
      remove: async (caseId) => void matter.links.delete(caseId),
      moveItem: async (id, caseId, number) => {
        memory.items = memory.items.map((item) => (item.id === id ? { ...item, caseId, number } : item));
      },
    },
    across: {
      asking: async (question) => void matter.questions.set(question.id, question),
      question: async (id) => matter.questions.get(id),
      questionsOn: async (day) => [...matter.questions.values()].filter(({ on }) => on === day).length,
      asked: async (ask) => {
        if (matter.asks.has(ask.id)) return false;
        matter.asks.set(ask.id, ask);
        return true;
      },
      ask: async (id) => matter.asks.get(id),
      settle: async (id, outcome) => {
        const ask = matter.asks.get(id);
        if (ask !== undefined) matter.asks.set(id, { ...ask, outcome });
      },
      asksOn: async (day, by) =>
        [...matter.asks.values()].filter((ask) => ask.on === day && ask.by === by).length,
      answered: async (answer) => {
        const another = (one: MatterElsewhere): boolean =>
          one.caseId !== answer.caseId ||
          one.office !== answer.office ||
          one.originNumber !== answer.originNumber;
        matter.elsewhere = [...matter.elsewhere.filter(another), answer];
      },
      withFingerprint: async (fingerprints) =>
        live()
          .map((row) => row.matter)
          .filter((one) => prints(one).some((print) => fingerprints.includes(print)))
          .slice(0, 20),
    },
  };
}
