import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { tool } from '../tools/tools.ts';

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
  const child = spawn(await tool('kubectl'), ['apply', '--filename', '-'], {
    env: { ...process.env, ...clientEnvironment(kubeconfig) },
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  child.stdin.end(JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }));
  const [stderr, code] = await Promise.all([text(child.stderr), new Promise((resolve) => child.once('close', resolve))]);
  if (code !== 0) throw new Error(`kubectl apply failed: ${stderr.trim()}`);
}
