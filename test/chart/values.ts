import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { load } from 'js-yaml';

export { merged } from '../../generator/user-values.ts';

export type Values = Record<string, unknown>;

/** What the tests read of values.schema.json. */
export interface Rules { readonly type?: string | readonly string[]; readonly required?: readonly string[]; readonly properties?: Readonly<Record<string, Rules>> }

const CHART = join(import.meta.dirname, '..', '..', 'chart');

/** chart/values.yaml. */
export const published = load(readFileSync(join(CHART, 'values.yaml'), 'utf8')) as Values;
/** chart/values.schema.json. */
export const rules = JSON.parse(readFileSync(join(CHART, 'values.schema.json'), 'utf8')) as Rules;

const validate = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true, strictRequired: false }).compile(rules);

/** What values.schema.json refuses of values. */
export const refused = (values: Values): string[] => (validate(values) ? [] : validate.errors!.map(({ instancePath, message }) => `${instancePath} ${message}`));

