import type { CaseDetail } from '#contract';
import type { Case } from '#domain';
import type { Document, Item } from '../ports.js';

/** One item of a case as the screens show it. */
export const itemView = (item: Item): CaseDetail['items'][number] => ({
  id: item.id,
  number: item.number,
  form: item.form,
  source: item.source,
  receivedOn: item.receivedOn,
  people: item.people,
  ...(item.visit === undefined ? {} : { visit: item.visit }),
  ...(item.representatives === undefined ? {} : { representatives: item.representatives }),
  ...(item.oldNumber === undefined ? {} : { oldNumber: item.oldNumber }),
});

/** One paper of a case as the screens show it. */
export const documentView = (document: Document, instructions = true): CaseDetail['documents'][number] => ({
  id: document.id,
  legId: document.legId ?? null,
  kind: document.kind,
  number: document.number,
  on: document.on,
  unit: document.unit,
  signer: document.signer,
  text: document.kind === 'instruction' && !instructions ? '' : document.text,
  verdict: document.paper?.verdict ?? null,
});

/** 目的 and 三跨三分离, as far as they were said. */
export const entryNotesView = ({ entry }: Case): Pick<CaseDetail, 'purpose' | 'crossings'> => ({
  ...(entry?.purpose === undefined ? {} : { purpose: entry.purpose }),
  ...(entry?.crossings === undefined ? {} : { crossings: [...entry.crossings] }),
});
