/** What `local.json` tells: base URLs, and staff accounts once there are any. */
export type Addresses = {
  api: string;
  mailbox: string;
  paypal: string;
  identity: string | null;
  dynamodb: string;
  /** The stand-in for keys and parameters; the loader finds it here. */
  aws: string;
  staff: { email: string; password: string; groups: string[] }[];
};
