/*
 * A store of 40 records that gets other keys: another passphrase, a new one by the recovery code, a rotation. What must hold whichever it
 * was: one passphrase opens it, every record is there, and no file is left half-way.
 */
#ifndef TEST_REKEY_H
#define TEST_REKEY_H

#include <stdbool.h>

#include <evenkeel/rotate.h>
#include <evenkeel/store.h>

#define OTHER "quite another one"

enum { REKEY_RECORDS = 40 };

void rekey_create(const char *dir, char ret_code[static RECOVERY_CODE_SIZE]);
/* Unlocked, or NULL when that is not its passphrase. */
struct store *rekey_unlock(const char *dir, const char *passphrase);
bool rekey_opens(const char *dir, const char *passphrase);
/* Read it: the records 0 to count - 1, as they were given. */
struct store_report rekey_read(struct store *store, int count);
/* It opens with @passphrase, is healthy and has all its records, with the same mark each time. */
void rekey_assert_whole(const char *dir, const char *passphrase, int count);
void rekey_assert_no_leftovers(const char *dir);
/* An order to keep the passphrase, an hour after START_MS. */
struct rotate_order rekey_order(bool full);
/* Set the passphrase OTHER by a recovery code. */
int rekey_recover(const char *dir, const char *code, struct error *err);

#endif
