import type { Calendar, WorklistPlace } from '#domain';
import type { Office } from '../ports.js';

/** What the lists of an office are judged by. */
export const worklistPlace = (office: Office, calendar: Calendar): WorklistPlace => ({
  node: office.self.id,
  isOffline: (unit) => office.unit(unit)?.works === 'offline',
  calendar,
});
