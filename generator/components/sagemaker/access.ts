import { chartInfo, values } from '../../chart.ts';
import { go, helper, isSet, type TemplateText } from '../../helm/index.ts';
import { nameOf } from '../names.ts';

const { sagemaker } = values;

/**
 * What YACE asks of AWS, and nothing else (0.67, pkg/clients): CloudWatch has no permissions for single metrics or namespaces, hence the asterisk. `iam:ListAccountAliases` only gives the
 * account a readable name; without it YACE warns at each round. `sts:GetCallerIdentity` needs no permission.
 */
export const policy = helper(
  `${chartInfo.name}.sageMakerPolicy`,
  'IAM policy of a role that reads the metrics of its account.',
  go`{{- $actions := list "cloudwatch:GetMetricData" "cloudwatch:ListMetrics" "iam:ListAccountAliases" -}}
{{- if ${isSet(sagemaker.tags)} }}{{ $actions = append $actions "tag:GetResources" }}{{ end -}}
{{- dict "Version" "2012-10-17" "Statement" (list (dict "Effect" "Allow" "Action" $actions "Resource" "*")) | toJson -}}`,
);

/** Where accounts are read by their roles, the pod's own role only has to become these. */
export const assumePolicy = helper(
  `${chartInfo.name}.sageMakerAssumePolicy`,
  'IAM policy of the role of the pod, where the roles of accounts read.',
  go`{{- $roles := list }}{{ range ${sagemaker.accounts} }}{{ $roles = append $roles .roleArn }}{{ end -}}
{{- dict "Version" "2012-10-17" "Statement" (list (dict "Effect" "Allow" "Action" "sts:AssumeRole" "Resource" $roles)) | toJson -}}`,
);

/** Which role the exporter needs; a line of a list. */
export const accessNotes: TemplateText = go`{{- if ${sagemaker.enabled} }}
- The CloudWatch exporter needs a role of AWS, by IRSA (sagemaker.serviceAccountAnnotations) or EKS Pod Identity (an association with the
  ServiceAccount {{ ${nameOf('cloudwatch-exporter')} }}){{ if ${sagemaker.accounts} }} with this policy:
    {{ include ${assumePolicy} . }}
  Each role in sagemaker.accounts has to trust that role{{ end }}, with this policy:
    {{ include ${policy} . }}
{{- end }}`;
