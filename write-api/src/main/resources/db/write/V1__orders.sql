-- The private tables of the order aggregate. Run by drawbridge_owner; the service works as drawbridge_writer.
-- Nothing is granted to the capture role: what is in these tables leaves only by way of the outbox.

create table orders (
  id            uuid          primary key,
  version       bigint        not null check (version > 0),
  status        text          not null check (status in ('CREATED', 'CANCELLED')),
  customer_name text,                      -- null: erased
  customer_city text,
  currency      text          not null check (currency = 'EUR'),
  total         numeric(14,2) not null check (total >= 0),
  margin        numeric(14,2) not null,
  risk_score    smallint      not null check (risk_score between 0 and 100),
  created_at    timestamptz   not null,
  updated_at    timestamptz   not null,
  erased        boolean       not null,
  check (updated_at >= created_at),
  check (erased = (customer_name is null) and erased = (customer_city is null))
);

create table order_lines (
  order_id     uuid          not null references orders,
  line_no      int           not null check (line_no > 0),
  product_name text          not null,
  quantity     int           not null check (quantity > 0),
  unit_price   numeric(12,2) not null check (unit_price >= 0),
  unit_cost    numeric(12,2) not null check (unit_cost >= 0),
  primary key (order_id, line_no)
);

create table order_staff_notes (
  order_id uuid not null references orders,
  note_no  int  not null check (note_no > 0),
  note     text not null,
  primary key (order_id, note_no)
);

-- Orders stay for ever, as a fence against their id being used again; lines and notes go when an order is erased.
revoke all on orders, order_lines, order_staff_notes from public;
grant select, insert, update on orders to drawbridge_writer;
grant select, insert, delete on order_lines, order_staff_notes to drawbridge_writer;
