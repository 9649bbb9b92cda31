-- see 0016_epoch.sql
CREATE FUNCTION account_epoch_moves() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN UPDATE account_epoch SET n = n + 1; RETURN NULL; END $$;
CREATE TRIGGER accounts_epoch AFTER UPDATE OR DELETE ON accounts FOR EACH STATEMENT EXECUTE FUNCTION account_epoch_moves();
CREATE TRIGGER account_posts_epoch AFTER INSERT OR UPDATE OR DELETE ON account_posts FOR EACH STATEMENT EXECUTE FUNCTION account_epoch_moves();
CREATE TRIGGER account_sessions_epoch AFTER DELETE OR UPDATE OF ends ON account_sessions FOR EACH STATEMENT EXECUTE FUNCTION account_epoch_moves();
