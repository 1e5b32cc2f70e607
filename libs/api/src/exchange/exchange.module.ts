import {
  Controller,
  type DynamicModule,
  Inject,
  Injectable,
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { FRAME_PATTERN } from '#contract';
import type { Exchange, FrameVerdict } from '#exchange';

/** Injects this node's Exchange. */
export const EXCHANGE = Symbol('exchange');

@Controller()
class FrameController {
  constructor(@Inject(EXCHANGE) private readonly exchange: Pick<Exchange, 'receive'>) {}

  @MessagePattern(FRAME_PATTERN)
  frame(@Payload() bytes: Uint8Array): Promise<FrameVerdict> {
    return this.exchange.receive(bytes);
  }
}

@Injectable()
class RelayLife implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(@Inject(EXCHANGE) private readonly exchange: Pick<Exchange, 'startRelay' | 'stopRelay'>) {}

  onApplicationBootstrap(): void {
    this.exchange.startRelay();
  }

  /** After the strategy has stopped taking frames in. */
  async onApplicationShutdown(): Promise<void> {
    await this.exchange.stopRelay();
  }
}

/**
 * A node's exchange in its Nest app. The app connects the strategy itself:
 * `app.connectMicroservice({ strategy: new FrameStrategy(exchange.source) })`, then `startAllMicroservices()`.
 */
@Module({})
export class ExchangeModule {
  static forNode(exchange: Exchange): DynamicModule {
    return {
      module: ExchangeModule,
      controllers: [FrameController],
      providers: [{ provide: EXCHANGE, useValue: exchange }, RelayLife],
      exports: [EXCHANGE],
    };
  }
}
