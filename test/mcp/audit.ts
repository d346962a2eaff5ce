import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** One request to the API server, as its audit log has it (audit.k8s.io/v1). */
interface Event {
  readonly verb: string;
  readonly requestURI: string;
  readonly user: { readonly username: string };
  readonly objectRef?: { readonly resource: string; readonly subresource?: string; readonly apiGroup?: string; readonly namespace?: string };
  readonly annotations?: Readonly<Record<string, string>>;
}

/** A request that was let through or refused. */
export interface Asked {
  readonly verb: string;
  /** `GROUP/RESOURCE` or `GROUP/RESOURCE/SUBRESOURCE`; the core group is empty. */
  readonly resource: string;
  readonly allowed: boolean;
}

/** Flags of kube-apiserver that make it write down who asks it for what, and how to read that. */
export function auditLog(dir: string): { readonly flags: Readonly<Record<string, string>>; by(user: string): Asked[] } {
  const policy = join(dir, 'audit-policy.json');
  const log = join(dir, 'audit.json');
  writeFileSync(policy, JSON.stringify({ apiVersion: 'audit.k8s.io/v1', kind: 'Policy', omitStages: ['RequestReceived'], rules: [{ level: 'Metadata', userGroups: ['system:serviceaccounts'] }, { level: 'None' }] }));
  return {
    flags: { 'audit-policy-file': policy, 'audit-log-path': log },
    by: user =>
      readFileSync(log, 'utf8')
        .split('\n')
        .filter(Boolean)
        .map(line => JSON.parse(line) as Event)
        .filter(({ user: { username }, objectRef }) => username === user && objectRef)
        .map(({ verb, objectRef, annotations }) => ({
          verb,
          resource: [objectRef!.apiGroup ?? '', objectRef!.resource, objectRef!.subresource].filter(part => part !== undefined).join('/'),
          allowed: annotations?.['authorization.k8s.io/decision'] === 'allow',
        })),
  };
}
