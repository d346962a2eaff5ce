/**
 * Series about an object (a LocalQueue, a RayCluster, a ScaledObject) by the object's namespace. Prometheus keeps it as `exported_namespace`,
 * beside the namespace of the controller that tells of it, unless the monitor honours labels.
 */
export const byItsNamespace = (series: string): string => `label_replace(${series}, "namespace", "$1", "exported_namespace", "(.+)")`;

/** A copy of a label by another name. */
export const renamed = (series: string, to: string, from: string): string => `label_replace(${series}, "${to}", "$1", "${from}", "(.*)")`;
