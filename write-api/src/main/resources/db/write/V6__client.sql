-- What became of a command is for the client that sent it. Commands without a client are readable where no API keys are in use.

set local lock_timeout = '5s';
alter table commands add column client text not null default '';
