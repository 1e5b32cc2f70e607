import type { LadderEvent } from '#casework';
import type { LadderLevel, LocalDate } from '#domain';
import { idBytes, idText } from '../exchange/columns.js';

/* A rung of the ladder that was fired, as its table holds it. */

export interface EventColumns {
  readonly leg_id: Buffer;
  readonly case_id: Buffer;
  readonly place: number;
  readonly name: string;
  readonly level: LadderLevel;
  readonly day: LocalDate;
  readonly due: LocalDate;
  readonly state: LadderEvent['state'];
  readonly unit: string | null;
  readonly post: string | null;
  readonly text: string;
}
export const EVENT_COLUMNS =
  'e.leg_id, e.case_id, e.place, e.name, e.level, e.day, e.due, e.state, e.unit, e.post, e.text';

export function ladderEvent({ leg_id, case_id, day, unit, post, ...rest }: EventColumns): LadderEvent {
  const { place, name, level, due, state, text } = rest;
  return {
    legId: idText(leg_id),
    caseId: idText(case_id),
    on: day,
    ...{ place, name, level, due, state, text },
    ...(unit === null || post === null ? {} : { recipient: { unit, post } }),
  };
}

/** An event as the table's columns, in the order of EVENT_COLUMNS' table: leg, place, name, case, level, day, due, state, unit, post, text. */
export const eventColumns = (event: LadderEvent): readonly (string | number | Buffer | null)[] => {
  const { legId, caseId, place, name, level, on, due, state, recipient, text } = event;
  const { unit = null, post = null } = recipient ?? {};
  return [idBytes(legId), place, name, idBytes(caseId), level, on, due, state, unit, post, text];
};
