import { describe, expect, it } from '@jest/globals';
import { isOutage } from './failures.js';

/** An error as the driver gives it. */
const told = (errno: number, code: string, message = ''): Error =>
  Object.assign(new Error(message), { errno, code });

describe('a disk without room', () => {
  it.each([
    ['a table that cannot grow', told(1114, 'ER_RECORD_FILE_FULL', "The table 'exchange_body' is full")],
    ['a file that cannot be written', told(3, 'EE_WRITE', 'Error writing file (Errcode: 28)')],
    ['a write that the server reports', told(1026, 'ER_ERROR_ON_WRITE', 'Error writing file (errno: 28)')],
    ['a disk that the server says is full', told(20, 'EE_DISK_FULL')],
    ['a disk that is full while sorting', told(1021, 'ER_DISK_FULL')],
    ['an engine that tells errno 28', told(1030, 'ER_GET_ERRNO', 'Got error 28 "No space left on device"')],
  ])('is an outage, not the fault of the message at work: %s', (_, error) => {
    expect(isOutage(error)).toBe(true);
  });

  it.each([
    ['a statement that is wrong', told(1064, 'ER_PARSE_ERROR')],
    ['a value that is too long', told(1406, 'ER_DATA_TOO_LONG')],
    [
      'another trouble of the engine',
      told(1030, 'ER_GET_ERRNO', 'Got error 176 "Read page with wrong checksum"'),
    ],
  ])('is not taken for one: %s', (_, error) => {
    expect(isOutage(error)).toBe(false);
  });
});
