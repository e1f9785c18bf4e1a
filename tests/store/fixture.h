/* Real stores in directories of their own, with the cheap key derivation, and the ways to spoil them. */
#ifndef TEST_FIXTURE_H
#define TEST_FIXTURE_H

#include <evenkeel/records.h>
#include <evenkeel/store.h>

#define PASSPHRASE "a passphrase for tests"
/* 2026-03-02 09:00:00 UTC, a Monday. */
#define START_MS INT64_C(1772442000000)

/* A new directory below $TMPDIR; "store" in it does not exist yet. @ret 512 bytes. */
void fixture_directory(char *ret);
void fixture_remove(const char *dir);
/* For cmocka: *state is such a directory; in the second way an empty store is in it. */
int fixture_setup(void **state);
int fixture_setup_store(void **state);
int fixture_teardown(void **state);
#define IN_DIRECTORY(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)
#define WITH_STORE(test) cmocka_unit_test_setup_teardown(test, fixture_setup_store, fixture_teardown)

/* $DIR/store, made with the test key derivation at @wall_ms. */
void fixture_create(const char *dir, int64_t wall_ms);
/* The same at START_MS, and its recovery code. */
void fixture_create_with_code(const char *dir, char ret_code[static RECOVERY_CODE_SIZE]);
struct store *fixture_open(const char *dir);
struct store *fixture_unlock(const char *dir);
struct store *fixture_unlock_with(const char *dir, const char *passphrase);
/* store_open's answer, and why. */
int fixture_try_open(const char *dir, struct error *err);
/* @ret: "DIR/store/NAME". */
void fixture_path(const char *dir, const char *name, char *ret);
struct instant fixture_instant(int64_t wall_ms);
/* The i-th answered check-in, a minute after the one before; @seed changes the answers only. */
struct record fixture_record(int i, int seed);
/* Append records first ... first + count - 1, each by itself. */
void fixture_append(struct store *store, int first, int count);
/* store_append's answer, at the record's own time and without waiting. */
int fixture_try_append(struct store *store, const struct record *record, struct error *err);
/* Open, append, close. */
void fixture_append_once(const char *dir, int first, int count);
/* Open, unlock, read all, each row to @row. Fails the test if nothing can be read. */
struct store_report fixture_read_rows(const char *dir, store_row row, void *context);
struct store_report fixture_read(const char *dir);
/* Open, unlock, accept the state as it is. */
struct store_report fixture_accept(const char *dir, bool *ret_changed);
bool fixture_has(const struct store_report *report, enum store_finding_type type);
/* Healthy, whatever the number of records. */
void fixture_assert_sound(const struct store_report *report);
void fixture_assert_healthy(const struct store_report *report, uint64_t records);

/* Plain SQL on a store's database, as an intruder would. */
void fixture_sql(const char *dir, const char *sql);
/* The number that @sql selects. */
int64_t fixture_number(const char *dir, const char *sql);
bool fixture_exists(const char *dir, const char *name);
/* Remove a file that must be there. */
void fixture_delete(const char *dir, const char *name);
/* Copy files of the store aside and back; NAME may be missing (then the copy is, too). */
void fixture_save(const char *dir, const char *name, const char *as);
void fixture_restore(const char *dir, const char *as, const char *name);
/* Copy database and seal aside; and put them back, which is a rollback. */
void fixture_keep(const char *dir);
void fixture_roll_back(const char *dir);
/* Put the file of the store in @from over that of the store in @to. */
void fixture_take(const char *from, const char *to, const char *name);
/* Copy the directory DIR/FROM with all that is in it to DIR/TO, which is replaced. */
void fixture_copy(const char *dir, const char *from, const char *to);
/* Change one byte of a file. */
void fixture_flip(const char *dir, const char *name, long offset);
/* A file's bytes; the caller frees. */
unsigned char *fixture_bytes(const char *path, size_t *ret_size);
/* Write a file; one that is there keeps its times. */
void fixture_write(const char *path, const void *bytes, size_t size);
/* The store is not opened, @words say why, and the database stays as it is, byte for byte. */
void fixture_assert_refused(const char *dir, const char *words);

#endif
