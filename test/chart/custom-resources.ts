import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import { load } from 'js-yaml';
import { operatorCrds } from '../tools/tools.ts';
import type { Manifest } from '../wiring.ts';

interface Crd { readonly spec: { readonly names: { readonly kind: string }; readonly versions: readonly { readonly name: string; readonly schema: { readonly openAPIV3Schema: object } }[] } }

/** The kinds that this chart writes itself. */
const KINDS = /_(podmonitors|servicemonitors|prometheusrules|alertmanagerconfigs)\.yaml$/;

/**
 * Makes the function that tells what the API server would refuse of our objects of the Prometheus Operator, and what it
 * would silently drop: unknown fields and null. Rules that the CRDs have in CEL are not asked.
 */
export async function customResourceProblems(): Promise<(manifests: readonly Manifest[]) => string[]> {
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
  const judges = new Map<string, ValidateFunction>();
  for (const path of (await operatorCrds()).filter(path => KINDS.test(path))) {
    const { spec } = load(readFileSync(path, 'utf8')) as Crd;
    const { schema } = spec.versions.find(({ name }) => name === 'v1' || name === 'v1alpha1')!;
    judges.set(spec.names.kind, ajv.compile(closed(schema.openAPIV3Schema)));
  }
  return manifests => manifests.flatMap(manifest => problemsOf(manifest, judges.get(manifest.kind)));
}

function problemsOf({ kind, ...rest }: Manifest, judge: ValidateFunction | undefined): string[] {
  if (!judge || judge({ kind, ...rest })) return [];
  return judge.errors!.map(({ instancePath, message, params }) => `${kind} ${rest.metadata.name}: ${instancePath} ${message} ${JSON.stringify(params)}`);
}

/** The same schema, with no other fields than those it lists. */
function closed(schema: object): object {
  return Object.fromEntries(
    Object.entries(schema).flatMap(([key, value]): [string, unknown][] => {
      if (key === 'properties') return [[key, Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, closed(inner as object)]))], ['additionalProperties', false]];
      if (key === 'items' || (key === 'additionalProperties' && typeof value === 'object')) return [[key, closed(value)]];
      if (key === 'pattern' && value.includes('(?')) return []; // flags of Go, which JavaScript has not
      return [[key, value]];
    }),
  );
}
