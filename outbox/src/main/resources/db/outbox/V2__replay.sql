-- A row that repeats the current version of an aggregate, for readers that lost it, is marked as a replay.
-- A constant default rewrites nothing; what is short is the lock, and nobody is kept waiting for it.
set local lock_timeout = '5s';
alter table outbox add column replay boolean not null default false;
