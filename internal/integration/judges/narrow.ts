// Compiles only if the type of an event decides which payload it has, and if the responses have what they must have.
import type { components as api } from './openapi'
import type { components as webhooks } from './webhooks'

export function handle(event: webhooks['schemas']['Event']): string | undefined {
  switch (event.type) {
    case 'PURCHASE_SUCCEEDED':
      return event.purchaseSucceeded.orderId
    case 'subscription.canceled':
      return event.data.canceledAt
  }
}

export function link(response: api['schemas']['GenerateQuickPayUrlResponse']): [url: string, id: string] {
  return [response.url, response.id]
}
