import { createAmazonBedrock } from '@ai-sdk/amazon-bedrock';
import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { fromNodeProviderChain } from '@aws-sdk/credential-providers';
import type { Model } from '../agent/model.ts';
import { aiSdkModel } from './ai-sdk.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The model that the environment names by AGENT_MODEL: bedrock:MODEL, anthropic:MODEL or openai:MODEL; undefined where it names none.
 * Keys and regions come from the usual variables of each provider; OPENAI_BASE_URL is any OpenAI-compatible endpoint, such as a vLLM in the cluster.
 * @throws Error that says what to write
 */
export function modelOf(environment: Environment): Model | undefined {
  const { AGENT_MODEL: wanted } = environment;
  if (!wanted) return undefined;
  const [, provider, id] = /^(bedrock|anthropic|openai):(.+)$/.exec(wanted) ?? [];
  if (!provider || !id) throw new Error(`AGENT_MODEL ${wanted}: write bedrock:MODEL, anthropic:MODEL or openai:MODEL`);
  switch (provider) {
    case 'bedrock': {
      const region = environment['AWS_REGION'];
      if (!region) throw new Error('AGENT_MODEL names Bedrock; set AWS_REGION');
      return aiSdkModel(wanted, createAmazonBedrock({ region, credentialProvider: fromNodeProviderChain() })(id));
    }
    case 'anthropic': {
      const apiKey = environment['ANTHROPIC_API_KEY'];
      if (!apiKey) throw new Error('AGENT_MODEL names Anthropic; set ANTHROPIC_API_KEY from a Secret');
      return aiSdkModel(wanted, createAnthropic({ apiKey })(id));
    }
    default: {
      const baseURL = environment['OPENAI_BASE_URL'];
      if (!baseURL) throw new Error('AGENT_MODEL names an OpenAI-compatible endpoint; set OPENAI_BASE_URL, such as http://vllm.serving:8000/v1');
      const apiKey = environment['OPENAI_API_KEY'];
      return aiSdkModel(wanted, createOpenAICompatible({ name: 'openai-compatible', baseURL, includeUsage: true, ...(apiKey !== undefined && { apiKey }) })(id));
    }
  }
}
