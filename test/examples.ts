import { join } from 'node:path';
import { pythonWith } from './python.ts';

const EXAMPLES = join(import.meta.dirname, '..', 'examples');
export const exampleFile = (...path: readonly string[]): string => join(EXAMPLES, ...path);

/** Programs of the examples that run without Ray or a GPU. */
export const examplePrograms = { train: exampleFile('training', 'line', 'train.py'), serve: exampleFile('inference', 'reverse', 'serve.py') } as const;

/** A Python with what the programs of the examples want. */
export const examplePython = (): Promise<string> => pythonWith(exampleFile('common', 'requirements.txt'));

export const exampleEnvironment = (more: Readonly<Record<string, string>>): NodeJS.ProcessEnv => ({ PATH: process.env['PATH'], PYTHONPATH: exampleFile('common'), PYTHONDONTWRITEBYTECODE: '1', ...more });
