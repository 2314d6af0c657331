import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Two pages: that of those who run a programme, and that of its members. `perennial api` serves what this builds; `npx vite console` serves it while it is written, with the API on port 3000. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: '/console/',
  plugins: [react()],
  build: {
    outDir: fileURLToPath(new URL('../dist/console', import.meta.url)),
    rollupOptions: {
      input: ['index.html', 'my.html'].map((page) => fileURLToPath(new URL(page, import.meta.url))),
    },
    emptyOutDir: true,
    // What every browser that is still looked after can do; light-dark() among it.
    target: ['chrome123', 'firefox128', 'safari17.5'],
    // A strict policy takes nothing that is written into a page or a style.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    proxy: { '/v1': 'http://127.0.0.1:3000', '/console/session': 'http://127.0.0.1:3000' },
  },
});
