import type { NodeApp } from '#node';
import { townshipInbound } from './township.inbound.js';
import { townshipActs, townshipMeetingActs } from './township.policy.js';

/** What makes this app the one of a township presidium; the composition is that of every node (libs/node). */
export const townshipApp: NodeApp = {
  role: 'township',
  inbound: townshipInbound,
  acts: townshipActs,
  meetingActs: townshipMeetingActs,
};
