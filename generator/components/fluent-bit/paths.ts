/** Where the pod keeps what has to outlive it: buffers, positions in files, lines that wait for others. A folder of the node. */
export const STATE = '/var/fluent-bit/state';
/** Where the chart fluent-bit mounts `existingConfigMap`. */
export const CONFIG = '/fluent-bit/etc/conf';
/** Where our values mount the certificate of OpenSearch's authority. */
export const OPENSEARCH_CA = '/var/fluent-bit/opensearch/ca.crt';
/** Where the kubelet links the log file of every container: POD_NAMESPACE_CONTAINER-ID.log */
export const CONTAINERS = '/var/log/containers';

/** Where it keeps the files themselves: NAMESPACE_POD_UID/CONTAINER/0.log, and beside it 0.log.TIME once that is rotated (kubernetes 1.34 pkg/kubelet/logs/container_log_manager.go). */
export const PODS = '/var/log/pods';
/** The rotated ones; those before the last it compresses. */
export const ROTATED = `${PODS}/*/*/*.log.*`;

/** All tags of lines begin so; metrics have the other one. */
export const LINES = 'log';
export const METRICS = 'metrics';

/** Tag that the tail input gives to a file: its path with dots. fluent/fluent-bit 5.1.1 plugins/in_tail/tail_file.c, tag_compose */
export const containerTag = (directory: string): string => `${LINES}.kube${directory.replaceAll('/', '.')}.`;

/** Port of what is counted in the lines; Fluent Bit's own metrics are at its HTTP port. */
export const COUNTS_PORT = 2021;
