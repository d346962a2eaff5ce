import { distance } from 'fastest-levenshtein';

/** A sentence about the name that was probably meant, or nothing when none is near. */
export function closest(name: string, known: readonly string[], sentence: (name: string) => string): string {
  const [best] = known
    .map(candidate => ({ candidate, far: distance(name.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, far }) => far <= Math.max(2, Math.floor(candidate.length / 3)))
    .sort((a, b) => a.far - b.far);
  return best ? sentence(best.candidate) : '';
}
