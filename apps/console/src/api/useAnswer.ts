import { useCallback, useEffect, useState } from 'react';
import type { Answer } from './read.js';

/**
 * Asks whenever `ask` changes and keeps the last answer until the next one is there.
 * `ask` must be stable (useCallback); `again` asks anew.
 */
export function useAnswer<T>(ask: () => Promise<Answer<T>>): {
  readonly answer: Answer<T> | undefined;
  readonly again: () => void;
} {
  const [answer, setAnswer] = useState<Answer<T>>();
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let current = true;
    void ask().then((result) => {
      if (current) setAnswer(result);
    });
    return () => {
      current = false;
    };
  }, [ask, turn]);
  const again = useCallback(() => {
    setTurn((n) => n + 1);
  }, []);
  return { answer, again };
}
