import { Type, choice, objectName, section, text, type About } from './define.ts';

/** Rules of a NetworkPolicy, or the peers of one. */
export const rules = <T>(about: About<T[]>) => Type.Optional(Type.Unsafe<T[]>({ type: ['array', 'null'], items: { type: 'object' }, ...about }));

/** What callers of a component have to show; the words say how it asks for it. */
export const inboundAuth = ({ none, token }: { readonly none: string; readonly token: string }) => section('What a caller has to show.', {
  mode: choice(['none', 'token'], { default: 'none', description: `none: ${none}; token: ${token}.` }),
  existingSecret: objectName({ default: '', description: 'Your Secret whose key `token` is the token. Empty: a token is made on the first install and kept.' }),
});

/** A certificate of the user, or one that cert-manager makes. */
export const inboundTls = ({ description, whose, makes }: { readonly description: string; readonly whose: string; readonly makes: string }) => section(description, {
  existingSecret: objectName({ default: '', description: `Your Secret with the keys \`tls.crt\` and \`tls.key\`${whose}.` }),
  issuerRef: section(`Issuer of cert-manager, which makes ${makes}. It has to sign names inside the cluster, so no public authority.`, {
    name: objectName({ default: '', description: 'Name of the issuer. Empty: none.' }),
    kind: text({ default: 'ClusterIssuer', description: 'Its kind; an `Issuer` has to be in this namespace.', pattern: '^[A-Za-z]+$' }),
    group: text({ default: 'cert-manager.io', description: 'Its API group.', pattern: '^[a-z0-9.-]+$' }),
  }),
});
