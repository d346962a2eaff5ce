import { bytes, section, Type } from '../define.ts';

export const buffer = section('Disk buffer on each node, for the time in which the store cannot be reached.', {
  size: bytes({ default: '5G', description: 'Largest size; when it is full the oldest lines go first. 20 MB held 114,000 lines of 400,000 in a measured outage.' }),
  retries: Type.Integer({
    minimum: 10,
    default: 16000,
    description: 'How often a chunk is sent that the store refuses, with 1 to 10 seconds between: the default is about a day. Then it is set aside on the node (`LogChunksRejected`), so that one line that the store cannot take does not stop the others for good.',
  }),
});
