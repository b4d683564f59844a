/** What API Gateway answers where it does not do as it is asked, in both of its APIs. */
import { Refusal } from './account.ts';

export function absent(what: string): Refusal {
  return new Refusal(404, 'NotFoundException', `Invalid ${what} identifier specified`);
}

export function conflict(message: string): Refusal {
  return new Refusal(409, 'ConflictException', message);
}

export function invalid(message: string): Refusal {
  return new Refusal(400, 'BadRequestException', message);
}
