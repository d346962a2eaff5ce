import { createHash, timingSafeEqual } from 'node:crypto';

/** Who may ask, and about what. */
export interface Caller {
  readonly name: string;
  /** Namespaces that the caller may ask about; every one if left out. */
  readonly namespaces?: readonly string[];
}

export interface KnownCaller extends Caller {
  readonly token: string;
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

const shortest = 16;

/**
 * Reads who may ask: a JSON list of { name, token, namespaces? }.
 * @throws Error that says what is wrong with it
 */
export function callersOf(json: string): KnownCaller[] {
  const wrong = (what: string): never => { throw new Error(`the file of callers: ${what}`); };
  let list: unknown;
  try {
    list = JSON.parse(json);
  } catch {
    return wrong('it is no JSON; write [{ "name": "…", "token": "…" }]');
  }
  if (!Array.isArray(list) || list.length === 0) return wrong('it names nobody; write [{ "name": "…", "token": "…" }]');
  const callers = list as Partial<KnownCaller>[];
  for (const { name, token, namespaces } of callers) {
    if (typeof name !== 'string' || !name) wrong('a caller has no name');
    if (typeof token !== 'string' || token.length < shortest) wrong(`the token of ${name} is shorter than ${shortest} characters`);
    if (namespaces !== undefined && (!Array.isArray(namespaces) || namespaces.some((one) => typeof one !== 'string'))) wrong(`the namespaces of ${name} are no list of names`);
  }
  if (new Set(callers.map(({ name }) => name)).size < callers.length) wrong('two callers have one name');
  return callers as KnownCaller[];
}

/** The caller whose bearer token this is. All tokens are compared, in the same time. */
export function callerOf(authorization: string | undefined, callers: readonly KnownCaller[]): Caller | undefined {
  const given = digest(/^Bearer (.+)$/i.exec(authorization ?? '')?.[1] ?? '');
  return callers.filter(({ token }) => timingSafeEqual(digest(token), given))[0];
}

/** Why a caller may not ask about a namespace; undefined where the caller may. */
export function refusal({ name, namespaces }: Caller, namespace: string | undefined): string | undefined {
  if (!namespaces || (namespace !== undefined && namespaces.includes(namespace))) return undefined;
  return `${name} may ask about ${namespaces.join(', ')}; name one of them in "namespace"`;
}
