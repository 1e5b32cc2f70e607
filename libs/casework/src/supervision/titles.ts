import type { SupervisionKind } from '#domain';

/** What each kind of chasing is called in the history and in notices. */
export const TITLES = { telephone: '电话催办', slip: '催办单', letter: '督办函' } as const satisfies Record<
  SupervisionKind,
  string
>;
