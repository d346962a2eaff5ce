import { dirname, join } from 'node:path';
import { tool } from '../tools/tools.ts';
import { run } from './command.ts';

/** Environment in which kubectl and helm use `kubeconfig`, and keep their caches beside it instead of in the user's home. */
export const clientEnvironment = (kubeconfig: string): Record<string, string> => ({
  KUBECONFIG: kubeconfig,
  KUBECACHEDIR: join(dirname(kubeconfig), 'client-cache'),
});

/**
 * `kubectl apply` of these objects.
 * @throws Error with what the API server said.
 */
export async function applyObjects(kubeconfig: string, objects: readonly object[]): Promise<void> {
  await run(await tool('kubectl'), ['apply', '--filename', '-'], {
    env: clientEnvironment(kubeconfig),
    input: JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }),
  });
}
