import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { k8s } from 'cdk8s-plus-28';
import { run } from './lab/command.ts';
import { pythonWith } from './python.ts';
import { manifests } from './render.ts';
import { tool } from './tools/tools.ts';
import type { Manifest } from './wiring.ts';

const EXAMPLES = join(import.meta.dirname, '..', 'examples');
export const exampleFile = (...path: readonly string[]): string => join(EXAMPLES, ...path);

/** Programs of the examples that run without Ray or a GPU. */
export const examplePrograms = { train: exampleFile('training', 'line', 'train.py'), serve: exampleFile('inference', 'reverse', 'serve.py') } as const;

/** A Python with what the programs of the examples want. */
export const examplePython = (): Promise<string> => pythonWith(exampleFile('common', 'requirements.txt'));

export const exampleEnvironment = (more: Readonly<Record<string, string>>): NodeJS.ProcessEnv => ({ PATH: process.env['PATH'], PYTHONPATH: exampleFile('common'), PYTHONDONTWRITEBYTECODE: '1', ...more });

/** What a person applies: folders with a kustomization, and files. */
export const exampleManifests = ['training/llama', 'training/cpu', 'training/line', 'inference/rayservice.yaml', 'inference/vllm.yaml', 'inference/sglang.yaml', 'inference/vllm-cpu.yaml', 'inference/reverse'] as const;

/** The objects of one of {@link exampleManifests}. */
export const manifestsOf = async (path: string): Promise<Manifest[]> =>
  manifests(path.endsWith('.yaml') ? readFileSync(exampleFile(path), 'utf8') : await run(await tool('kubectl'), ['kustomize', exampleFile(path)]));

export interface PodTemplate {
  readonly metadata?: { readonly labels?: Readonly<Record<string, string>>; readonly annotations?: Readonly<Record<string, string>> };
  readonly spec: k8s.PodSpec;
}

/** The pods that controllers make of these objects, wherever in them their templates stand. */
export function podTemplates(objects: readonly unknown[]): PodTemplate[] {
  return objects.flatMap((value): PodTemplate[] => {
    if (typeof value !== 'object' || value === null) return [];
    const inner = podTemplates(Object.values(value));
    return 'spec' in value && Array.isArray((value.spec as Partial<k8s.PodSpec> | null)?.containers) ? [value as PodTemplate, ...inner] : inner;
  });
}
