import type { Ports } from '../kit/ports.ts';
import { certificateSource, type CertificateSource } from './webhook/certificates.ts';

/** Returns the source of PayPal's signing certificates for the webhook. */
export const port = ({ fetch }: Pick<Ports, 'fetch'>): { certificates: CertificateSource } => ({
  certificates: certificateSource({ fetch, timeoutMs: 2_000 }),
});
