-- Holds every writer to the order of versions: the next version of an aggregate is the last one plus 1, and a replay repeats
-- the newest or, where rows are missing, takes a later one. The newest row of an aggregate is never removed, so the lookup
-- by the unique index needs no table of its own. To switch it off: alter table outbox disable trigger outbox_guard.

set local lock_timeout = '5s';

-- As the owner, so that a writer may do with INSERT alone and row security hides no row. A writer's search_path changes
-- nothing. Without enable_seqscan = off a session would keep a plan that was made while the table was a page long.
create function outbox_guard() returns trigger
  language plpgsql security definer
  set search_path = pg_catalog, pg_temp set enable_seqscan = off as $$
declare
  newest bigint;
begin
  select version into newest from public.outbox
    where aggregatetype = new.aggregatetype and aggregateid = new.aggregateid
    order by version desc limit 1;
  if new.version = coalesce(newest, 0) + 1 or new.version is null then
    return new;
  end if;
  -- A replay publishes the whole state, so nothing is lost by what it skips.
  if new.replay and (newest is null or new.version >= newest) then
    return new;
  end if;
  if newest is null then
    raise exception using errcode = 'check_violation', schema = 'public', table = 'outbox', constraint = 'outbox_guard',
      message = format('Cannot append %s/%s@%s: the outbox has no row of this aggregate, so it begins with version 1. '
        'If the aggregate is older than the outbox, republish it first: append its current version with replay = true.',
        left(new.aggregatetype, 100), left(new.aggregateid, 100), new.version);
  elsif new.version > newest then
    raise exception using errcode = 'check_violation', schema = 'public', table = 'outbox', constraint = 'outbox_guard',
      message = format('Cannot append %s/%s@%s: the newest row of this aggregate has version %s, so a version is missing. '
        'Append every version; if one was lost, republish the aggregate: append its current version with replay = true.',
        left(new.aggregatetype, 100), left(new.aggregateid, 100), new.version, newest);
  else
    raise exception using errcode = 'unique_violation', schema = 'public', table = 'outbox', constraint = 'outbox_guard',
      message = format('Cannot append %s/%s@%s: version %s of this aggregate is in the outbox already. '
        'Read the aggregate again while holding the lock of its root row, and decide on what it is now.',
        left(new.aggregatetype, 100), left(new.aggregateid, 100), new.version, newest);
  end if;
end $$;
alter function outbox_guard() owner to drawbridge_owner;
revoke execute on function outbox_guard() from public;

create trigger outbox_guard before insert on outbox for each row execute function outbox_guard();
