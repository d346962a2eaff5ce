import type { Subject } from '../../../dashboards-src/sagemaker/define.ts';
import { subjects } from '../../../dashboards-src/sagemaker/table.ts';
import { values } from '../../chart.ts';
import { and, go, isSet, not, or } from '../../helm/index.ts';
import type { Check } from '../checks.ts';
import { condition } from '../cluster.ts';

const { sagemaker } = values;

/** What CloudWatch could not be asked for. */
export function sagemakerChecks(): Check[] {
  return [
    {
      refuses: 'SageMaker without a region',
      when: and(sagemaker.enabled, not(isSet(sagemaker.regions))),
      message: 'sagemaker.enabled=true reads no region: name those that you use, as in --set sagemaker.regions={eu-west-1}',
    },
    {
      refuses: 'SageMaker of which nothing is read',
      when: and(sagemaker.enabled, not(or(...(Object.keys(subjects) as Subject[]).map(subject => sagemaker.read[subject])))),
      message: 'sagemaker.enabled=true reads nothing: set one of sagemaker.read to true, or sagemaker.enabled=false',
    },
    {
      refuses: 'a delay of CloudWatch that is no multiple of the interval',
      when: and(sagemaker.enabled, condition('ne (mod (trimSuffix "s" .Values.sagemaker.delay | int) (trimSuffix "s" .Values.sagemaker.interval | int)) 0')),
      message: go`printf "sagemaker.delay=%s is no multiple of sagemaker.interval=%s: periods would be asked for that CloudWatch does not have; set sagemaker.delay=%s" .Values.sagemaker.delay .Values.sagemaker.interval .Values.sagemaker.interval`,
    },
  ];
}
