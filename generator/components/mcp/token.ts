import { k8s } from 'cdk8s-plus-28';
import { values } from '../../chart.ts';
import { Template, and, describe, equal, isSet, not, withDefault, type Reference, type Templates } from '../../helm/index.ts';
import { labelsOf, nameOf } from '../names.ts';
import { keep, passwordOf } from '../secrets.ts';

const COMPONENT = 'mcp-token';
const { existingSecret, mode } = values.mcp.auth;

/** Name of the Secret that holds the token which callers show. */
export const tokenSecret: Reference<string> = withDefault(existingSecret, nameOf(COMPONENT));
export const TOKEN_KEY = 'token';

/** `templates/mcp/token.yaml`. */
export function tokenTemplate(templates: Templates): void {
  const template = new Template(templates, 'mcp/token', {
    about: 'The token that callers of the MCP servers show, one for all.',
    source: 'generator/components/mcp/token.ts',
    when: and(values.mcp.enabled, equal(mode, 'token'), not(isSet(existingSecret))),
  });
  describe(
    new k8s.KubeSecret(template, 'token', {
      metadata: { name: nameOf(COMPONENT), labels: labelsOf(COMPONENT), annotations: keep },
      type: 'Opaque',
      data: { [TOKEN_KEY]: passwordOf(nameOf(COMPONENT), TOKEN_KEY) },
    }),
    'Made on the first install and kept. To change it, delete it, run helm upgrade and restart the servers.',
  );
}
