import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { tool } from '../tools/tools.ts';
import type { KubernetesApi } from './api.ts';
import { freePort, httpReady, type Processes } from './processes.ts';

export interface AlertmanagerOptions {
  readonly dir: string;
  readonly api: KubernetesApi;
  readonly processes: Processes;
  /** The `Alertmanager` object whose configuration it runs with. */
  readonly object: { readonly namespace: string; readonly name: string };
  /** What the configuration has to hold before it is taken, as the operator writes it again for each object that it sees. */
  readonly holds: string;
}

/** A real Alertmanager that runs with the configuration that the operator generated for an object, without a change. */
export interface LabAlertmanager {
  readonly url: string;
  /** Path of that configuration. */
  readonly config: string;
  /** Takes alerts as Prometheus sends them. */
  send(alerts: readonly SentAlert[]): Promise<void>;
}

/** An alert as Prometheus sends it; one that has ended has `endsAt`. */
export interface SentAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly endsAt?: string;
}

const generationTimeoutMs = 60_000;

/** @throws when the operator generates no such configuration, or Alertmanager refuses it */
export async function startAlertmanager({ dir, api, processes, object, holds }: AlertmanagerOptions): Promise<LabAlertmanager> {
  await mkdir(dir, { recursive: true });
  const config = join(dir, 'alertmanager.yaml');
  await writeFile(config, await generatedConfig(api, object, holds));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const args = [`--config.file=${config}`, `--storage.path=${join(dir, 'data')}`, `--web.listen-address=127.0.0.1:${port}`, '--cluster.listen-address='];
  await processes.start('alertmanager', await tool('alertmanager'), args, { ready: httpReady(`${url}/-/ready`) });
  return {
    url,
    config,
    async send(alerts) {
      const response = await fetch(`${url}/api/v2/alerts`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(alerts) });
      if (!response.ok) throw new Error(`Alertmanager refuses the alerts: ${await response.text()}`);
    },
  };
}

async function generatedConfig(api: KubernetesApi, { namespace, name }: AlertmanagerOptions['object'], holds: string): Promise<string> {
  for (const deadline = Date.now() + generationTimeoutMs; Date.now() < deadline; await sleep(500)) {
    const secret = await api.find<{ data?: Record<string, string> }>(`/api/v1/namespaces/${namespace}/secrets/alertmanager-${name}-generated`);
    const packed = secret?.data?.['alertmanager.yaml.gz'];
    const text = packed ? gunzipSync(Buffer.from(packed, 'base64')).toString() : '';
    if (text.includes(holds)) return text;
  }
  throw new Error(`within ${generationTimeoutMs / 1000} s the Prometheus Operator made no configuration of Alertmanager ${namespace}/${name} that holds ${holds}; see prometheus-operator.log`);
}
