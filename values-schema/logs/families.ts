import { familyNames, type FamilyName } from '../../dashboards-src/logs/families.ts';
import { Type, choice, section, text, type About } from '../define.ts';

/** What a family may have for itself; what it leaves out is as for all. */
export interface FamilySettings {
  readonly retention?: string;
  readonly rolloverSize?: string;
  readonly rolloverAge?: string;
  readonly maxSize?: string;
}

const DAYS = '^[1-9][0-9]{0,4}d$';
const AGE = '^[1-9][0-9]{0,4}[hd]$';
const SIZE = '^[1-9][0-9]*(Mi|Gi|Ti)$';

/**
 * Name of an alias, and beginning of the names of its indices (`apps-000001`). No part begins with a digit, so that the indices of one family
 * are never taken for those of another; OpenSearch wants lower case.
 */
export const FAMILY_NAME = '^[a-z][a-z0-9]*(-[a-z][a-z0-9]*)*$';

const families = (about: About<Readonly<Record<FamilyName, FamilySettings>>>) =>
  Type.Unsafe<Record<string, FamilySettings>>({
    type: 'object',
    required: familyNames,
    additionalProperties: {
      type: 'object',
      additionalProperties: false,
      properties: {
        retention: { type: 'string', pattern: DAYS },
        rolloverSize: { type: 'string', pattern: SIZE },
        rolloverAge: { type: 'string', pattern: AGE },
        maxSize: { type: 'string', pattern: SIZE },
      },
    },
    ...about,
  });

/** How lines are kept in OpenSearch. */
export const retention = {
  retention: text({ default: '90d', pattern: DAYS, description: 'How long lines are kept after their index was closed to new ones, in days. A change holds for what is there already.' }),
  rollover: section('When a family begins a new index. Whole indices are deleted, so a smaller one lets retention cut closer.', {
    size: text({ default: '10Gi', pattern: SIZE, description: 'At this size (Mi, Gi, Ti) …' }),
    age: text({ default: '7d', pattern: AGE, description: '… or at this age (h, d), whichever comes first.' }),
  }),
  codec: choice(['best_compression', 'default', 'zstd', 'zstd_no_dict'], { default: 'best_compression', description: 'How OpenSearch packs the lines of a new index. `default` (LZ4) takes a tenth less of its processor and, measured, a third more of the disk; `zstd` and `zstd_no_dict` need the plugin custom-codecs, which the image of OpenSearch has.' }),
  diskLimit: Type.Integer({ minimum: 50, maximum: 94, default: 85, description: 'Last resort: where a disk of OpenSearch is fuller than this (percent), the oldest index goes, of whichever family. At 95 OpenSearch itself refuses new lines.' }),
  families: families({
    default: Object.fromEntries(familyNames.map(name => [name, {}])) as Record<FamilyName, FamilySettings>,
    description: 'Families of indices that logs are kept in, each with what differs from the values above: `retention`, `rolloverSize`, `rolloverAge`, and `maxSize`, above which its oldest index goes. Further families are made by naming them here (`audit: {retention: 365d}`).',
  }),
};
