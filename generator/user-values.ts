import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { load } from 'js-yaml';
import { schema, type Values } from '../values-schema/index.ts';
import { dependencies } from './dependencies.ts';
import { defaultValues, valuesSchema } from './values.ts';

type Map = Record<string, unknown>;
const isMap = (value: unknown): value is Map => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Values as Helm merges them: null removes. */
export function merged(under: object, over: object): Map {
  const all: Map = { ...under };
  for (const [key, value] of Object.entries(over)) {
    if (value === null) delete all[key];
    else all[key] = isMap(value) && isMap(all[key]) ? merged(all[key], value) : value;
  }
  return all;
}

/**
 * The values of a release: the chart's own with those of files over them, as `helm install --values` takes them.
 * @throws Error that names the file, or the values that the schema refuses
 */
export function userValues(files: readonly string[]): Values {
  const values = files.map(readYaml).reduce<Map>(merged, defaultValues(schema));
  const validate = new Ajv({ allErrors: true, strict: false }).compile(JSON.parse(valuesSchema(schema, dependencies.filter(({ repository }) => !repository).map(({ name }) => name))) as object);
  if (!validate(values)) throw new Error(`${files.join(', ')}: ${validate.errors!.map(({ instancePath, message, params }) => `${instancePath.slice(1).replaceAll('/', '.') || 'the values'} ${message}${'additionalProperty' in params ? `: ${params['additionalProperty']}` : ''}`).join('; ')}`);
  return values as unknown as Values;
}

function readYaml(file: string): Map {
  const values = load(readFileSync(file, 'utf8')) ?? {};
  if (!isMap(values)) throw new Error(`${file} holds no values: write a map, as in values.yaml`);
  return values;
}
