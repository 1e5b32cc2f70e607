import { jest } from '@jest/globals';
import { healingConformance } from '../support/exchange-healing.js';
import { leftOutConformance } from '../support/exchange-left-out.js';
import { recoveryConformance } from '../support/exchange-recovery.js';
import { twinAdapters } from '../support/exchange-twin.js';

jest.setTimeout(30_000);
recoveryConformance('the in-memory twins', twinAdapters());
leftOutConformance('the in-memory twins', twinAdapters());
healingConformance('the in-memory twins', twinAdapters());
