/** Insertions, deletions and replacements of a letter that turn one word into the other. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 0; i < from.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < to.length; j++) next.push(Math.min(next[j]! + 1, row[j + 1]! + 1, row[j]! + (from[i] === to[j] ? 0 : 1)));
    row = next;
  }
  return row[to.length]!;
}

/** The known word that was most likely meant; undefined when none is near. */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  const [best] = [...known].map((candidate) => ({ candidate, far: distance(word, candidate) })).sort((a, b) => a.far - b.far);
  return best && best.far <= Math.max(1, word.length / 3) ? best.candidate : undefined;
}
