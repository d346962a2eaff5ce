import { exporter, gauge, info, labelled, targetLabels } from './define.ts';

export const kuberay = exporter({
  name: 'KubeRay operator',
  version: '1.4 to 1.7',
  source: 'ray-project/kuberay ray-operator/controllers/ray/metrics; a scrape of 1.4.2 with all three kinds has the same names, types and labels, but no uid, which came later',
  toggle: 'kuberay',
  labels: [...targetLabels, 'node'],
  metrics: [
    info('kuberay_cluster_info', 'RayCluster that exists.', { labels: ['name', 'namespace', 'uid', 'owner_kind'] }),
    ...labelled(['name', 'namespace', 'uid', 'condition'], [
      gauge('kuberay_cluster_condition_provisioned', 'bool', '1 for the answer, true or false, to whether all pods of a RayCluster were ready once.'),
      gauge('kuberay_service_condition_ready', 'bool', '1 for the answer, true or false, to whether a RayService serves.'),
      gauge('kuberay_service_condition_upgrade_in_progress', 'bool', '1 for the answer, true or false, to whether a RayService is being upgraded.'),
    ]),
    ...labelled(['name', 'namespace', 'uid'], [
      gauge('kuberay_cluster_provisioned_duration_seconds', 'seconds', 'Time until all pods of a RayCluster were ready.'),
      info('kuberay_service_info', 'RayService that exists.'),
      info('kuberay_job_info', 'RayJob that exists.'),
    ]),
    gauge('kuberay_job_deployment_status', 'bool', '1 for the state of a RayJob: Running, Complete, Failed, Suspended and others.', { labels: ['name', 'namespace', 'uid', 'deployment_status'] }),
    gauge('kuberay_job_execution_duration_seconds', 'seconds', 'Time of a RayJob from its start to its end.', { labels: ['name', 'namespace', 'uid', 'job_deployment_status', 'retry_count'] }),
  ],
});
