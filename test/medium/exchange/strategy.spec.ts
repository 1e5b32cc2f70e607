import 'reflect-metadata';
import { Controller, type INestApplication, Module, type Type } from '@nestjs/common';
import { MessagePattern } from '@nestjs/microservices';
import { Test } from '@nestjs/testing';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { EMPTY, of, throwError } from 'rxjs';
import { ExchangeModule } from '#api';
import { FRAME_PATTERN } from '#contract';
import { FrameStrategy, type FrameSource, type FrameVerdict } from '#exchange';
import { nestLog, silentLog } from '#platform';
import { aStream, drained, openOffices } from '../../support/exchange-offices.js';
import { realAdapters } from '../../support/exchange-real.js';

jest.setTimeout(60_000);

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** A Nest microservice with this module on a source that the test holds in its hand. */
async function serve(module: Type): Promise<(bytes: Uint8Array) => Promise<FrameVerdict>> {
  let deliver: ((bytes: Uint8Array) => Promise<FrameVerdict>) | undefined;
  const source: FrameSource = {
    start: (given) => {
      deliver = given;
      return Promise.resolve();
    },
    stop: () => Promise.resolve(),
  };
  const testing = await Test.createTestingModule({ imports: [module] })
    .setLogger(nestLog(silentLog))
    .compile();
  const app = testing.createNestApplication();
  app.connectMicroservice({ strategy: new FrameStrategy(source) });
  await app.startAllMicroservices();
  closers.push(() => app.close());
  return (bytes) => deliver?.(bytes) ?? Promise.reject(new Error('never started'));
}

/** A controller whose handler gives back, or throws, whatever the test says. */
function answering(answer: () => unknown): Type {
  @Controller()
  class Frames {
    @MessagePattern(FRAME_PATTERN)
    frame(): unknown {
      return answer();
    }
  }
  @Module({ controllers: [Frames] })
  class Answering {}
  return Answering;
}

@Module({})
class Deaf {}

describe('the strategy', () => {
  const frame = new Uint8Array(3);
  it('passes on the verdict of the handler', async () => {
    expect(await (await serve(answering(() => 'applied')))(frame)).toBe('applied');
    expect(await (await serve(answering(() => Promise.resolve('poison'))))(frame)).toBe('poison');
    expect(await (await serve(answering(() => of('applied'))))(frame)).toBe('applied');
  });
  it.each<[string, Type]>([
    ['there is no handler', Deaf],
    ['the handler gives nothing', answering(() => EMPTY)],
    ['the handler gives something else', answering(() => 'done')],
    ['the stream of the handler fails', answering(() => throwError(() => new Error('no')))],
    [
      'the handler throws',
      answering(() => {
        throw new Error('no');
      }),
    ],
    ['the handler rejects', answering(() => Promise.reject(new Error('no')))],
  ])('takes it as not delivered when %s', async (_name, module) => {
    expect(await (await serve(module))(frame)).toBe('retry');
  });
});

describe('two nodes as Nest apps on MariaDB and BullMQ', () => {
  it('exchange through the module and the strategy and stop cleanly', async () => {
    const town = await openOffices(realAdapters(), ['city', 'township:yi']);
    const offices = [town.office('city'), town.office('township:yi')] as const;
    const apps: INestApplication[] = [];
    for (const office of offices) {
      const testing = await Test.createTestingModule({ imports: [ExchangeModule.forNode(office.it)] })
        .setLogger(nestLog(silentLog))
        .compile();
      const app = testing.createNestApplication();
      app.connectMicroservice({ strategy: new FrameStrategy(office.it.source) });
      await app.startAllMicroservices();
      await app.init();
      apps.push(app);
    }
    const stream = aStream();
    const errands = Array.from({ length: 30 }, (_, at) => ({ n: at + 1, act: 'answer' as const }));
    await offices[0].send('township:yi', stream, errands);
    await drained(offices);
    for (const office of offices) {
      expect((await office.database.effects()).map((effect) => effect.n)).toEqual(errands.map(({ n }) => n));
    }
    for (const app of apps) await app.close();
    for (const office of offices) await office.database.close();
  });
});
