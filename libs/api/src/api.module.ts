import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { type DynamicModule, type INestApplication, Module } from '@nestjs/common';
import { ActsController } from './acts/acts.controller.js';
import { ConsoleFiles } from './console/console-files.js';
import { DocsController } from './docs/docs.controller.js';
import { doorOf } from './door/door.js';
import { ExchangeController } from './exchange/exchange.controller.js';
import { HealthController } from './health/health.controller.js';
import { IntakeController } from './intake/intake.controller.js';
import { MetricsController } from './metrics/metrics.controller.js';
import { NODE_API, type NodeApi } from './node-api.js';
import { ProblemFilter } from './problems/problem-filter.js';
import { ResyncController } from './exchange/resync.controller.js';
import { OperatorController } from './exchange/operator.controller.js';
import { SimulationController } from './simulation/simulation.controller.js';
import { BoardController } from './views/board.controller.js';
import { CasesController } from './views/cases.controller.js';
import { ConflictInterceptor } from './views/conflict-interceptor.js';
import { ExportsController } from './views/exports.controller.js';
import { GuardsController } from './views/guards.controller.js';
import { LeadersController } from './views/leaders.controller.js';
import { LegsController } from './views/legs.controller.js';
import { MatterController } from './views/matter.controller.js';
import { MeetingsController } from './views/meetings.controller.js';
import { RulesController } from './views/rules.controller.js';
import { SupervisionController } from './views/supervision.controller.js';
import { WorklistsController } from './views/worklists.controller.js';

/** The HTTP of one node. */
@Module({})
export class ApiModule {
  static forNode(api: NodeApi): DynamicModule {
    return {
      module: ApiModule,
      controllers: [
        // Before the acts, whose route takes any name after a case.
        IntakeController,
        ActsController,
        BoardController,
        CasesController,
        DocsController,
        ExchangeController,
        ExportsController,
        GuardsController,
        HealthController,
        LeadersController,
        LegsController,
        MatterController,
        MeetingsController,
        RulesController,
        MetricsController,
        OperatorController,
        ResyncController,
        SupervisionController,
        WorklistsController,
        ...(api.simulation === undefined ? [] : [SimulationController]),
      ],
      providers: [{ provide: NODE_API, useValue: api }],
    };
  }
}

/** What an office's own machine needs at most; a slow sender must not hold a connection for long. */
const REQUEST_MS = 30_000;
const HEADERS_MS = 10_000;
const KEEP_ALIVE_MS = 15_000;

/**
 * Puts the door in front of the app and the one filter behind it. The app is made with `bodyParser: false`: bodies are
 * read strictly and only by what takes them.
 */
export function mountApi(app: INestApplication<Server>, api: NodeApi): void {
  const { consoleFolder } = api;
  const files = consoleFolder === undefined ? undefined : new ConsoleFiles(consoleFolder);
  const door = doorOf(api, files);
  app.use((request: IncomingMessage, response: ServerResponse, next: () => void) =>
    door(request, response, next),
  );
  app.useGlobalFilters(new ProblemFilter(api));
  app.useGlobalInterceptors(new ConflictInterceptor(api));
  const server = app.getHttpServer();
  server.requestTimeout = REQUEST_MS;
  server.headersTimeout = HEADERS_MS;
  server.keepAliveTimeout = KEEP_ALIVE_MS;
}
