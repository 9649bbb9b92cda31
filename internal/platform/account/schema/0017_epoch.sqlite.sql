-- see 0016_epoch.sql
CREATE TRIGGER accounts_epoch_update AFTER UPDATE ON accounts BEGIN UPDATE account_epoch SET n = n + 1; END;
CREATE TRIGGER accounts_epoch_delete AFTER DELETE ON accounts BEGIN UPDATE account_epoch SET n = n + 1; END;
CREATE TRIGGER account_posts_epoch_insert AFTER INSERT ON account_posts BEGIN UPDATE account_epoch SET n = n + 1; END;
CREATE TRIGGER account_posts_epoch_update AFTER UPDATE ON account_posts BEGIN UPDATE account_epoch SET n = n + 1; END;
CREATE TRIGGER account_posts_epoch_delete AFTER DELETE ON account_posts BEGIN UPDATE account_epoch SET n = n + 1; END;
CREATE TRIGGER account_sessions_epoch_delete AFTER DELETE ON account_sessions BEGIN UPDATE account_epoch SET n = n + 1; END;
CREATE TRIGGER account_sessions_epoch_update AFTER UPDATE OF ends ON account_sessions BEGIN UPDATE account_epoch SET n = n + 1; END;
