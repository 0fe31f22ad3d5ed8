-- One pair of words for what becomes of a command: accepted or rejected, as its decision says; and a type, not a task.
set local lock_timeout = '5s';
alter table commands rename column task to type;
alter table commands
  drop constraint commands_state_check, -- the words
  drop constraint commands_check2,      -- done: with a version
  drop constraint commands_check3;      -- refused: with a rejection
update commands set state = case state when 'done' then 'accepted' else 'rejected' end where state in ('done', 'refused');
alter table commands
  add constraint commands_state check (state in ('pending', 'accepted', 'rejected', 'failed')),
  add constraint commands_accepted check ((state = 'accepted') = (version is not null)),
  add constraint commands_rejected check ((state = 'rejected') = (rejection is not null));
