/** What Grafana takes for granted: the SDK writes it out, and each release of the chart would store it. */
const assumed: ReadonlySet<string> = new Set([
  // Panels
  '"transparent":false', '"repeatDirection":"h"', '"custom":{}',
  // Queries
  '"instant":false', '"range":false',
  // Stats
  '"justifyMode":"auto"', '"textMode":"auto"', '"orientation":"auto"', '"wideLayout":true', '"showPercentChange":false', '"percentChangeColorMode":"standard"',
  // Tables
  '"frameIndex":0', '"showTypeIcons":false', '"footer":{"show":false,"reducer":[],"countRows":false}', '"custom":{"align":"auto","inspect":false}',
  // Heat maps
  '"fill":""', '"exponent":0', '"reverse":false', '"selectionMode":"x"', '"exemplars":{"color":"rgba(255,0,255,0.7)"}',
  // Variables
  '"skipUrlSync":false', '"allowCustomValue":true', '"auto":false', '"auto_min":"10s"', '"auto_count":30',
  // Dashboards
  '"fiscalYearStartMonth":0', '"annotations":{}', '"icon":""', '"tooltip":""', '"targetBlank":false',
]);

const keys: ReadonlySet<string> = new Set([...assumed].map((pair) => pair.slice(1, pair.indexOf('":'))));

/** Plain data without what is unset and what Grafana assumes anyway. */
export const compact = <T>(value: T): T =>
  JSON.parse(JSON.stringify(value, (key, part: unknown) => (keys.has(key) && assumed.has(`"${key}":${JSON.stringify(part)}`) ? undefined : part))) as T;
