/**
 * Labels of objects that kube-state-metrics passes on, which it does for no label unasked: those that say what a pod belongs to where its owner does not.
 * Each costs a label on one series for each object.
 */
export const objectLabels = {
  pods: [
    // Kueue: the first by the user, the second by Kueue itself from 0.14 on, the third by the user where plain pods belong together.
    'kueue.x-k8s.io/queue-name', 'kueue.x-k8s.io/local-queue-name', 'kueue.x-k8s.io/pod-group-name',
    // Its pods are owned by StatefulSets.
    'leaderworkerset.sigs.k8s.io/name',
    // KubeRay labels the pod that submits a RayJob.
    'ray.io/originated-from-cr-name', 'ray.io/originated-from-crd',
  ],
  jobs: [
    'kueue.x-k8s.io/queue-name',
    // The Jobs of a TrainJob: its JobSet, which owns them, has its name.
    'trainer.kubeflow.org/trainjob-ancestor-step',
  ],
  nodes: [
    // HyperPod's health checks; its taint of the same name says no more.
    'sagemaker.amazonaws.com/node-health-status', 'sagemaker.amazonaws.com/deep-health-check-status',
  ],
} as const;

/** The label of kube-state-metrics that holds a label of an object. */
export const exposedLabel = (label: string): string => `label_${label.replace(/[^a-zA-Z0-9_]/g, '_')}`;

/** As kube-state-metrics' chart takes it. */
export const labelsAllowlist: readonly string[] = Object.entries(objectLabels).map(([resource, labels]) => `${resource}=[${labels.join(',')}]`);
