-- Answers by idempotency key: claimed and stored in the transaction of the command they answer.

create table idempotency_keys (
  client      text        not null,        -- who sent it; keys of different clients do not meet
  key         text        not null,
  fingerprint bytea       not null,        -- SHA-256 of what was asked
  order_id    uuid        not null,
  version     bigint,                      -- accepted: the order's version after it
  rejection   text,                        -- refused: which kind,
  reason      text,                        --          and in words without any value of the order
  answered_at timestamptz not null default now(),
  primary key (client, key),
  check ((version is null) <> (rejection is null)),
  check ((rejection is null) = (reason is null))
);
create index on idempotency_keys (order_id);
create index on idempotency_keys (answered_at);

revoke all on idempotency_keys from public;
grant select, insert, delete on idempotency_keys to drawbridge_writer;
