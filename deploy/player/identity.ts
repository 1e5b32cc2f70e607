import { z } from 'zod';
import type { StoryCase } from './casebook-shape.js';
import type { Expectation } from './casebook-expectation.js';
import type { Performed } from './perform.js';

/** Which of these texts stand anywhere in the network's Redis. */
export type RedisHolds = (texts: readonly string[]) => Promise<readonly string[]>;

/** Where to look for a petitioner's identity. */
export interface IdentityLook {
  readonly story: StoryCase;
  /** Absent: nobody here may look into Redis. */
  readonly redisHolds?: RedisHolds;
}

export const lookOf = (redisHolds: RedisHolds | undefined): Pick<IdentityLook, 'redisHolds'> =>
  redisHolds === undefined ? {} : { redisHolds };

const delivery = z.looseObject({ type: z.string() });

/** What a step says of the petitioner's identity and what is found: sent with the leg, or readable in Redis. */
export async function identity(
  expected: Expectation,
  done: Pick<Performed, 'client' | 'leg'>,
  look: IdentityLook,
): Promise<string[]> {
  return [...(await onWire(expected, done)), ...(await inRedis(expected, look))];
}

async function onWire(
  { identityOnWire }: Expectation,
  { client, leg }: Pick<Performed, 'client' | 'leg'>,
): Promise<string[]> {
  if (identityOnWire === undefined) return [];
  if (leg === undefined) return ['identityOnWire is asked of a step that has no leg'];
  const sent = await client.get(`/api/exchange/deliveries?kind=leg&id=${leg.id}`, z.array(delivery));
  const seen = sent?.some(({ type }) => type === 'huiyin.leg.identity.v1') === true;
  if (seen === identityOnWire) return [];
  return [seen ? 'the petitioner’s identity was sent' : 'the petitioner’s identity was not sent'];
}

async function inRedis({ identityInRedis }: Expectation, look: IdentityLook): Promise<string[]> {
  if (identityInRedis === undefined) return [];
  if (look.redisHolds === undefined) return ['identityInRedis: nobody here may look into Redis'];
  const { name, phone } = look.story.petitioner;
  const found = await look.redisHolds([name, ...(phone === undefined ? [] : [phone])]);
  if (found.length > 0 === identityInRedis) return [];
  return [`${found.length} of the petitioner’s name and number stand in Redis`];
}
