import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A version that go.mod pins. */
export interface Pinned {
  /** As released: "v4.3.1", "v3.15.0". */
  readonly tag: string;
  /** The same without the "v". */
  readonly version: string;
  readonly major: string;
  readonly minor: string;
}

/** Folder of go.mod and go.sum. */
export const moduleDir = import.meta.dirname;

/** Text of go.mod. */
export const goMod = readFileSync(join(moduleDir, 'go.mod'), 'utf8');

/** Lowest Go version that go.mod accepts, as "1.26". */
export const goVersion = required(/^go (\d+\.\d+)/m.exec(goMod), 'a line "go 1.N"');

/**
 * Version of `module` in go.mod.
 * @throws Error when go.mod does not require it.
 */
export function pinned(module: string): Pinned {
  const required_ = required(new RegExp(`^\\s*(?:require )?${escapeRegExp(module)} v(\\S+)`, 'm').exec(goMod), `a version of ${module}`);
  const version = released(module, required_);
  const [major = '', minor = ''] = version.split('.');
  return { tag: `v${version}`, version, major, minor };
}

// Prometheus is not released as a v3 module: module version 0.315.0 is release 3.15.0.
function released(module: string, version: string): string {
  if (module !== 'github.com/prometheus/prometheus') return version;
  return version.replace(/^0\.(\d+)(\d\d)\./, (_, major: string, minor: string) => `${major}.${Number(minor)}.`);
}

const escapeRegExp = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

function required(match: RegExpExecArray | null, what: string): string {
  if (match?.[1] === undefined) throw new Error(`${join(moduleDir, 'go.mod')} lacks ${what}; add it (go get MODULE@VERSION in that folder)`);
  return match[1];
}
