import { jest } from '@jest/globals';
import { exchangeConformance } from '../../support/exchange-conformance.js';
import { overHttps } from '../../support/exchange-https.js';
import { twinAdapters } from '../../support/exchange-twin.js';

// The store in memory: what the store does is held to this suite beside BullMQ, here it is the way that counts.
jest.setTimeout(60_000);
exchangeConformance('the store in memory and HTTPS', overHttps(twinAdapters()), { runs: 3 });
