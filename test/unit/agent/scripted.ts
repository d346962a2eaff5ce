import type { Model, ModelEvent, Turn } from '../../../examples/agent/src/agent/model.ts';
import type { Tool } from '../../../examples/agent/src/agent/tool.ts';
import type { Finding, Report } from '../../../examples/agent/src/findings.ts';

/** One turn of a scripted model: events, or what makes them of what the model was told. */
type ScriptedTurn = readonly (ModelEvent | Error)[] | ((turn: Turn) => AsyncIterable<ModelEvent> | readonly (ModelEvent | Error)[]);

export const says = (text: string): ModelEvent => ({ kind: 'text', text });
export const calls = (name: string, input: unknown = {}, id = `call-${name}`): ModelEvent => ({ kind: 'call', call: { id, name, input } });
export const used = (inputTokens: number, outputTokens: number): ModelEvent => ({ kind: 'usage', inputTokens, outputTokens });

/** A model that says what it is given to say, turn by turn, and keeps what it was told. */
export class ScriptedModel implements Model {
  readonly name = 'scripted';
  readonly told: Turn[] = [];
  readonly #script: ScriptedTurn[];

  constructor(...script: ScriptedTurn[]) {
    this.#script = script;
  }

  async *turn(turn: Turn): AsyncGenerator<ModelEvent> {
    this.told.push({ ...turn, messages: [...turn.messages] });
    const next = this.#script.length > 1 ? this.#script.shift()! : this.#script[0]!;
    const events = typeof next === 'function' ? next(turn) : next;
    for await (const event of events) {
      if (event instanceof Error) throw event;
      yield event;
    }
  }
}

export const tool = (name: string, call: Tool['call'], schema: Tool['schema'] = { type: 'object', properties: {} }): Tool => ({ name, description: name, schema, call });

export const idleFinding: Finding = {
  analyzer: 'gpu-idle', what: 'Job team-a/train holds GPUs and does not use them', where: { namespace: 'team-a', workload: 'train' }, severity: 'warning', confidence: { level: 'high', reason: 'measured' },
  evidence: [{ kind: 'metric', query: 'workload:gpu_allocated_idle:count > 0', labels: { workload: 'train' }, value: 8, window: { from: 1_768_474_800, to: 1_768_478_400 } }], nextStep: 'Ask its owner.', runbooks: ['GPUAllocatedIdle'],
};

export const report = (...findings: Finding[]): Report => ({ scope: { namespace: 'team-a' }, window: { from: 1_768_474_800, to: 1_768_478_400 }, findings, unseen: [], blind: false, seconds: 0.1 });
