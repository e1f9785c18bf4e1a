-- A party's ledger of team aggregates, version 1. See include/evenkeel/ledger.h and design/AGGREGATION.md, section 4.
PRAGMA application_id=0x45564C47;
PRAGMA user_version=1;
CREATE TABLE party(one INTEGER PRIMARY KEY CHECK(one=1), role TEXT NOT NULL CHECK(role IN ('A','B')),
  sign_key BLOB NOT NULL CHECK(length(sign_key)=32)) STRICT;
CREATE TABLE task(task_id BLOB PRIMARY KEY CHECK(length(task_id)=32), quarter INTEGER NOT NULL CHECK(quarter>=0),
  floor INTEGER NOT NULL CHECK(floor>=8), weeks INTEGER NOT NULL CHECK(weeks IN (1,4)),
  members INTEGER NOT NULL CHECK(members>=floor AND (weeks=4 OR members>=30)),
  roster_hash BLOB NOT NULL CHECK(length(roster_hash)=32), label TEXT NOT NULL,
  key_hash BLOB CHECK(key_hash IS NULL OR length(key_hash)=32)) STRICT, WITHOUT ROWID;
CREATE TABLE opening(task_id BLOB NOT NULL REFERENCES task, start INTEGER NOT NULL, weeks INTEGER NOT NULL,
  init_hash BLOB NOT NULL CHECK(length(init_hash)=32), reports INTEGER NOT NULL, people INTEGER NOT NULL,
  epsilon INTEGER NOT NULL CHECK(epsilon=12*weeks), resp BLOB NOT NULL, UNIQUE(task_id,start)) STRICT;
-- resp is last, or making room for it would take as much memory.
-- Outcomes are the names of enum refusal; those accepted counted. A key is NULL once its quarter has ended.
CREATE TABLE report(task_id BLOB NOT NULL REFERENCES task, report_id BLOB NOT NULL CHECK(length(report_id)=16),
  week INTEGER NOT NULL, key BLOB CHECK(key IS NULL OR length(key)=32), outcome TEXT NOT NULL) STRICT;
CREATE UNIQUE INDEX report_once ON report(task_id,report_id);
CREATE UNIQUE INDEX report_of_week ON report(task_id,week,key) WHERE outcome='accepted';
CREATE TABLE folder(task_id BLOB NOT NULL, start INTEGER NOT NULL, outcome TEXT NOT NULL, files INTEGER NOT NULL,
  PRIMARY KEY(task_id,start,outcome), FOREIGN KEY(task_id,start) REFERENCES opening(task_id,start)) STRICT, WITHOUT ROWID;
-- Nothing that was opened is opened again, whatever a program tries: no row of these is changed or deleted.
CREATE TRIGGER opening_kept BEFORE DELETE ON opening BEGIN SELECT RAISE(ABORT,'an opening stays'); END;
CREATE TRIGGER opening_fixed BEFORE UPDATE ON opening BEGIN SELECT RAISE(ABORT,'an opening stays'); END;
CREATE TRIGGER report_kept BEFORE DELETE ON report BEGIN SELECT RAISE(ABORT,'a report stays'); END;
CREATE TRIGGER task_kept BEFORE DELETE ON task BEGIN SELECT RAISE(ABORT,'a task stays'); END;
CREATE TRIGGER task_fixed BEFORE UPDATE OF task_id,quarter,floor,weeks,members,roster_hash,label ON task
  BEGIN SELECT RAISE(ABORT,'a task stays'); END;
CREATE TRIGGER key_fixed BEFORE UPDATE OF key_hash ON task WHEN OLD.key_hash IS NOT NULL
  BEGIN SELECT RAISE(ABORT,'a verify key stays'); END;
CREATE TRIGGER opening_in_order BEFORE INSERT ON opening
  WHEN EXISTS(SELECT 1 FROM opening WHERE task_id=NEW.task_id AND start+weeks>NEW.start)
  BEGIN SELECT RAISE(ABORT,'openings are in order'); END;
