import type { Tier } from '../alerts/define.ts';
import type { DcgmExpr } from './dcgm.ts';

/** What the Xid codes of the NVIDIA driver have in common that point at the same cause. */
export interface XidClass {
  readonly title: string;
  readonly codes: readonly number[];
  /** How urgent one such error is. */
  readonly tier: Tier;
}

/** Source: NVIDIA, Xid catalog for Ampere and newer (driver R580). Codes that are not here are rare, or of graphics and displays. */
export const xidClasses = {
  application: { title: 'Application', codes: [8, 11, 13, 31, 32, 43, 45, 68, 69, 137], tier: 'info' },
  /** The GPU has repaired itself, or will at the next reset. */
  repair: { title: 'Memory repaired', codes: [63, 92, 156], tier: 'info' },
  memory: { title: 'Memory', codes: [48, 64, 94, 95, 140, 157, 171, 172], tier: 'critical' },
  link: { title: 'NVLink', codes: [74, 121, 144, 145, 146, 147, 148, 149, 150, 155], tier: 'critical' },
  bus: { title: 'Bus', codes: [54, 79], tier: 'critical' },
  firmware: { title: 'Firmware', codes: [46, 61, 62, 109, 119, 120, 143, 158], tier: 'critical' },
} as const satisfies Record<string, XidClass>;

export type XidClassName = keyof typeof xidClasses;

/** As a regular expression for the label `xid`. */
export const codesOf = (name: XidClassName): string => xidClasses[name].codes.join('|');

/** Every code of a class, for those that belong to none. */
export const knownXids: string = Object.values(xidClasses).flatMap(({ codes }) => codes).join('|');

/** Codes that a program cannot cause. */
export const hardwareXids: readonly number[] = Object.values(xidClasses).filter(({ tier }) => tier === 'critical').flatMap(({ codes }) => codes);

/**
 * Errors of the last 5 minutes by the label `xid`, of the codes that the regular expression takes.
 * Where the exporter does not count them (dcgm-exporter leaves that out unless asked), it still names the last one: an error is then seen when its code is another than before, on a GPU that was heard before.
 */
export const xidEvents = (codes: string): DcgmExpr => (gpu) => {
  const last = (matchers: string, offset = '') => `DCGM_FI_DEV_XID_ERRORS{${matchers}, ${gpu}}${offset}`;
  const changed = `${last(`err_code=~"${codes}"`)} unless ${last(`err_code=~"${codes}"`, ' offset 5m')} and on (UUID) ${last('UUID!=""', ' offset 5m')}`;
  return `DCGM_EXP_XID_ERRORS_COUNT{xid=~"${codes}", ${gpu}} > 0 or label_replace((${changed}) * 0 + 1, "xid", "$1", "err_code", "(.*)")`;
};

/** Any error at all. */
export const anyXid = '[1-9][0-9]*';
