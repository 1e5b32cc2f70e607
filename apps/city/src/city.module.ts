import type { NodeApp } from '#node';
import { cityInbound } from './city.inbound.js';
import { cityActs, cityMeetingActs } from './city.policy.js';

/** What makes this app the one of a congress's petition office, of any level; the composition is that of every node (libs/node). */
export const cityApp: NodeApp = {
  role: 'city',
  inbound: cityInbound,
  acts: cityActs,
  meetingActs: cityMeetingActs,
  console: 'dist/apps/console',
};
