import { jest } from '@jest/globals';
import { exchangeConformance } from '../support/exchange-conformance.js';
import { twinAdapters } from '../support/exchange-twin.js';

jest.setTimeout(20_000);
exchangeConformance('the in-memory twins', twinAdapters(), { runs: 4 });
