// Order, version 1. Made from order.v1.schema.json; do not edit.

/** ce_type of the events of topic orders.public.v1. */
export type EventType =
  | "com.example.orders.order-created.v1"
  | "com.example.orders.order-changed.v1"
  | "com.example.orders.order-cancelled.v1"
  | "com.example.orders.order-erased.v1";

/** The public state of an order after an event. Each event carries all of it. An event without data says that the order was erased. */
export interface Data {
  /** Identifies the order. Also the key of the record. */
  orderId: string;
  /** Counts the changes of the order, from 1. A higher version is always the newer state. */
  version: number;
  /** How far the order has come: draft while it can be changed, cancelled once it will not be carried out. */
  status: "draft" | "cancelled";
  /** The name of whoever ordered, as they gave it. */
  customerName: string;
  /** The city of whoever ordered, as they gave it. */
  customerCity: string;
  /** The currency of all amounts, by its ISO 4217 code. */
  currency: string;
  /** What was ordered, in the order in which it was added. May be empty. */
  lines: Array<{
    /** The product's name at the time of ordering. */
    productName: string;
    /** How many pieces. */
    quantity: number;
    /** The price of one piece, as an exact decimal. */
    unitPrice: number;
  }>;
  /** What the whole order costs, as an exact decimal. */
  total: number;
  /** When the order was created. */
  createdAt: string;
  /** When the order was last changed. */
  updatedAt: string;
  /** What is worth telling about the change itself. Absent if there is nothing. */
  change?: {
    /** Why the order was cancelled, as whoever cancelled it put it. */
    reason?: string;
  };
}
