import type { CaseFilterQuery, WorklistFilterQuery } from '#contract';
import {
  CASE_STATES,
  LEG_STATES,
  type LocalDate,
  parseLocalDate,
  searchWords,
  type MatterWords,
} from '#domain';
import type { CaseFilter, WorklistFilter } from '../ports/worklist.js';

type Given<F> = Omit<F, 'sort'>;

/** The filter of an address line as the lists take it. Undefined: it can find nothing. */
export function caseFilter(given: Given<CaseFilterQuery>, words: MatterWords): CaseFilter | undefined {
  return shared(given, words);
}

/** The same for a worklist: `state` names states of cases and of legs. */
export function worklistFilter(
  { kind, from, to, of, state, ...rest }: Given<WorklistFilterQuery>,
  words: MatterWords,
): WorklistFilter | undefined {
  const states = CASE_STATES.filter((one) => state?.includes(one));
  const legStates = LEG_STATES.filter((one) => state?.includes(one));
  const filter = shared(rest, words);
  if (filter === undefined) return undefined;
  return {
    ...filter,
    ...(states.length === 0 ? {} : { states }),
    ...(legStates.length === 0 ? {} : { legStates }),
    ...(kind === undefined ? {} : { kinds: kind }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(of === undefined ? {} : { of }),
  };
}

function shared(given: Given<CaseFilterQuery>, words: MatterWords): CaseFilter | undefined {
  const { state, form, source, category, route, urgency, lamp, text, ...rest } = given;
  const { receivedFrom, receivedTo, dueBefore, topic, place, respondent, unit, leader } = rest;
  const found = text === undefined ? [] : searchWords(text, words);
  // A text without a word that an index could have.
  if (text !== undefined && found.length === 0) return undefined;
  return {
    ...(state === undefined ? {} : { states: state }),
    ...(form === undefined ? {} : { forms: form }),
    ...(source === undefined ? {} : { sources: source }),
    ...(category === undefined ? {} : { categories: category }),
    ...(route === undefined ? {} : { routes: route }),
    ...(urgency === undefined ? {} : { urgencies: urgency }),
    ...(lamp === undefined ? {} : { lamps: lamp }),
    ...(topic === undefined ? {} : { topic }),
    ...(place === undefined ? {} : { place }),
    ...(respondent === undefined ? {} : { respondent }),
    ...(unit === undefined ? {} : { unit }),
    ...(leader === undefined ? {} : { leader }),
    ...dayOf('receivedFrom', receivedFrom),
    ...dayOf('receivedTo', receivedTo),
    ...dayOf('dueBefore', dueBefore),
    ...(found.length === 0 ? {} : { words: found }),
  };
}

type Days = 'receivedFrom' | 'receivedTo' | 'dueBefore';

/** The border has seen that it is a day; one before 1900 or after 2200 limits nothing. */
function dayOf(name: Days, given: string | undefined): Partial<Record<Days, LocalDate>> {
  const day = given === undefined ? undefined : parseLocalDate(given);
  return day?.ok === true ? { [name]: day.value } : {};
}
