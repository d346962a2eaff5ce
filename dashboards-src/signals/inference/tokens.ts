import { signal } from '../define.ts';
import { from, genAiClient, sglang, summed, tgi, vllm } from './engines.ts';

/** The conventions have clients count tokens, not servers. */
const usage = (type: 'input' | 'output'): string => summed(genAiClient((metric) => `rate(${metric('token_usage_sum', `gen_ai_token_type="${type}"`)}[5m])`, 'gen-ai'));

export const promptTokens = signal({
  name: 'model:prompt_tokens:rate5m',
  title: 'Prompt tokens read',
  unit: 'tokens/second',
  description: 'Tokens of prompts that were read each second, those from the prefix cache among them.',
  better: 'neither',
  sources: [
    from('vllm', summed(vllm((metric) => `rate(${metric('prompt_tokens_total')}[5m])`))),
    from('sglang', summed(sglang((metric) => `rate(${metric('prompt_tokens_total')}[5m])`))),
    from('tgi', summed(tgi((metric) => `rate(${metric('request_input_length_sum')}[5m])`))),
    from('gen-ai-client', usage('input')),
  ],
  by: ['engine'],
});

export const generationTokens = signal({
  name: 'model:generation_tokens:rate5m',
  title: 'Tokens written',
  unit: 'tokens/second',
  description: 'Tokens of answers that were written each second: what the GPUs behind a model earn. Falling while requests wait: something slows the replicas down.',
  better: 'neither',
  sources: [
    from('vllm', summed(vllm((metric) => `rate(${metric('generation_tokens_total')}[5m])`))),
    from('sglang', summed(sglang((metric) => `rate(${metric('generation_tokens_total')}[5m])`))),
    from('tgi', summed(tgi((metric) => `rate(${metric('request_generated_tokens_sum')}[5m])`))),
    from('gen-ai-client', usage('output')),
  ],
  by: ['engine'],
});
