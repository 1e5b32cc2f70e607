/** Where a card lies on the board, in pixels from its corner. */
export interface Spot {
  readonly x: number;
  readonly y: number;
  readonly lane: string;
  readonly state: string;
}

const TRAVEL_MS = 1_100;
const SHIFT_MS = 320;
const CALM = '(prefers-reduced-motion: reduce)';

/** Shows how a card came from one spot to another; it lies at the second already. */
export function move(card: HTMLElement, from: Spot, to: Spot): void {
  const travels = from.lane !== to.lane;
  if (travels || from.state !== to.state) tint(card, 'is-changed');
  if (travels) {
    const lane = card.closest<HTMLElement>('[data-lane]');
    if (lane) tint(lane, 'lane-arrival');
  }
  const dx = from.x - to.x;
  const dy = from.y - to.y;
  if ((dx === 0 && dy === 0) || window.matchMedia(CALM).matches) return;
  const start = `translate(${dx}px, ${dy}px)`;
  if (!travels) {
    card.animate([{ transform: start }, { transform: 'none' }], { duration: SHIFT_MS, easing: 'ease-out' });
    return;
  }
  card.classList.add('is-travelling');
  const flight = card.animate(
    [
      { transform: start, offset: 0 },
      { transform: `${start} scale(1.04)`, offset: 0.15 },
      { transform: 'translate(0, 0) scale(1.04)', offset: 0.88 },
      { transform: 'none', offset: 1 },
    ],
    { duration: TRAVEL_MS, easing: 'cubic-bezier(0.45, 0.05, 0.25, 1)' },
  );
  flight.onfinish = flight.oncancel = () => {
    card.classList.remove('is-travelling');
  };
}

/** A card that moved to another lane is a new element; the keyboard stays with it. */
export function refocus(field: HTMLElement, legId: string | undefined): void {
  if (legId === undefined || document.activeElement !== document.body) return;
  const cards = [...field.querySelectorAll<HTMLElement>('[data-leg]')];
  cards.find((card) => card.dataset['leg'] === legId)?.focus({ preventScroll: true });
}

/** Plays a tint of the style sheet once, from the beginning also when it is still playing. */
function tint(element: HTMLElement, name: string): void {
  element.classList.remove(name);
  element.getBoundingClientRect();
  element.classList.add(name);
  const end = (event: AnimationEvent) => {
    if (event.target !== element) return;
    element.classList.remove(name);
    element.removeEventListener('animationend', end);
  };
  element.addEventListener('animationend', end);
}
