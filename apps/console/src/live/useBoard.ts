import { useState, useSyncExternalStore } from 'react';
import { BoardFeed, type Live } from './board-feed.js';

/** The living board: fresh as long as the component stands. */
export function useBoard(): Live & { readonly retry: () => void } {
  const [feed] = useState(() => new BoardFeed());
  const live = useSyncExternalStore(feed.subscribe, feed.snapshot);
  return { ...live, retry: feed.retry };
}
