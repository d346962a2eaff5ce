import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the repository, above the sources as above the bundle that `npm run generate` makes of them. */
const repository = above(dirname(fileURLToPath(import.meta.url)));

function above(folder: string): string {
  return existsSync(join(folder, 'values-schema')) ? folder : above(dirname(folder));
}

/** The text of a file of the repository that is no TypeScript, by its path there; wherever the generator is run from. */
export const sourceFile = (path: string): string => readFileSync(join(repository, path), 'utf8');

/** Names of the files of a folder of the repository, sorted. */
export const sourceFiles = (folder: string): string[] => readdirSync(join(repository, folder)).sort();
