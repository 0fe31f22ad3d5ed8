-- Commands that are carried out later, in the order in which they came for each order.

create table commands (
  id               uuid        primary key,        -- UUIDv7, made by the service
  position         bigint      generated always as identity,
  order_id         uuid        not null,
  task             text        not null,
  body             text,                           -- what is to be done; gone once it is
  expected_version bigint,
  correlationid    text,
  causationid      text,
  traceparent      text,
  state            text        not null default 'pending' check (state in ('pending', 'done', 'refused', 'failed')),
  attempts         int         not null default 0,
  version          bigint,                         -- done: the order's version after it
  rejection        text,                           -- refused: which kind,
  reason           text,                           --          and in words without any value of the order
  received_at      timestamptz not null default now(),
  due_at           timestamptz not null default now(),
  finished_at      timestamptz,
  check ((state = 'pending') = (body is not null)),
  check ((state = 'pending') = (finished_at is null)),
  check ((state = 'done') = (version is not null)),
  check ((state = 'refused') = (rejection is not null)),
  check ((rejection is null) = (reason is null))
);
create index on commands (position) where state = 'pending';
create index on commands (order_id, position) where state = 'pending';
create index on commands (finished_at) where state <> 'pending';

-- An answer may also be that a command was queued.
alter table idempotency_keys
  add column command_id uuid,
  drop constraint idempotency_keys_check,
  add constraint idempotency_keys_one_answer check (num_nonnulls(version, rejection, command_id) = 1);

revoke all on commands from public;
grant select, insert, update, delete on commands to drawbridge_writer;
