import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultValues } from '../../generator/values.ts';
import { schema } from '../../values-schema/index.ts';
import { run } from '../lab/command.ts';
import { cacheRoot } from '../tools/cache.ts';

/** What runs in a container of an MCP server. */
export type ProgramName = 'kubernetes' | 'prometheus' | 'opensearch' | 'grafana' | 'proxy';

interface Package {
  /** Puts a version of it into a folder. */
  readonly install: (version: string, dir: string) => Promise<unknown>;
  /** Path in the folder. */
  readonly command: string;
}

const venv = (...packages: readonly string[]) => async (version: string, dir: string): Promise<void> => {
  await run('python3', ['-m', 'venv', dir]).catch((error: Error) => {
    throw new Error(`the MCP servers of Prometheus and OpenSearch are Python programs: install Python 3.10 or later with its venv module (${error.message})`);
  });
  await run(join(dir, 'bin', 'pip'), ['install', '--quiet', '--disable-pip-version-check', ...packages.map(name => name.replace('VERSION', version))]);
};

const goInstalled = (path: string) => (version: string, dir: string): Promise<unknown> => run('go', ['install', `${path}@v${version}`], { env: { GOBIN: dir, CGO_ENABLED: '0' } });

const packages: Record<ProgramName, Package> = {
  kubernetes: {
    install: (version, dir) => run('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--prefix', dir, `kubernetes-mcp-server@${version}`]),
    command: join('node_modules', '.bin', 'kubernetes-mcp-server'),
  },
  // The image's uv.lock has this FastMCP (prometheus-mcp-server v1.6.2); the package itself takes any from 3.1.
  prometheus: { install: venv('prometheus-mcp-server==VERSION', 'fastmcp==3.2.0'), command: join('bin', 'prometheus-mcp-server') },
  opensearch: { install: venv('opensearch-mcp-server-py==VERSION'), command: join('bin', 'opensearch-mcp-server-py') },
  grafana: { install: goInstalled('github.com/grafana/mcp-grafana/cmd/mcp-grafana'), command: 'mcp-grafana' },
  proxy: { install: goInstalled('github.com/caddyserver/caddy/v2/cmd/caddy'), command: 'caddy' },
};

const cache = join(cacheRoot, 'mcp');

/** Version of the image that the chart starts: what is tested is what is installed. */
export function versionOf(name: ProgramName): string {
  const { mcp } = defaultValues(schema) as { mcp: Record<ProgramName, { image: { tag: string } }> };
  return /\d+\.\d+\.\d+/.exec(mcp[name].image.tag)![0];
}

/**
 * Absolute path of a program, from the user's cache or put there now (minutes when cold): from npm, PyPI or the Go module proxy, in the version of its image.
 * @throws Error that says what is missing on this machine
 */
export async function program(name: ProgramName): Promise<string> {
  const version = versionOf(name);
  const { install, command } = packages[name];
  const dir = join(cache, `${name}-${version}`);
  const complete = join(dir, '.complete');
  if (!existsSync(complete)) {
    rmSync(dir, { recursive: true, force: true });
    mkdirSync(dir, { recursive: true });
    await install(version, dir);
    writeFileSync(complete, '');
  }
  return join(dir, command);
}
