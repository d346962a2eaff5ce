import { join } from 'node:path';
import { defaultValues } from '../../generator/values.ts';
import { schema } from '../../values-schema/index.ts';
import { pythonWith } from '../python.ts';
import { program } from '../tools/released.ts';

const REQUIREMENTS = join(import.meta.dirname, 'requirements.txt');

/** YACE in the version of the image that the chart starts, through the Go module proxy. */
export async function yace(): Promise<string> {
  const { sagemaker } = defaultValues(schema) as { sagemaker: { image: { tag: string } } };
  const { tag } = sagemaker.image;
  return program({ module: 'github.com/prometheus-community/yet-another-cloudwatch-exporter', version: tag.replace(/^v/, '') }, 'cmd/yace');
}

/** A Python that has moto. */
export const python = (): Promise<string> => pythonWith(REQUIREMENTS);
