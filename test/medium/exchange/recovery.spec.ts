import { jest } from '@jest/globals';
import { healingConformance } from '../../support/exchange-healing.js';
import { leftOutConformance } from '../../support/exchange-left-out.js';
import { recoveryConformance } from '../../support/exchange-recovery.js';
import { realAdapters } from '../../support/exchange-real.js';

jest.setTimeout(60_000);
recoveryConformance('MariaDB and BullMQ', realAdapters());
leftOutConformance('MariaDB and BullMQ', realAdapters());
healingConformance('MariaDB and BullMQ', realAdapters());
