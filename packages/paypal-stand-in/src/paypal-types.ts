/** What PayPal's requests and responses are made of, as far as the stand-in knows them; names are PayPal's. */
export type Money = { currency_code: string; value: string };

export type Payee = { email_address?: string | undefined; merchant_id?: string | undefined };

export type Payer = {
  name: { given_name: string; surname: string };
  email_address: string;
  payer_id: string;
  address: { country_code: string };
};

export type Item = { name: string; quantity: string; unit_amount: Money; tax?: Money };

export type PurchaseUnit = {
  reference_id: string;
  amount: Money & { breakdown?: Record<string, Money> };
  payee: Payee;
  description?: string;
  custom_id?: string | undefined;
  invoice_id?: string | undefined;
  items?: Item[];
  shipping?: unknown;
};

export type ExperienceContext = {
  brand_name?: string;
  return_url?: string;
  cancel_url?: string;
  shipping_preference?: 'GET_FROM_FILE' | 'NO_SHIPPING' | 'SET_PROVIDED_ADDRESS';
};

export type OrderRequest = {
  intent: 'CAPTURE' | 'AUTHORIZE';
  purchase_units: [UnitRequest, ...UnitRequest[]];
  payment_source?: { paypal?: PaypalSource };
  application_context?: ExperienceContext;
};
export type CaptureRequest = { payment_source?: { paypal?: PaypalSource } };
export type PaypalSource = {
  /** The token of a payer who was saved: the order is paid at once. */
  vault_id?: string;
  attributes?: { customer?: { id?: string }; vault?: { store_in_vault?: 'ON_SUCCESS' } };
  experience_context?: ExperienceContext;
};
export type UnitRequest = Omit<PurchaseUnit, 'reference_id' | 'payee'> & { reference_id?: string; payee?: Payee };

export type RefundRequest = { amount?: Money; custom_id?: string; invoice_id?: string; note_to_payer?: string };
