import { k8s } from 'cdk8s-plus-28';
import { describe, expect, it } from 'vitest';
import { and, each, equal, given, isSet, not, when, withDefault, type Template } from '../../../generator/helm/index.ts';
import { templatesOf } from './chart.ts';
import { values } from './values.ts';

/** What the compiler refuses: `npm run check` fails where one of the errors expected here is gone. None of it is run. */
export const refused = {
  'a misspelt path': () => [
    // @ts-expect-error the value is called replicas
    values.replica,
    // @ts-expect-error the value is called enabled
    values['kube-api'].enable,
    // @ts-expect-error kubeApi is not how the key is written
    values.kubeApi,
  ],
  'a value of another type than the field': (template: Template) => [
    new k8s.KubeDeployment(template, 'a', {
      metadata: { name: 'a' },
      spec: {
        // @ts-expect-error a text where a number is wanted
        replicas: values.text,
        selector: {
          // @ts-expect-error a list where a map is wanted
          matchLabels: values.args,
        },
        template: {
          spec: {
            // @ts-expect-error a number where a boolean is wanted
            hostNetwork: values.replicas,
            // @ts-expect-error a map where a list is wanted
            tolerations: values.labels,
            containers: [
              {
                // @ts-expect-error a number where a text is wanted: it has to be put into a text
                name: values.replicas,
                // @ts-expect-error one text where a list of them is wanted
                args: values.text,
                // @ts-expect-error a text where a number or a text of its own class is wanted
                livenessProbe: { httpGet: { port: values.replicas } },
                // @ts-expect-error labels where resources are wanted
                resources: values.tolerations,
              },
            ],
          },
        },
      },
    }),
  ],
  'a value of another type inside a control structure': (template: Template) => [
    new k8s.KubeDeployment(template, 'b', {
      metadata: { name: 'b' },
      spec: {
        // @ts-expect-error a text where a number is wanted
        replicas: when(values.enabled, values.text),
        // @ts-expect-error a text where a number is wanted
        minReadySeconds: given(values.text),
        selector: {},
        template: {
          spec: {
            containers: [
              {
                name: 'b',
                // @ts-expect-error ports where texts are wanted
                args: [each('arg', values.args, arg => ({ containerPort: arg }))],
              },
            ],
          },
        },
      },
    }),
  ],
  'a condition that decides when the chart is generated, or is none': () => [
    // @ts-expect-error true is known now
    when(true, 1),
    // @ts-expect-error a text is no condition: isSet(…) makes one of it
    when(values.text, 1),
    // @ts-expect-error a number is no condition: equal(…) makes one of it
    when(values.replicas, 1),
    // @ts-expect-error a text is no condition
    and(values.enabled, values.text),
    // @ts-expect-error false is known now
    not(false),
  ],
  'operands that can never be equal': () => [
    // @ts-expect-error a text against a number
    equal(values.text, 1),
    // @ts-expect-error a number against a text
    equal(values.replicas, '1'),
    // @ts-expect-error no mode has this name
    equal(values.mode, 'slow'),
  ],
  'an operator on a value of another type': () => [
    // @ts-expect-error a boolean is always set
    isSet(values.enabled),
    // @ts-expect-error a number has no empty text
    withDefault(values.replicas, 'x'),
    // @ts-expect-error a map is no list
    each('label', values.labels, label => label),
    // @ts-expect-error a text that is known now is no reference
    given('text'),
  ],
  'an element of another type': () => [
    // @ts-expect-error arguments are texts, not objects
    each('arg', values.args, arg => arg.name),
    // @ts-expect-error a toleration has no such field
    each('toleration', values.tolerations, toleration => toleration.keys),
  ],
} as const;

describe('TypeScript accepts', () => {
  it('every reference where a value of its type is wanted', () => {
    const text = templatesOf(template => {
      new k8s.KubeDeployment(template, 'a', {
        metadata: { name: values.name, labels: { ...values.labels, mode: values.mode } },
        spec: {
          replicas: values.replicas,
          selector: { matchLabels: values.labels },
          template: {
            spec: {
              hostNetwork: values.enabled,
              tolerations: given(values.tolerations),
              containers: [{ name: `${values.name}-${values.replicas}`, args: ['-v', ...values.args, when(values.enabled, '-k')], resources: values.resources, ports: [when(values.enabled, { containerPort: values.replicas })] }],
            },
          },
        },
      });
    }).get('demo.yaml');
    expect(text).toContain('replicas: {{ .Values.replicas | int64 }}');
  });
});
