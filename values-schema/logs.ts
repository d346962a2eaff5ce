import { bytes, section } from './define.ts';

export const logs = section('The way of the logs from the nodes to the store.', {
  buffer: section('Disk buffer on each node, for the time in which the store cannot be reached.', {
    size: bytes({ default: '5G', description: 'Largest size; when it is full the oldest lines go first. 20 MB held 114,000 lines of 400,000 in a measured outage.' }),
  }),
});
