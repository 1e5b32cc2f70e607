import { jest } from '@jest/globals';
import { exchangeConformance } from '../../support/exchange-conformance.js';
import { realAdapters } from '../../support/exchange-real.js';

jest.setTimeout(60_000);
exchangeConformance('MariaDB and BullMQ', realAdapters(), { runs: 3 });
