/** What PayPal's answers and payloads are made of, as far as the stand-in gives them; names are PayPal's. */
export type Money = {
  currency_code: string;
  value: string;
};

export type Link = {
  href: string;
  rel: string;
  method: 'GET' | 'POST';
};

export type Payee = {
  email_address?: string | undefined;
  merchant_id?: string | undefined;
};

export type Address = {
  address_line_1?: string | undefined;
  address_line_2?: string | undefined;
  admin_area_2?: string | undefined;
  admin_area_1?: string | undefined;
  postal_code?: string | undefined;
  country_code: string;
};

export type Shipping = {
  name?: { full_name?: string | undefined } | undefined;
  address?: Address | undefined;
};

export type Payer = {
  name: { given_name: string; surname: string };
  email_address: string;
  payer_id: string;
  address: { country_code: string };
};

export type Item = {
  name: string;
  quantity: string;
  unit_amount: Money;
  tax?: Money | undefined;
};

export type PurchaseUnit = {
  reference_id: string;
  amount: Money & { breakdown?: Record<string, Money> | undefined };
  payee: Payee;
  description?: string | undefined;
  custom_id?: string | undefined;
  invoice_id?: string | undefined;
  soft_descriptor?: string | undefined;
  items?: Item[] | undefined;
  shipping?: Shipping | undefined;
};

export type OrderStatus = 'CREATED' | 'PAYER_ACTION_REQUIRED' | 'APPROVED' | 'COMPLETED' | 'VOIDED';
export type CaptureStatus = 'COMPLETED' | 'PENDING' | 'DECLINED' | 'PARTIALLY_REFUNDED' | 'REFUNDED';

/** A webhook event, as it is posted to the shop. */
export type WebhookEvent = {
  id: string;
  event_version: '1.0';
  create_time: string;
  resource_type: 'checkout-order' | 'capture' | 'refund';
  resource_version: '2.0';
  event_type: EventType;
  summary: string;
  resource: Record<string, unknown>;
  links: Link[];
};

export type EventType =
  | 'CHECKOUT.ORDER.APPROVED'
  | 'CHECKOUT.PAYMENT-APPROVAL.REVERSED'
  | 'PAYMENT.CAPTURE.COMPLETED'
  | 'PAYMENT.CAPTURE.PENDING'
  | 'PAYMENT.CAPTURE.DECLINED'
  | 'PAYMENT.CAPTURE.DENIED'
  | 'PAYMENT.CAPTURE.REFUNDED';
