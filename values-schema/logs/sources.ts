import { section, toggle } from '../define.ts';

export const sources = section('What is collected on each node. A node without a journal brings no lines of its own.', {
  containers: toggle({ default: true, description: 'What containers print. A pod with the annotation `logs.observability/exclude: "true"` is left out.' }),
  kubelet: toggle({ default: true, description: 'The kubelet, from the journal of the node (`kubelet.service`).' }),
  containerd: toggle({ default: true, description: 'containerd, from the journal of the node (`containerd.service`).' }),
  kernel: toggle({ default: true, description: 'The kernel, from the journal of the node: Xid errors of GPUs, EFA, Lustre, the OOM killer.' }),
});
