import type { Window } from './search.ts';

/** A line as it is stored. */
export type Document = Readonly<Record<string, unknown>> & { readonly '@timestamp': string; readonly id: string; readonly family: string };

/** The body of a bulk request that stores lines as Fluent Bit's output does: by id, and never over another. */
export const bulkOf = (documents: readonly Document[]): string =>
  documents.map(({ id, ...document }) => `${JSON.stringify({ create: { _index: document.family, _id: id } })}\n${JSON.stringify(document)}\n`).join('');

/** A window that has all of the documents. */
export function windowOf(documents: readonly Document[]): Window {
  const times = documents.map((document) => Date.parse(document['@timestamp']));
  const [from, to] = [Math.min(...times) - 60_000, Math.max(...times) + 60_000];
  return { from, to, interval: 60_000 };
}
