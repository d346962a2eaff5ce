import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import { load } from 'js-yaml';
import { operatorCrds } from '../tools/tools.ts';
import type { Manifest } from '../wiring.ts';

interface Crd { readonly spec: { readonly names: { readonly kind: string }; readonly versions: readonly { readonly name: string; readonly schema: { readonly openAPIV3Schema: object } }[] } }

/** The kinds that this chart writes itself. */
const KINDS = /_(podmonitors|servicemonitors|prometheusrules)\.yaml$/;

/**
 * What the API server would refuse of the Prometheus Operator's objects, and what it would silently drop: unknown fields
 * and null. It does not judge the rules that the CRDs have in CEL.
 */
export async function customResourceProblems(): Promise<(manifests: readonly Manifest[]) => string[]> {
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
  const judges = new Map<string, ValidateFunction>();
  for (const path of (await operatorCrds()).filter(path => KINDS.test(path))) {
    const { spec } = load(readFileSync(path, 'utf8')) as Crd;
    judges.set(spec.names.kind, ajv.compile(closed(spec.versions.find(({ name }) => name === 'v1')!.schema.openAPIV3Schema)));
  }
  return manifests => manifests.flatMap(manifest => {
    const judge = judges.get(manifest.kind);
    if (!judge || judge(manifest)) return [];
    return judge.errors!.map(({ instancePath, message, params }) => `${manifest.kind} ${manifest.metadata.name}: ${instancePath} ${message} ${JSON.stringify(params)}`);
  });
}

/** The same schema, with no other fields than those it lists; metadata is the API server's own. */
function closed(schema: object): object {
  return Object.fromEntries(
    Object.entries(schema).flatMap(([key, value]) => {
      if (key === 'properties') return [[key, Object.fromEntries(Object.entries(value as object).map(([name, inner]) => [name, closed(inner as object)]))], ['additionalProperties', false]];
      if (key === 'items' || key === 'additionalProperties') return [[key, typeof value === 'object' ? closed(value as object) : value]];
      if (key === 'pattern' && String(value).includes('(?')) return []; // flags of Go that JavaScript has not
      return [[key, value]];
    }),
  );
}
