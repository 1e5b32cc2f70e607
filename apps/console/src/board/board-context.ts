import { createContext, useContext } from 'react';
import type { Words } from '../language/language.js';

/** What every card on the board must know. */
export interface BoardKnowledge {
  readonly today: string;
  readonly home: string;
  readonly nameOf: (unit: string) => Words;
  /** A leg's topic stands on its case; null where this node was not told. */
  readonly topicOf: (caseId: string) => string | null;
  readonly openLeg: string | undefined;
  readonly followed: string | undefined;
  readonly onOpenLeg: (legId: string) => void;
  readonly onFollow: (caseId: string) => void;
}

export const BoardContext = createContext<BoardKnowledge | undefined>(undefined);

/** @throws outside of a Board, which is a bug. */
export const useBoardKnowledge = (): BoardKnowledge => {
  const knowledge = useContext(BoardContext);
  if (!knowledge) throw new Error('a card stands outside of the board');
  return knowledge;
};
