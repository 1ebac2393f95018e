import { defineConfig } from 'vite';

/** Where `npm run dev:app` finds a running Journeyman. */
const api = process.env.JOURNEYMAN_API ?? 'http://127.0.0.1:4000';

/** The app is built into dist/app, whence the API serves it; hashed files lie under /app/. */
export default defineConfig({
  publicDir: 'public',
  build: {
    outDir: '../dist/app',
    emptyOutDir: true,
    assetsDir: 'app',
    target: 'es2022',
    // Fonts stay files: a data: address would be loaded whether or not its letters are shown.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      onLog: (level, log, say) => {
        // Mantine marks its files for React’s server components; here there are none.
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') say(level, log);
      },
    },
  },
  server: {
    proxy: Object.fromEntries(
      ['/api', '/hooks', '/r', '/docs'].map((path) => [path, { target: api, headers: { origin: api } }]),
    ),
  },
});
