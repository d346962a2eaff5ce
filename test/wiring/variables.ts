import { dataSourceFiles } from './grafana.ts';
import { describe, texts, type Render } from './manifest.ts';
import { environment, mountedTexts, variableSources, type Pods } from './pods.ts';
import type { Unmatched } from './selectors.ts';

/** Files in which ${NAME} is the program's own expansion; in a script it would be the shell's. */
const CONFIGURATION = /\.(ya?ml|conf|ini)$/;
const BRACED = /\$(?:__env)?\{(?:env|envbc|envbase64)?\.?([A-Z][A-Z0-9_]+)\}/g;
/** Grafana also expands $NAME in its provisioning files. */
const PLAIN = /\$([A-Z][A-Z0-9_]+)/g;

/**
 * Environment variables that the configuration of a pod reads and that none of its containers has,
 * or has from a Secret or ConfigMap that is not there: what is optional for the pod is not for the file that reads it.
 */
export function missingVariables(pods: Pods, render: Render): Unmatched[] {
  const namespace = render.namespace(pods.owner);
  const containers = pods.spec.containers ?? [];
  const environments = containers.map(container => environment(render, namespace, container));
  const names = new Set(environments.flatMap(names => [...names ?? []]));
  const allKnown = !environments.includes(undefined); // else a Secret of the user's gives some: its keys are not known here
  return wanted(pods, render).flatMap(({ file, variable }) => {
    if (!names.has(variable)) return allKnown ? [{ via: file, to: `environment variable ${variable}` }] : [];
    const sources = containers.flatMap(container => variableSources(container, variable)).map(source => ({ namespace, ...source }));
    return sources.filter(source => !render.leads(source)).map(source => ({ via: `${file}, env ${variable}`, to: describe(source) }));
  });
}

function wanted(pods: Pods, render: Render): { file: string; variable: string }[] {
  const mounted = [...mountedTexts(render, pods)].filter(([file]) => CONFIGURATION.test(file)).flatMap(([file, text]) => variables(file, text, [BRACED]));
  return isGrafana(pods) ? [...mounted, ...dataSourceFiles(render).flatMap(file => Object.entries(texts(file)).flatMap(([key, text]) => variables(key, text, [BRACED, PLAIN])))] : mounted;
}

/** Its data sources come through a sidecar, not through a mount. */
const isGrafana = ({ spec }: Pods): boolean => (spec.containers ?? []).some(({ name }) => name === 'grafana');

function variables(file: string, text: string, patterns: readonly RegExp[]): { file: string; variable: string }[] {
  const names = patterns.flatMap(pattern => [...text.matchAll(pattern)].map(match => match[1]!));
  return [...new Set(names)].map(variable => ({ file, variable }));
}
