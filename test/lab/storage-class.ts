/** Who makes the volumes of the lab: kwok, by a stage. */
export const LAB_PROVISIONER = 'lab.observability/volumes';

/** The default class, which waits for the first pod as those of the clouds do. */
export const storageClass = {
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: { name: 'gp3', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
  provisioner: LAB_PROVISIONER,
  reclaimPolicy: 'Delete',
  volumeBindingMode: 'WaitForFirstConsumer',
  allowVolumeExpansion: true,
};
