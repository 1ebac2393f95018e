/**
 * A small process that outlives a killed parent for a moment, to end what the parent had started.
 *
 * Its stdin is a pipe from the parent. Lines of JSON: `{ watch: { pid, signal, order, graceSeconds } }`,
 * `{ forget: pid }`, `{ remove: path }`. When the pipe closes without `{ end: true }` the parent is gone, whatever
 * killed it: then the watched processes are ended, lowest order first, and the paths are removed.
 * Plain JavaScript on purpose: it starts at once and needs no loader.
 */
import { rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';

const watched = new Map();
const leftovers = [];

// The terminal's Ctrl-C is for the parent to answer; this process goes when the parent has gone.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});

for await (const line of createInterface({ input: process.stdin })) {
  const order = JSON.parse(line);
  if (order.watch) watched.set(order.watch.pid, order.watch);
  if (order.forget) watched.delete(order.forget);
  if (order.remove) leftovers.push(order.remove);
  if (order.end) process.exit(0);
}

const orders = [...new Set([...watched.values()].map((child) => child.order))].sort((a, b) => a - b);
for (const order of orders) {
  await Promise.all([...watched.values()].filter((child) => child.order === order).map(endProcess));
}
for (const path of leftovers) await rm(path, { recursive: true, force: true });
process.exit(0);

async function endProcess({ pid, signal, graceSeconds }) {
  if (!send(pid, signal)) return;
  const deadline = Date.now() + graceSeconds * 1000;
  while (Date.now() < deadline) {
    if (!send(pid, 0)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  send(pid, 'SIGKILL');
}

function send(pid, signal) {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}
