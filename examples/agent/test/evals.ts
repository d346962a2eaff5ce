import { parseArgs } from 'node:util';
import { Conversations } from '../src/agent/conversations.ts';
import { defaultLimits } from '../src/agent/limits.ts';
import { answer } from '../src/agent/loop.ts';
import type { Model } from '../src/agent/model.ts';
import type { Tool } from '../src/agent/tool.ts';
import { logsInMemory } from '../src/sources/logs.ts';
import { prometheus, type Metrics } from '../src/sources/prometheus.ts';
import { ofCluster } from '../src/scoped.ts';
import { modelOf } from '../src/serve/providers.ts';
import { investigateTool } from '../src/tools/investigate.ts';
import type { Fixture } from '../evals/fixture.ts';
import { fixtures } from '../evals/fixtures/index.ts';
import { prometheusOf } from '../evals/prometheus.ts';
import { ask } from '../evals/score.ts';
import { at } from '../evals/simulate/world.ts';

const usage = `npm run evals -- [--fixture NAME]... [--difficulty easy|medium|hard]
Asks the model that AGENT_MODEL names (see README.md) the question of each fixture, and says what its answers lack, or claim wrongly.
Exit code: 0 all are right; 1 some are not; 2 there is no model.`;

/** What stands for the MCP servers: the same Prometheus, objects and logs, of one fixture. */
function toolsOf(fixture: Fixture, metrics: Metrics): Tool[] {
  const { name, world: { objects = [], lines = [] }, scope = {} } = fixture;
  const text = (input: unknown, key: string): string => { const value = (input as Record<string, unknown> | null)?.[key]; if (typeof value !== 'string' || !value) throw new Error(`${key} is missing`); return value; };
  const one = (key: string): Tool['schema'] => ({ type: 'object', required: [key], additionalProperties: false, properties: { [key]: { type: 'string' } } });
  return [
    investigateTool(scope, (of, since) => ask({ ...fixture, scope: of, since: since / 60 }, metrics)),
    { name: 'prometheus_execute_query', description: 'Evaluates a PromQL expression now.', schema: one('query'), call: async (input) => JSON.stringify(await metrics.instant(ofCluster(text(input, 'query'), name), at)) },
    { name: 'kubernetes_resources_list', description: 'Lists objects of a kind in the namespace of the question.', schema: one('kind'), call: async (input) => JSON.stringify(objects.filter(({ kind, metadata }) => kind === text(input, 'kind') && (scope.namespace === undefined || metadata.namespace === undefined || metadata.namespace === scope.namespace))) },
    {
      name: 'opensearch_SearchIndexTool', description: 'Finds log lines of the last hour that have these words in a row.', schema: one('phrase'),
      call: async (input) => JSON.stringify(await logsInMemory(lines).search({ phrases: [text(input, 'phrase')], window: { from: at - 3600, to: at }, place: scope.namespace === undefined ? {} : { namespace: scope.namespace }, limit: 50 })),
    },
  ];
}

/** What is wrong with the answer of a model; nothing where it is right. */
async function judged(fixture: Fixture, model: Model, metrics: Metrics): Promise<string[]> {
  let said = '';
  const asked = { question: fixture.question, scope: fixture.scope ?? {}, conversation: new Conversations(defaultLimits).open('evals')!, findings: () => ask(fixture, metrics), model, tools: toolsOf(fixture, metrics), limits: defaultLimits, signal: new AbortController().signal };
  for await (const event of answer(asked)) {
    if (event.type === 'text') said += event.text;
    if (event.type === 'error') return [`no answer: ${event.message}`];
  }
  const named = fixture.find.flatMap(({ where = {} }) => Object.values(where)).filter((name) => !said.includes(name)).map((name) => `does not name ${name}`);
  return [...named, ...(fixture.never ?? []).filter((pattern) => pattern.test(said)).map((pattern) => `claims ${pattern}`)];
}

const { values } = parseArgs({ options: { fixture: { type: 'string', multiple: true }, difficulty: { type: 'string' }, help: { type: 'boolean', default: false } } });
const model = modelOf(process.env);
if (values.help || !model) {
  process.stdout.write(`${usage}\n`);
  process.exit(values.help ? 0 : 2);
}
const server = await prometheusOf(fixtures, (line) => process.stderr.write(`${line}\n`));
const metrics = prometheus({ url: server.url });
let wrong = 0;
for (const fixture of fixtures.filter(({ name, difficulty }) => (!values.fixture || values.fixture.includes(name)) && (!values.difficulty || values.difficulty === difficulty))) {
  const problems = await judged(fixture, model, metrics);
  wrong += problems.length ? 1 : 0;
  process.stdout.write(`${problems.length ? '✗' : '✓'} ${fixture.name}${problems.map((problem) => `\n    ${problem}`).join('')}\n`);
}
await server.stop();
process.exit(wrong ? 1 : 0);
