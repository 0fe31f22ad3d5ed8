// Order, version 1. Made from order.v1.schema.json; do not edit.

/** ce_type of the events of topic orders.public.v1. */
export type EventType =
  | "com.example.orders.order-created.v1"
  | "com.example.orders.order-placed.v1"
  | "com.example.orders.order-shipped.v1"
  | "com.example.orders.order-delivered.v1"
  | "com.example.orders.order-cancelled.v1"
  | "com.example.orders.order-changed.v1"
  | "com.example.orders.order-erased.v1";

/** The public state of an order after an event. Each event carries all of it. An event without data says that the order was erased. */
export interface Data {
  /** Identifies the order. Also the key of the record. */
  orderId: string;
  /** Counts the changes of the order, from 1. A higher version is always the newer state. */
  version: number;
  /** How far the order has come: draft while it can be changed, placed once it is ordered, processing while it is packed, shipped while a carrier has it, delivered once the customer has it, cancelled once it will not be carried out. */
  status: "draft" | "placed" | "processing" | "shipped" | "delivered" | "cancelled";
  /** The name of whoever ordered, as they gave it. */
  customerName: string;
  /** The city of whoever ordered, as they gave it. */
  customerCity: string;
  /** The currency of all amounts, by its ISO 4217 code. */
  currency: string;
  /** What was ordered, in the order in which it was added. May be empty. */
  lines: Array<{
    /** Identifies the line within its order, for good. Absent from events of before lines had numbers. */
    lineNumber?: number;
    /** The product's name at the time of ordering. */
    productName: string;
    /** How many pieces. */
    quantity: number;
    /** The price of one piece, as an exact decimal. */
    unitPrice: number;
  }>;
  /** What is taken off the sum of the lines, as an exact decimal. Absent from events of before there were discounts. */
  discount?: number;
  /** What the whole order costs, discount taken off, as an exact decimal. */
  total: number;
  /** Who carries the order. Absent until it is shipped. */
  carrier?: string;
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
