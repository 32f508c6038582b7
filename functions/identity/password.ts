import * as z from 'zod/mini';

/** What a password has to have. The user pools are made with it, and the routes refuse the rest before Cognito sees it. */
export const passwordPolicy = {
  minimumLength: 12,
  lowercase: true,
  uppercase: true,
  digits: true,
  symbols: true,
} as const;

/** The longest that Cognito takes. */
const maximumLength = 256;

/** The signs that Cognito counts as symbols; a blank inside counts too. */
const symbols = '[\\^$*.[\\]{}()?\\-"!@#%&/\\\\,><\':;|_~`+= ]';
const form = new RegExp(`^(?=.*[a-z])(?=.*[A-Z])(?=.*[0-9])(?=.*${symbols})\\S.*\\S$`);

/** A new password: 12 characters or more, with small and capital letters, digits and symbols, and no blank at either end. */
export const NewPassword = z
  .string()
  .check(z.minLength(passwordPolicy.minimumLength), z.maxLength(maximumLength), z.regex(form));
