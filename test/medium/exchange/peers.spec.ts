import { jest } from '@jest/globals';
import { realAdapters } from '../../support/exchange-real.js';
import { peersExchange } from '../../support/peers-exchange.js';

jest.setTimeout(60_000);
peersExchange('MariaDB and BullMQ', realAdapters());
