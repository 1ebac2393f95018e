/** Jest loads this file natively and cannot load TypeScript here, so tsx does. */
import { tsImport } from 'tsx/esm/api';

export default async function globalSetup(config) {
  const { startServers } = await tsImport('./servers.ts', import.meta.url);
  globalThis.journeymanServers = await startServers(config.testPathPatterns?.patterns ?? []);
}
