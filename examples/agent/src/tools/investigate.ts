import type { Scope } from '../census.ts';
import { secondsOf } from '../duration.ts';
import type { Report } from '../findings.ts';
import { text } from '../report.ts';
import type { Tool } from '../agent/tool.ts';

/** The analyzers as a tool: another time, or a narrower place within the scope of the question. */
export function investigateTool(scope: Scope, run: (scope: Scope, sinceSeconds: number) => Promise<Report>): Tool {
  return {
    name: 'investigate',
    description: 'Runs all analyzers again, for a workload or another length of time, and returns their findings with evidence.',
    schema: { type: 'object', additionalProperties: false, properties: { workload: { type: 'string', description: 'only this workload' }, since: { type: 'string', description: 'how far to look back: 30m, 6h, 1d' } } },
    async call(input) {
      const { workload, since = '1h' } = (input ?? {}) as { workload?: unknown; since?: unknown };
      const seconds = typeof since === 'string' ? secondsOf(since) : undefined;
      if (!seconds || seconds < 300 || seconds > 7 * 86_400) throw new Error('since: write 5m to 7d');
      if (workload !== undefined && typeof workload !== 'string') throw new Error('workload: write a name');
      if (workload !== undefined && scope.namespace === undefined) throw new Error('workload: the question has no namespace to look for it in');
      if (scope.workload !== undefined && workload !== undefined && workload !== scope.workload) throw new Error(`workload: the question is about ${scope.workload} only`);
      return text(await run({ ...scope, ...(workload !== undefined && { workload }) }, seconds));
    },
  };
}
