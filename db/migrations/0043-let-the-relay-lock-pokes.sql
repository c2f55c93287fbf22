-- why: the relay takes pokes with `for update skip locked`, and PostgreSQL asks for the right to update for that
-- locks: none
-- old code can run: yes

grant update on outbox to wangge_server;
