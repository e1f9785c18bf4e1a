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
/* $DIR/store, made with the test key derivation at @wall_ms. */
void fixture_create(const char *dir, int64_t wall_ms);
struct store *fixture_open(const char *dir);
struct store *fixture_unlock(const char *dir);
/* @ret: "DIR/store/NAME". */
void fixture_path(const char *dir, const char *name, char *ret);
struct instant fixture_instant(int64_t wall_ms);
/* The i-th answered check-in, a minute after the one before; @seed changes the answers only. */
struct record fixture_record(int i, int seed);
/* Append records first ... first + count - 1, each by itself. */
void fixture_append(struct store *store, int first, int count);
/* Open, append, close. */
void fixture_append_once(const char *dir, int first, int count);
/* Open, unlock, read all; rows into @ret_rows if not NULL. Fails the test if nothing can be read. */
struct store_report fixture_read(const char *dir);
bool fixture_has(const struct store_report *report, enum store_finding_type type);
void fixture_assert_healthy(const struct store_report *report, uint64_t records);

/* Plain SQL on a store's database, as an intruder would. */
void fixture_sql(const char *dir, const char *sql);
/* Copy files of the store aside and back; NAME may be missing (then the copy is, too). */
void fixture_save(const char *dir, const char *name, const char *as);
void fixture_restore(const char *dir, const char *as, const char *name);
/* Change one byte of a file. */
void fixture_flip(const char *dir, const char *name, long offset);
/* A file's bytes; the caller frees. */
unsigned char *fixture_bytes(const char *path, size_t *ret_size);
/* Write a file; one that is there keeps its times. */
void fixture_write(const char *path, const void *bytes, size_t size);

#endif
