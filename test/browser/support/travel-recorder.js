// Runs in the page, before the console: writes down each place where a leg's card was seen, in order, so that a
// test that looks later misses nothing. Read by board-page.ts.
{
  const { document, MutationObserver } = globalThis;
  const seen = [];
  const last = new Map();
  globalThis.huiyinSightings = seen;
  const look = () => {
    for (const card of document.querySelectorAll('[data-leg]')) {
      const { leg, origin, kind, from, to, state } = card.dataset;
      const lane = card.closest('[data-lane]')?.dataset.lane ?? '';
      const now = `${lane} ${state}`;
      if (last.get(leg) === now) continue;
      last.set(leg, now);
      seen.push({ leg, origin, kind, from, to, state, lane });
    }
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true });
}
