/*
 * Given: the table, and how its items are named. The same code asks the DynamoDB on this machine
 * (dynalite) and the one on AWS: AWS_ENDPOINT_URL_DYNAMODB, which the SDK reads by itself, makes the
 * difference.
 *
 * There are three kinds of items in it, and each is found by its `id` alone:
 *
 *     family#hJ3…                                 a session: one item for its whole life
 *     user#1234567890                             how often this user has logged out everywhere: gen
 *     denied#https://login.rubywave.io#0b9e…      one access token that is refused until it expires
 */
import { DynamoDBClient, type AttributeValue } from '@aws-sdk/client-dynamodb';

// The SDK's note about Node 20 would stand in every log.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';

/** Sends the commands. Whoever waits for a page does not wait for a third try. */
export const client = new DynamoDBClient({ maxAttempts: 2 });

/** The `TableName` of every command. */
export const tableName = process.env['SESSIONS_TABLE'] ?? 'sessions';

/** The `Key` of a command; and a part of an `Item`. */
export type Key = { readonly id: AttributeValue.SMember };

/**
 * The key of an item of each kind. In an item, `expiresAt` is the table's time-to-live attribute: a
 * Number of seconds since 1970, after which DynamoDB deletes the item, within days.
 */
export const keyOf = {
  family: (family: string): Key => ({ id: { S: `family#${family}` } }),
  user: (sub: string): Key => ({ id: { S: `user#${sub}` } }),
  denied: (iss: string, jti: string): Key => ({ id: { S: `denied#${iss}#${jti}` } }),
} as const;
