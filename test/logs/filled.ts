import { familyNames } from '../../dashboards-src/logs/families.ts';
import { documents } from './documents.ts';
import { bulkOf, windowOf } from './fill.ts';
import type { Answer, Window } from './search.ts';
import { bootstrapped, type Release } from './store/bootstrapped.ts';

/** A real OpenSearch, set up by the chart's own bootstrap Job, with what the pipeline makes of the samples and examples. */
export interface FilledStore {
  readonly window: Window;
  /** A search over every family, as the user of Grafana, in the way of its plugin. @throws when it is refused */
  search(body: object): Promise<Answer>;
  stop(): Promise<void>;
}

/** Starts it. @throws when a line is refused */
export async function filled(): Promise<FilledStore> {
  const values = { global: { clusterName: 'test' } };
  const release = await bootstrapped(values);
  try {
    const lines = await documents(values);
    const { status, body } = await release.store.ask('writer', 'POST', '_bulk?refresh=true', bulkOf(lines));
    if (status !== 200 || body.errors) throw new Error(`lines were refused: ${status} ${JSON.stringify(body).slice(0, 2000)}`);
    return { window: windowOf(lines), search: (asked) => search(release, asked), stop: () => release.stop() };
  } catch (error) {
    await release.stop();
    throw error;
  }
}

async function search({ store }: Release, asked: object): Promise<Answer> {
  const header = { search_type: 'query_then_fetch', ignore_unavailable: true, index: familyNames.join(',') };
  const { status, body } = await store.ask('reader', 'POST', '_msearch?max_concurrent_shard_requests=5', `${JSON.stringify(header)}\n${JSON.stringify(asked)}\n`);
  const [answer] = (body.responses ?? []) as Answer[];
  if (status !== 200 || !answer || answer.error) throw new Error(`OpenSearch answers ${status} to ${JSON.stringify(asked)}: ${JSON.stringify(answer?.error ?? body)}`);
  return answer;
}
