type Labels = Readonly<Record<string, string>>;

interface Family {
  readonly help: string;
  readonly type: 'counter' | 'gauge';
  readonly series: Map<string, number>;
}

const written = (labels: Labels): string => {
  const all = Object.entries(labels).map(([label, value]) => `${label}="${value.replace(/[\\"\n]/g, (char) => (char === '\n' ? '\\n' : `\\${char}`))}"`);
  return all.length ? `{${all.join(',')}}` : '';
};

/** What the service tells Prometheus of itself. Labels never hold what a caller or a model wrote. */
export class ServiceMetrics {
  readonly #families = new Map<string, Family>();

  constructor() {
    this.#declare('agent_questions_total', 'counter', 'Questions by how they ended.');
    this.#declare('agent_questions_running', 'gauge', 'Questions that are being answered.');
    this.#declare('agent_answer_seconds_total', 'counter', 'Time spent on answers.');
    this.#declare('agent_tool_calls_total', 'counter', 'Calls of tools by outcome.');
    this.#declare('agent_tokens_total', 'counter', 'Tokens by direction, as the provider counts them.');
    this.#declare('agent_findings_total', 'counter', 'Findings by analyzer and severity.');
    this.#declare('agent_requests_refused_total', 'counter', 'Requests that were refused, by HTTP status.');
  }

  add(name: string, labels: Labels = {}, by = 1): void {
    const family = this.#families.get(name);
    if (!family) throw new Error(`there is no metric ${name}`);
    const key = written(labels);
    family.series.set(key, (family.series.get(key) ?? 0) + by);
  }

  /** In Prometheus' text format, version 0.0.4. */
  exposition(): string {
    return [...this.#families].map(([name, { help, type, series }]) =>
      [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...[...series].map(([labels, value]) => `${name}${labels} ${value}`)].join('\n')).join('\n') + '\n';
  }

  #declare(name: string, type: Family['type'], help: string): void {
    this.#families.set(name, { help, type, series: new Map() });
  }
}
