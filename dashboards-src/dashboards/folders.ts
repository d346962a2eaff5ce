/** The folder of every dashboard about what runs on the cluster and the cluster itself. */
export const platform = 'AI platform';
