import { defineConfig } from 'vitest/config';

const repository = new URL('..', import.meta.url).pathname;

/** `unit` needs no cluster, `cluster` brings one up, `logs` runs an OpenSearch, `aws` a mock of AWS, `upstream` needs the charts that this one depends on. */
export default defineConfig({
  test: {
    root: repository,
    maxWorkers: '100%',
    projects: [
      { test: { name: 'unit', root: repository, include: ['test/unit/**/*.test.ts', 'test/rules/**/*.test.ts'], testTimeout: 120_000, hookTimeout: 300_000 } },
      { test: { name: 'cluster', root: repository, include: ['test/cluster/**/*.test.ts', 'test/lab/**/*.test.ts'], testTimeout: 300_000, hookTimeout: 900_000, fileParallelism: false } },
      { test: { name: 'logs', root: repository, include: ['test/logs/**/*.test.ts'], testTimeout: 600_000, hookTimeout: 900_000, fileParallelism: false } },
      { test: { name: 'aws', root: repository, include: ['test/aws/**/*.test.ts'], testTimeout: 300_000, hookTimeout: 900_000, fileParallelism: false } },
      { test: { name: 'upstream', root: repository, include: ['test/upstream/**/*.test.ts'], testTimeout: 300_000, hookTimeout: 600_000 } },
    ],
  },
});
