import { fields, type Field, type FieldType } from '../../../dashboards-src/logs/fields.ts';
import { values } from '../../chart.ts';
import { go } from '../../helm/index.ts';

/**
 * What OpenSearch makes of a field. All are lenient, as one line that is refused holds up all that were sent with it: what is no number or date is kept and not indexed,
 * and a word that is too long likewise. Above this many bytes Lucene would refuse it: 32,766.
 */
const LONGEST_KEYWORD = 1024;

/** Of a label, for Helm. */
export const keywordField = `(dict "type" "keyword" "ignore_above" ${LONGEST_KEYWORD})`;

/**
 * The first format is how Fluent Bit writes a time. It has no optional parts, which java.time tries one after another: measured, a time costs 0.8 µs in place of 2, of the 40 that a line does.
 * The others are what people and programs ask with.
 */
const TIMES = ["uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSSX", 'strict_date_optional_time_nanos', 'epoch_millis'].join('||');

const types: Readonly<Record<Exclude<FieldType, 'keywords'>, object>> = {
  date: { type: 'date', format: TIMES },
  keyword: { type: 'keyword', ignore_above: LONGEST_KEYWORD },
  text: { type: 'text', norms: false },
  long: { type: 'long' },
  double: { type: 'double' },
  order: { type: 'long', index: false },
  stored: { type: 'object', enabled: false },
};

/** Labels of pods: those that the values name, each a keyword. Other names under it are kept and not indexed. */
const LABELS = { type: 'object', dynamic: false, properties: 'LABELS' };

const propertyOf = ({ type }: Field): object => (type === 'keywords' ? LABELS : types[type]);

/** The mapping of a line, from the one schema of fields. What no field says is kept in the document and not indexed, so that no program can make the mapping grow. */
export const mapping = { dynamic: false, properties: Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, propertyOf(field)])) };

/** Settings of every index of every family. */
export const indexSettings = {
  number_of_shards: 1,
  // One node has no place for a copy; a second takes it, also for indices that are there already.
  auto_expand_replicas: '0-1',
  codec: go`{{ ${values.logs.codec} }}`.text,
  refresh_interval: '10s',
  'mapping.ignore_malformed': true,
  'query.default_field': 'message',
};
