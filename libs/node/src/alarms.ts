import type { NodeApi } from '#api';
import type { Desk } from '#casework';
import type { Exchange } from '#exchange';

/** The exchange as the API shows it: a failure is taken note of by a member of the office. */
export const exchangeApi = (exchange: Exchange, { office }: Pick<Desk, 'office'>): NodeApi['exchange'] => ({
  ...exchange,
  acknowledge: async (id, as, note) => {
    const actor = office.actor(as, ['head', 'dispatcher', 'supervisor', 'registrar', 'handler']);
    if (!actor.ok) return actor;
    const { unit, user } = actor.value;
    return exchange.acknowledge({ id, by: { unit, user }, note });
  },
});
