import type { NodeApp } from '#node';
import { committeeInbound } from './committee.inbound.js';
import { committeeActs, committeeMeetingActs } from './committee.policy.js';

/** What makes this app the one of a committee; the composition is that of every node (libs/node). */
export const committeeApp: NodeApp = {
  role: 'committee',
  inbound: committeeInbound,
  acts: committeeActs,
  meetingActs: committeeMeetingActs,
};
