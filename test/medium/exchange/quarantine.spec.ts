import { jest } from '@jest/globals';
import { quarantineConformance } from '../../support/exchange-quarantine.js';
import { realAdapters } from '../../support/exchange-real.js';

jest.setTimeout(60_000);
quarantineConformance('MariaDB and BullMQ', realAdapters());
