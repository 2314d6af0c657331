// Loaded first in every thread of a worker process: collects the thread's garbage and tells what is left, when asked.
// The workflows live in a thread of their own, which process.memoryUsage() of the main one does not see.
import { BroadcastChannel, threadId } from 'node:worker_threads';

const channel = new BroadcastChannel('perennial-bench-heap');
channel.onmessage = ({ data }) => {
  if (data !== 'tell') return;
  globalThis.gc();
  globalThis.gc();
  channel.postMessage({ threadId, heapBytes: process.memoryUsage().heapUsed });
};
channel.unref();
