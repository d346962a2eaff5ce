import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { CONFIG, CONTAINERS, OPENSEARCH_CA, PODS, ROTATED, STATE, containerTag } from '../../generator/components/fluent-bit/paths.ts';
import { fixedNames } from '../../generator/components/names.ts';
import { render } from '../render.ts';
import { stageChart } from '../stubs.ts';

export interface FluentBitOptions {
  /** Folder with log files, named as the kubelet names them: POD_NAMESPACE_CONTAINER-ID.log */
  readonly input: string;
  /** Address of OpenSearch (https://host:9200). */
  readonly opensearch: string;
  /** Certificate of its authority; without, `opensearch` is http. */
  readonly ca?: string;
  readonly output: string;
  /** Values of the chart beside the defaults, as Helm's --set takes them: `logs.buffer.size=1G`. */
  readonly set?: readonly string[];
}

/** The files of Fluent Bit's ConfigMap, as Helm renders them. */
export async function fluentBitFiles(values: object = {}): Promise<Record<string, string>> {
  const { chart } = await stageChart({ charts: 'stubs' });
  try {
    const found = (await render({ chart, values })).find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === fixedNames.fluentBit);
    if (!found) throw new Error('these values render no Fluent Bit: leave fluentbit.enabled=true, and a store');
    return (found as unknown as { data: Record<string, string> }).data;
  } finally {
    rmSync(chart, { recursive: true });
  }
}

/** Outside a cluster there is no journal of a node … */
const OUTSIDE = ['kubelet', 'containerd', 'kernel'].map((source) => `logs.sources.${source}=false`);
/** … and nobody at this port: the API server is asked in vain, without waiting. */
const NO_API_SERVER = 'http://127.0.0.1:9';

/** The kubelet's own folder is not there: rotated files lie beside the others. */
const NO_PODS = '/nowhere/pods';

const replacements = ({ input, opensearch, ca, output }: FluentBitOptions): [from: string | RegExp, to: string][] => {
  const { hostname, port, protocol } = new URL(opensearch);
  return [
    [containerTag(CONTAINERS), containerTag(resolve(input))],
    [containerTag(PODS), containerTag(NO_PODS)],
    [ROTATED, join(resolve(input), '*.log.*')],
    [PODS, NO_PODS],
    [CONTAINERS, resolve(input)],
    [CONFIG, resolve(output)],
    [STATE, join(resolve(output), 'state')],
    [OPENSEARCH_CA, ca ? resolve(ca) : OPENSEARCH_CA],
    [/host: "observability-opensearch[^"]*"\n( +)port: 9200/, `host: "${hostname}"\n$1port: ${port || (protocol === 'https:' ? '443' : '80')}`],
    [/(\n +)kube_tag_prefix:/, `$1kube_url: ${NO_API_SERVER}$1kube_tag_prefix:`],
    ...(protocol === 'http:' ? [[/ +tls: on\n +tls\.verify: on\n +tls\.verify_hostname: on\n +tls\.ca_file: .*\n/, ''] as [RegExp, string]] : []),
  ];
};

/**
 * Writes a folder with which Fluent Bit runs outside Kubernetes, as the chart renders it but for paths and hosts:
 * `OPENSEARCH_PASSWORD=… NODE_NAME=… fluent-bit --config DIR/fluent-bit.yaml`
 */
export async function renderFluentBit(options: FluentBitOptions): Promise<void> {
  const files = await fluentBitFiles(valuesOf([...OUTSIDE, ...(options.set ?? [])]));
  mkdirSync(join(options.output, 'state', 'buffer'), { recursive: true });
  for (const [file, text] of Object.entries(files)) {
    const placed = file.endsWith('.lua') ? text : replacements(options).reduce((changed, [from, to]) => changed.replaceAll(typeof from === 'string' ? from : new RegExp(from, 'g'), to), text);
    writeFileSync(join(options.output, file), placed);
  }
}

/** `a.b=c` as Helm's --set takes it, for values that are no lists. */
export function valuesOf(settings: readonly string[]): object {
  const values: Record<string, unknown> = {};
  for (const setting of settings) {
    const [path = '', value = ''] = setting.split(/=(.*)/s);
    const keys = path.split('.');
    const last = keys.pop()!;
    const parent = keys.reduce<Record<string, unknown>>((at, key) => (at[key] ??= {}) as Record<string, unknown>, values);
    parent[last] = value === 'true' ? true : value === 'false' ? false : /^\d+$/.test(value) ? Number(value) : value;
  }
  return values;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { input: { type: 'string' }, opensearch: { type: 'string' }, ca: { type: 'string' }, output: { type: 'string' }, set: { type: 'string', multiple: true } } });
  const { input, opensearch, ca, output, set } = values;
  if (!input || !opensearch || !output) {
    console.error('npm run render:fluentbit -- --input DIR --opensearch URL [--ca FILE] --output DIR [--set value=…]');
    process.exit(1);
  }
  await renderFluentBit({ input, opensearch, output, ...(ca ? { ca } : {}), ...(set ? { set } : {}) });
  console.log(`${resolve(output)}: OPENSEARCH_PASSWORD=… NODE_NAME=${process.env['HOSTNAME'] ?? 'node'} fluent-bit --config ${join(resolve(output), 'fluent-bit.yaml')}`);
}
