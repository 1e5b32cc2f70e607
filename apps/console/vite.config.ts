import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: at('.'),
  plugins: [react()],
  logLevel: 'warn',
  // The contract is bundled from its source: the console is built before or beside the server side.
  resolve: { alias: { '#contract': at('../../libs/contract/src/index.ts') } },
  build: {
    outDir: at('../../dist/apps/console'),
    emptyOutDir: true,
    // Every browser that offices use has it; the polyfill would be an inline script against the node's CSP.
    modulePreload: { polyfill: false },
    // No data: addresses, so that a node may forbid everything but itself.
    assetsInlineLimit: 0,
    rolldownOptions: {
      // Schemas that the board does not read (messages, frames, the directory) stay out of the bundle.
      treeshake: { moduleSideEffects: (id) => !id.includes('/libs/contract/') },
    },
  },
});
