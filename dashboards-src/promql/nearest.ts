import { distance } from 'fastest-levenshtein';

/** The known word that was most likely meant; undefined when none is near. */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  const [best] = [...known].map((candidate) => ({ candidate, far: distance(word, candidate) })).sort((a, b) => a.far - b.far);
  return best && best.far <= Math.max(1, word.length / 3) ? best.candidate : undefined;
}
