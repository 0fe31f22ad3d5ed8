-- Whoever is due for longest is next: a command that was put off stands behind those that waited meanwhile.

set local lock_timeout = '5s';
create index on commands (due_at, position) where state = 'pending';
drop index commands_position_idx;
