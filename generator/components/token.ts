import { k8s } from 'cdk8s-plus-28';
import { and, describe, equal, isSet, not, withDefault, Template, type Condition, type Reference, type Templates } from '../helm/index.ts';
import { labelsOf, nameOf } from './names.ts';
import { keep, passwordOf } from './secrets.ts';

/** What callers of a component have to show: `values-schema/inbound.ts`. */
export interface AuthValues {
  readonly mode: Reference<'none' | 'token'>;
  readonly existingSecret: Reference<string>;
}

/** Key of the Secret. */
export const TOKEN_KEY = 'token';

/** Name of the Secret that holds the token; `component` is what its own one is called after. */
export const tokenSecretOf = ({ existingSecret }: AuthValues, component: string): Reference<string> => withDefault(existingSecret, nameOf(component));

/** A template with the token that is made where callers have to show one and nobody has brought it. */
export function tokenTemplate(templates: Templates, { file, component, about, source, on, auth, toChange }: {
  readonly file: string; readonly component: string; readonly about: string; readonly source: string; readonly on: Condition; readonly auth: AuthValues; readonly toChange: string;
}): void {
  const template = new Template(templates, file, { about, source, when: and(on, equal(auth.mode, 'token'), not(isSet(auth.existingSecret))) });
  describe(
    new k8s.KubeSecret(template, 'token', {
      metadata: { name: nameOf(component), labels: labelsOf(component), annotations: keep },
      type: 'Opaque',
      data: { [TOKEN_KEY]: passwordOf(nameOf(component), TOKEN_KEY) },
    }),
    `Made on the first install and kept. To change it, ${toChange}.`,
  );
}
