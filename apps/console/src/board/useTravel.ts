import type { Board } from '#contract';
import { useEffect, useLayoutEffect, useRef, type RefObject } from 'react';
import { move, refocus, type Spot } from './flight.js';

/**
 * Lets cards travel: after each new board, a card that lies in another lane than before flies there from its old
 * place; a new one comes out of its sender's lane. Cards that only made room slide. With reduced motion nothing
 * moves: what changed is tinted for a moment. Keyboard focus follows the card into its new lane.
 */
export function useTravel(ground: RefObject<HTMLElement | null>, board: Board): void {
  const spots = useRef<ReadonlyMap<string, Spot>>(new Map());
  const focused = useRef<string>(undefined);

  useEffect(() => {
    const field = ground.current;
    if (!field) return;
    const remember = (event: FocusEvent) => {
      const target = event.target;
      focused.current = target instanceof HTMLElement ? target.dataset['leg'] : undefined;
    };
    // A new width, language or unfolded lane moves cards without news; the next flight must start where they lie.
    const resized = new ResizeObserver(() => {
      spots.current = spotsOn(field);
    });
    document.addEventListener('focusin', remember);
    resized.observe(field);
    return () => {
      document.removeEventListener('focusin', remember);
      resized.disconnect();
    };
  }, [ground]);

  useLayoutEffect(() => {
    const field = ground.current;
    if (!field) return;
    const before = spots.current;
    const now = spotsOn(field);
    spots.current = now;
    if (before.size > 0) {
      for (const card of cardsOn(field)) {
        const to = now.get(card.dataset['leg'] ?? '');
        const from = before.get(card.dataset['leg'] ?? '') ?? comingFrom(field, card);
        if (to && from) move(card, from, to);
      }
    }
    refocus(field, focused.current);
  }, [ground, board]);
}

const cardsOn = (field: HTMLElement): HTMLElement[] => [...field.querySelectorAll<HTMLElement>('[data-leg]')];

const spotsOn = (field: HTMLElement): ReadonlyMap<string, Spot> =>
  new Map(cardsOn(field).map((card) => [card.dataset['leg'] ?? '', spotOf(card)]));

/** Offsets are measured from the board and leave out flights under way, which a bounding box would not. */
const spotOf = (element: HTMLElement): Spot => ({
  x: element.offsetLeft,
  y: element.offsetTop,
  lane: element.closest<HTMLElement>('[data-lane]')?.dataset['lane'] ?? '',
  state: element.dataset['state'] ?? '',
});

/** A leg that was not there comes out of the lane that sent it. */
function comingFrom(field: HTMLElement, card: HTMLElement): Spot | undefined {
  const sender = card.dataset['from'] ?? '';
  const lanes = [...field.querySelectorAll<HTMLElement>('[data-lane]')];
  const lane = lanes.find((one) => one.dataset['lane'] === sender);
  return lane && { ...spotOf(lane), lane: sender, state: '' };
}
