import type { Server } from 'node:http';
import { Module, type INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { MicroserviceOptions } from '@nestjs/microservices';
import { ApiModule, ExchangeModule, mountApi, type NodeApi } from '#api';
import { type Exchange, FrameStrategy } from '#exchange';
import { createLog, nestLog, type NodeSettings } from '#platform';
import { CannotStart } from './problems.js';

@Module({})
class NodeModule {}

/** Nest keeps one logger for the whole process, so its lines speak for all hosted nodes, not for the last one. */
export const nestLogOf = ({ NODES, LOG_LEVEL }: NodeSettings): ReturnType<typeof nestLog> =>
  nestLog(
    createLog({ node: NODES.join(','), level: LOG_LEVEL, write: (line) => void process.stderr.write(line) }),
  );

/** One hybrid Nest application: the frame strategy, then, once `beforeHttp` is over, HTTP on the loopback. */
export async function listen(
  api: NodeApi,
  exchange: Exchange,
  port: number,
  logger: ReturnType<typeof nestLog>,
  beforeHttp: () => Promise<void>,
): Promise<INestApplication<Server>> {
  const app = await NestFactory.create<INestApplication<Server>>(
    { module: NodeModule, imports: [ExchangeModule.forNode(exchange), ApiModule.forNode(api)] },
    // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- Nest types its options as a class and takes any object
    { bodyParser: false, logger, abortOnError: false, forceCloseConnections: true },
  );
  try {
    mountApi(app, api);
    app.connectMicroservice<MicroserviceOptions>({ strategy: new FrameStrategy(exchange.source) });
    await app.startAllMicroservices();
    await beforeHttp();
    await app.listen(port, '127.0.0.1');
    return app;
  } catch (error) {
    await app.close();
    if (fieldOf(error, 'code') === 'EADDRINUSE') {
      const [at, on] = [fieldOf(error, 'port'), fieldOf(error, 'address')];
      const taken = typeof at === 'number' ? at : port;
      const host = typeof on === 'string' ? on : '127.0.0.1';
      throw new CannotStart([
        `${api.node}: Port ${taken} on ${host} is in use by another program: stop it, or give the node another port in ${taken === port ? 'PORTS or PORT_BASE' : 'EXCHANGE_PORTS or PAPER_ADDRESSES'}.`,
      ]);
    }
    throw error;
  }
}

// By shape: an error of Node's own carries its fields, whichever realm made it.
const fieldOf = (error: unknown, field: string): unknown =>
  typeof error === 'object' && error !== null ? Reflect.get(error, field) : undefined;
