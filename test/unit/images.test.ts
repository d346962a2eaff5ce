import { describe, expect, it } from 'vitest';
import { images, isPinned } from '../images.ts';

describe('isPinned', () => {
  it.each(['grafana/grafana:13.2.0', 'registry:5000/a/b:v1', 'a@sha256:0123', 'a:latest@sha256:0123'])('%s is', image => expect(isPinned(image)).toBe(true));
  it.each(['busybox', 'busybox:latest', 'registry:5000/busybox', 'a/b:stable'])('%s is not', image => expect(isPinned(image)).toBe(false));
});

describe('images', () => {
  it('finds those of containers, init containers and operated objects once each', () => {
    const pod = { containers: [{ image: 'b:1' }, { image: 'a:1' }], initContainers: [{ image: 'a:1' }] };
    const object = (kind: string, spec: object) => ({ apiVersion: 'v1', kind, metadata: { name: 'x' }, spec });
    expect(images([object('Deployment', { template: { spec: pod } }), object('Prometheus', { image: 'c:1' })])).toEqual(['a:1', 'b:1', 'c:1']);
  });
});
