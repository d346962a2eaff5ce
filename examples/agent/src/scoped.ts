import { parser } from '@prometheus-io/lezer-promql';

/** Writes a label value between double quotes as PromQL reads it. */
export const quoted = (value: string): string => JSON.stringify(value);

/** Matchers in braces: `{cluster="a", namespace="b"}`; nothing where no label has a value. */
export function matchers(labels: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(labels).flatMap(([label, value]) => (value === undefined ? [] : [`${label}=${quoted(value)}`]));
  return given.length ? `{${given.join(', ')}}` : '';
}

/** The expression with a matcher for the cluster in each of its selectors: one of many clusters in a store is asked without reading the others. */
export function ofCluster(expr: string, cluster: string | undefined): string {
  if (cluster === undefined) return expr;
  const matcher = `cluster=${quoted(cluster)}`;
  const inserts: { readonly at: number; readonly text: string }[] = [];
  parser.parse(expr).iterate({
    enter({ name, node }) {
      if (name !== 'VectorSelector') return;
      const braces = node.getChild('LabelMatchers');
      if (!braces) inserts.push({ at: node.to, text: `{${matcher}}` });
      else inserts.push({ at: braces.from + 1, text: braces.firstChild ? `${matcher}, ` : matcher });
    },
  });
  return inserts.reduceRight((text, insert) => text.slice(0, insert.at) + insert.text + text.slice(insert.at), expr);
}
