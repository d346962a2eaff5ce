import type { Found, Manifest } from './manifest.ts';

/** "name.namespace.svc", with or without scheme, cluster domain and port. */
const IN_CLUSTER = /(?:(https?):\/\/)?(?<![\w.-])([a-z][a-z0-9-]*)\.([a-z0-9-]+)\.svc(?:\.[a-z0-9-]+)*(?::(\d+))?/g;
/** "http://name" and "http://name.namespace", where the host ends after them. */
const SHORT_URL = /(https?):\/\/([a-z][a-z0-9-]*)(?:\.([a-z][a-z0-9-]*))?(?::(\d+))?(?=[/\s"'\\]|$)/g;
/** A line "host: name" or "Host name" of a configuration file. */
const HOST_LINE = /^\s*host:?\s+"?([a-z][a-z0-9-]*)(?:\.([a-z0-9-]+))?"?\s*$/gim;
/** Environment variables that carry the bare name of a Service. */
const HOST_VARIABLE = /(^|[._])hosts?$/i;
const BARE_NAME = /^[a-z][a-z0-9-]*$/;

const DEFAULT_PORT = { http: '80', https: '443' } as const;

/**
 * Services that an object's texts name as addresses: in environment variables, arguments, configuration files, anywhere.
 * `namespaces` are those that the release has objects in: "http://a.b" is an address in the cluster only when b is one of them.
 */
export function addressReferences(manifest: Manifest, namespaces: ReadonlySet<string>): Found[] {
  return strings(manifest, []).flatMap(({ path, text }) => inText(path, text, namespaces));
}

function inText(path: readonly string[], text: string, namespaces: ReadonlySet<string>): Found[] {
  const via = path.join('.');
  const found = [...text.matchAll(IN_CLUSTER)].map(([, scheme, name, namespace, port]) => service(via, name!, namespace, port ?? defaultPort(scheme)));
  for (const [, scheme, name, namespace, port] of text.matchAll(SHORT_URL)) {
    if (name === 'localhost' || (namespace !== undefined && !namespaces.has(namespace))) continue;
    found.push(service(via, name!, namespace, port ?? defaultPort(scheme)));
  }
  if (['data', 'stringData'].includes(path[0] ?? '')) {
    for (const [, name, namespace] of text.matchAll(HOST_LINE)) if (name !== 'localhost' && (namespace === undefined || namespaces.has(namespace))) found.push(service(via, name!, namespace));
  }
  return found.filter(({ name, namespace }) => !(name === 'kubernetes' && namespace === 'default'));
}

const defaultPort = (scheme: string | undefined): string | undefined => (scheme === 'http' || scheme === 'https' ? DEFAULT_PORT[scheme] : undefined);

function service(via: string, name: string, namespace?: string, part?: string): Found {
  return { via, kind: 'Service', name, ...(namespace === undefined ? {} : { namespace }), ...(part === undefined ? {} : { part }) };
}

/** Services that a container's environment names without an address around them, such as discovery.seed_hosts. */
export function hostVariables(env: readonly { readonly name: string; readonly value?: string }[]): Found[] {
  return env
    .filter(({ name, value }) => HOST_VARIABLE.test(name) && value !== undefined && BARE_NAME.test(value))
    .map(({ name, value }) => service(`env ${name}`, value!));
}

/** Every text of an object with the path to it; that of a Secret's `data` stays encoded and says nothing. */
function strings(value: unknown, path: readonly string[]): { path: readonly string[]; text: string }[] {
  if (typeof value === 'string') return [{ path, text: value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => strings(item, [...path, key]));
}
