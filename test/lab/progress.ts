import type { Step } from './start.ts';

const heartbeatMs = 15_000;

/** Tells about each step when it begins, every 15 s while it lasts, and with its time when it is done. */
export const progress =
  (log: (line: string) => void): Step =>
  async (title, work) => {
    const began = Date.now();
    const seconds = (): string => `${((Date.now() - began) / 1000).toFixed(1)} s`;
    log(`${title} …`);
    const heartbeat = setInterval(() => log(`${title} … (${seconds()})`), heartbeatMs);
    try {
      const result = await work();
      log(`${title}: done in ${seconds()}`);
      return result;
    } finally {
      clearInterval(heartbeat);
    }
  };
