import { generate } from './generate.ts';

try {
  const { files, changed } = generate('chart');
  console.log(`chart/: ${files} files, ${changed || 'none'} changed, ${Math.round(performance.now())} ms`);
} catch (error) {
  console.error(`chart/ is unchanged: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
