import { values } from '../../chart.ts';
import type { Reference, Templates } from '../../helm/index.ts';
import * as tokens from '../token.ts';

const COMPONENT = 'mcp-token';
const { auth, enabled } = values.mcp;

export const { TOKEN_KEY } = tokens;
/** Name of the Secret that holds the token which callers show. */
export const tokenSecret: Reference<string> = tokens.tokenSecretOf(auth, COMPONENT);

/** `templates/mcp/token.yaml`. */
export const tokenTemplate = (templates: Templates): void => tokens.tokenTemplate(templates, {
  file: 'mcp/token', component: COMPONENT, about: 'The token that callers of the MCP servers show, one for all.', source: 'generator/components/mcp/token.ts', on: enabled, auth, toChange: 'delete it, run helm upgrade and restart the servers',
});
