/* read_store.py, a reader in another language written from the design alone, beside ours. */
#ifndef TEST_OTHER_READER_H
#define TEST_OTHER_READER_H

#include <stdbool.h>

#include <evenkeel/text.h>

/* False where there is no Python: then the test is skipped. */
bool other_reader_there(void);
/* What it prints about $DIR/store, and its status; @option is --passphrase or --code, @more its other options. */
int other_reader_run(const char *dir, const char *option, const char *secret, const char *more, struct text *ret);
/*
 * Both read the store and say the same, field by field, and of the mark. @unattested: with a generation that the person has not accepted,
 * which both name; else the store is healthy.
 */
void other_reader_assert_agrees(const char *dir, const char *passphrase, bool unattested);

#endif
