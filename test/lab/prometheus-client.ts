export * from '../../dashboards-src/doctor/prometheus.ts';
