/**
 * A number in [0, 1) that depends on nothing but its seed, so that the lab looks the same on every run
 * (FNV-1a with the finalizer of MurmurHash3).
 */
export function fraction(seed: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < seed.length; index++) {
    hash = Math.imul(hash ^ seed.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

/** `digits` hexadecimal digits that depend on nothing but the seed. */
export const hexDigits = (seed: string, digits: number): string =>
  Array.from({ length: digits }, (_, index) => Math.floor(fraction(`${seed}/${index}`) * 16).toString(16)).join('');

/**
 * Noise in [0, 1) that changes smoothly over time.
 * @param seed what it depends on besides the time
 * @param period seconds between two independent values
 * @param time unix seconds
 */
export function noise(seed: string, period: number, time: number): number {
  const position = time / period;
  const point = Math.floor(position);
  const ease = (1 - Math.cos(Math.PI * (position - point))) / 2;
  return fraction(`${seed}@${point}`) * (1 - ease) + fraction(`${seed}@${point + 1}`) * ease;
}
