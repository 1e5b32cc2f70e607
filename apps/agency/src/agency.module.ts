import type { NodeApp } from '#node';
import { agencyInbound } from './agency.inbound.js';
import { agencyActs, agencyMeetingActs } from './agency.policy.js';

/** What makes this app the one of an agency, court, procuratorate or discipline organ; the composition is that of every node (libs/node). */
export const agencyApp: NodeApp = {
  role: 'agency',
  inbound: agencyInbound,
  acts: agencyActs,
  meetingActs: agencyMeetingActs,
};
