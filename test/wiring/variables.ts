import type { Render } from './manifest.ts';
import { texts } from './manifest.ts';
import { dataSourceFiles } from './grafana.ts';
import { environment, mountedTexts, type Pods } from './pods.ts';
import type { Unmatched } from './selectors.ts';

/** Files in which ${NAME} is the program's own expansion; in a script it would be the shell's. */
const CONFIGURATION = /\.(ya?ml|conf|ini)$/;
const BRACED = /\$(?:__env)?\{(?:env|envbc|envbase64)?\.?([A-Z][A-Z0-9_]+)\}/g;
/** Grafana also expands $NAME in its provisioning files. */
const PLAIN = /\$([A-Z][A-Z0-9_]+)/g;

/** Environment variables that the configuration of a pod reads and none of its containers has. */
export function missingVariables(pods: Pods, render: Render): Unmatched[] {
  const namespace = render.namespace(pods.owner);
  const environments = (pods.spec.containers ?? []).map(container => environment(render, namespace, container));
  if (environments.includes(undefined)) return []; // a Secret of the user's: its keys are not known here
  const names = new Set(environments.flatMap(names => [...names!]));
  return wanted(pods, render).filter(({ variable }) => !names.has(variable)).map(({ file, variable }) => ({ via: file, to: `environment variable ${variable}` }));
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
