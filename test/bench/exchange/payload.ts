import { randomFrom } from '../../../deploy/seed/matters.js';

/** What a message of the benchmark weighs: about a letter of a page and its envelope. */
export const MESSAGE_BYTES = 1_800;
/** Of these bytes the envelope of the exchange takes some 500. */
const ENVELOPE_BYTES = 500;
const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_';

/** Text of so many bytes that no compression makes small. */
export function textOf(n: number, bytes: number): string {
  const random = randomFrom(n);
  return Array.from({ length: bytes }, () => LETTERS[Math.floor(random() * LETTERS.length)]).join('');
}

/** The part of a message that is not envelope. */
export const messageText = (n: number): string => textOf(n, MESSAGE_BYTES - ENVELOPE_BYTES);
/** A raw job has no envelope: all of it is text. */
export const jobText = (n: number): string => textOf(n, MESSAGE_BYTES);
