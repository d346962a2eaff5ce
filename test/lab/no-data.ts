export { metricsOf } from '../../dashboards-src/doctor/diagnosis.ts';
