import { section, toggle } from './define.ts';

export const sagemaker = section('CloudWatch metrics of SageMaker.', {
  enabled: toggle({ default: false, description: 'Not part of this version yet: true is refused.' }),
});
