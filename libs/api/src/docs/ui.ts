import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { ConsoleFiles } from '../console/console-files.js';

/** Swagger UI's own files as they lie in the packages: nothing is fetched from anywhere. */
export function uiFiles(): ConsoleFiles {
  // Through @nestjs/swagger, which brings them: a package of our own would have to follow its version.
  const ours = createRequire(import.meta.url);
  const theirs = createRequire(ours.resolve('@nestjs/swagger'));
  const folder = dirname(theirs.resolve('swagger-ui-dist/package.json'));
  return new ConsoleFiles(folder, '/docs/ui/', [
    'swagger-ui.css',
    'swagger-ui-bundle.js',
    'favicon-32x32.png',
  ]);
}

export const DOCS_PAGE = `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<title>回音 · 接口说明 · Huiyin HTTP API</title>
<link rel="stylesheet" href="/docs/ui/swagger-ui.css">
<link rel="icon" href="/docs/ui/favicon-32x32.png">
</head>
<body>
<div id="ui"></div>
<script src="/docs/ui/swagger-ui-bundle.js"></script>
<script src="/docs/ui/start.js"></script>
</body>
</html>
`;

export const DOCS_SCRIPT = `SwaggerUIBundle({
  url: '/docs/openapi.json',
  dom_id: '#ui',
  deepLinking: true,
  validatorUrl: null,
  requestInterceptor: (request) => {
    if (request.method === 'POST') request.headers['Idempotency-Key'] ??= crypto.randomUUID();
    return request;
  },
});
`;
