import { StartError } from 'local-cloud/stand-in';

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A PayPal of somebody else's, and who we are there; what is not given is as the local stand-in has it. */
export type PayPalSettings = {
  apiBase: string;
  clientId?: string;
  clientSecret?: string;
  webhookId?: string;
  merchantId?: string;
  /** PEM text of the roots that its webhook certificates may end in, besides those that come with the code. */
  trustAnchors?: string;
};

/** Reads what belongs to a PAYPAL_API_BASE. Beyond loopback the client's id and secret are required: nobody else has ours. */
export const paypalOf = (
  apiBase: string,
  environment: Environment,
  readFile: (file: string) => string,
): PayPalSettings => {
  const { hostname, origin, protocol } = new URL(apiBase);
  if (origin !== apiBase) throw new StartError(`PAYPAL_API_BASE must be a plain origin such as ${origin}.`);
  const loopback = hostname === '127.0.0.1' || hostname === 'localhost';
  if (protocol === 'http:' && !loopback) {
    throw new StartError('PAYPAL_API_BASE may be http on this machine only; use https elsewhere.');
  }
  const clientId = environment['PAYPAL_CLIENT_ID'];
  const clientSecret = environment['PAYPAL_CLIENT_SECRET'];
  const missing = !clientId ? 'PAYPAL_CLIENT_ID' : !clientSecret ? 'PAYPAL_CLIENT_SECRET' : undefined;
  if (missing && (!loopback || clientId || clientSecret)) {
    throw new StartError(`PAYPAL_API_BASE needs ${missing} beside it.`);
  }
  const webhookId = environment['PAYPAL_WEBHOOK_ID'];
  const merchantId = environment['PAYPAL_MERCHANT_ID'];
  const anchors = environment['PAYPAL_TRUST_ANCHORS'];
  return {
    apiBase,
    ...(clientId && clientSecret ? { clientId, clientSecret } : {}),
    ...(webhookId ? { webhookId } : {}),
    ...(merchantId ? { merchantId } : {}),
    ...(anchors ? { trustAnchors: pemOf(anchors, readFile) } : {}),
  };
};

const pemOf = (file: string, readFile: (file: string) => string): string => {
  let text: string;
  try {
    text = readFile(file);
  } catch {
    throw new StartError(`PAYPAL_TRUST_ANCHORS names ${file}, which cannot be read.`);
  }
  if (text.includes('-----BEGIN CERTIFICATE-----')) return text;
  throw new StartError(`PAYPAL_TRUST_ANCHORS names ${file}, which holds no PEM certificate.`);
};
