import { twinAdapters } from '../support/exchange-twin.js';
import { peersExchange } from '../support/peers-exchange.js';

peersExchange('the twins', twinAdapters());
