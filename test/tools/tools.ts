import { build } from './build.ts';
import { toStderr, type Progress } from './compile.ts';
import { operatorCrds } from './crds.ts';
import { fromPath } from './path.ts';
import type { ToolName } from './table.ts';

export { operatorCrds } from './crds.ts';
export { toolNames, toolVersions, type ToolName } from './table.ts';

const found = new Map<ToolName, Promise<string>>();

/**
 * Absolute path of a tool: from PATH when its version fits the pin, else from the user's cache, else built there now (minutes when cold).
 * @throws Error that says what to install when there is no Go to build it with.
 */
export function tool(name: ToolName, progress: Progress = toStderr): Promise<string> {
  const known = found.get(name) ?? find(name, progress);
  found.set(name, known);
  return known;
}

async function find(name: ToolName, progress: Progress): Promise<string> {
  const onPath = await fromPath(name);
  if (onPath !== undefined) return onPath;
  const built = await build(name, progress);
  // The CRDs come with the operator's module: take them while Go is known to be there.
  if (name === 'prometheus-operator') await operatorCrds();
  return built;
}
