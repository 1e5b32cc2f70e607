import { exchangeConformance } from '../support/exchange-conformance.js';
import { twinAdapters } from '../support/exchange-twin.js';

exchangeConformance('the in-memory twins', twinAdapters(), { runs: 4 });
