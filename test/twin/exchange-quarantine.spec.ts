import { quarantineConformance } from '../support/exchange-quarantine.js';
import { twinAdapters } from '../support/exchange-twin.js';

quarantineConformance('the in-memory twins', twinAdapters());
