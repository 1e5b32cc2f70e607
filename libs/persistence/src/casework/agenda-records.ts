import type { Topic, TopicState } from '#domain';
import {
  idColumn,
  jsonColumn,
  named,
  optional,
  positionColumn,
  recordOf,
  textColumn,
} from './record-columns.js';

/* 议题 (migration 0071). */

export interface TopicRecord {
  readonly position: number;
  readonly id: string;
  readonly caseId: string;
  readonly meetingId: string | null;
  readonly state: TopicState;
  readonly topic: Topic;
}
export const topicRecord = recordOf<TopicRecord>('casework_topic', {
  position: positionColumn,
  id: idColumn,
  caseId: named(idColumn, 'case_id'),
  meetingId: optional(idColumn, 'meeting_id'),
  state: textColumn,
  topic: jsonColumn,
});
