/** A signal that aborts when another one does, or when the time is over. `AbortSignal.any` over `AbortSignal.timeout` may be collected before its time in Node 20 (nodejs/node #57736). */
export interface Deadline {
  readonly signal: AbortSignal;
  /** Whether the time was over, rather than the caller gone. */
  readonly passed: () => boolean;
  /** To be called when the work is done. */
  readonly end: () => void;
}

export function deadline(ms: number, outer: AbortSignal): Deadline {
  const controller = new AbortController();
  let passed = false;
  const timer = setTimeout(() => { passed = true; controller.abort(new Error(`no answer within ${ms / 1000} s`)); }, ms);
  const gone = (): void => controller.abort(outer.reason);
  if (outer.aborted) gone();
  outer.addEventListener('abort', gone, { once: true });
  return { signal: controller.signal, passed: () => passed, end: () => { clearTimeout(timer); outer.removeEventListener('abort', gone); } };
}

/** Rejects when the signal aborts; never resolves. */
export const aborted = (signal: AbortSignal): Promise<never> => new Promise((_, reject) => {
  const stop = (): void => reject(signal.reason as Error);
  if (signal.aborted) stop();
  else signal.addEventListener('abort', stop, { once: true });
});

/** What a source gives until the signal aborts, also where the source itself does not look at it. */
export async function* stoppable<T>(source: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T> {
  const over = aborted(signal);
  // Where the source ends first nobody waits for it any more.
  over.catch(() => undefined);
  const items = source[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await Promise.race([items.next(), over]);
      if (next.done) return;
      yield next.value;
    }
  } finally {
    void items.return?.().catch(() => undefined);
  }
}
