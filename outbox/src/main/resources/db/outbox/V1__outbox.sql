-- The outbox, the three roles around it and the publication that lets its inserts out.
-- Run by an administrator (creating a REPLICATION role and revoking on pg_catalog need one).
-- Passwords are not set here: see OutboxDatabase.

-- Roles are shared by all databases of a server, so they may exist already.
do $$
declare
  role text;
begin
  foreach role in array array['drawbridge_owner', 'drawbridge_writer', 'drawbridge_capture'] loop
    if not exists (select from pg_roles where rolname = role) then
      execute format('create role %I login', role);
    end if;
  end loop;
end $$;
alter role drawbridge_capture replication;

-- Nobody gets anything in this database by merely existing.
revoke all on schema public from public;
do $$ begin execute format('revoke all on database %I from public', current_database()); end $$;
do $$ begin execute format('grant connect on database %I to drawbridge_owner, drawbridge_writer, drawbridge_capture', current_database()); end $$;
grant create, usage on schema public to drawbridge_owner;
grant usage on schema public to drawbridge_writer, drawbridge_capture;

create table outbox (
  id             uuid        primary key,  -- event id, UUIDv7
  aggregatetype  text        not null,
  aggregateid    text        not null,
  version        bigint      not null check (version > 0),
  type           text        not null,
  payloadversion int         not null,
  payload        jsonb,                    -- null: the aggregate was erased
  occurredat     timestamptz not null,
  correlationid  text,
  causationid    text,
  traceparent    text,
  unique (aggregatetype, aggregateid, version)
);
alter table outbox owner to drawbridge_owner;

-- The writer adds rows and removes old ones; a row once written is never changed.
grant select, insert, delete on outbox to drawbridge_writer;
grant select on outbox to drawbridge_capture;

create publication drawbridge_outbox for table outbox with (publish = 'insert');

-- A logical message enters the WAL stream as if it were a change: only the capture role may write one (its heartbeat).
do $$
declare
  emit regprocedure;
begin
  for emit in select oid::regprocedure from pg_proc where proname = 'pg_logical_emit_message' loop
    execute format('revoke execute on function %s from public', emit);
    execute format('grant execute on function %s to drawbridge_capture', emit);
  end loop;
end $$;
