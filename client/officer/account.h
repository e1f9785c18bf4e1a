/*
 * Under which account an office reaches the drop folder. Members write there and cannot list, so its folders are open to one account alone:
 * both offices have to reach them as that one, whatever accounts they have on their own computers.
 */
#ifndef CLIENT_OFFICER_ACCOUNT_H
#define CLIENT_OFFICER_ACCOUNT_H

#include <stdbool.h>
#include <sys/types.h>

#include <evenkeel/error.h>
#include <evenkeel/text.h>

/* Is it the account's fault, by errno? */
bool account_is_refused(int reason);
/* That @path, or what is above it, is closed to this office: whose it is, its mode, and what to do. Returns -1. */
int account_refused(const char *path, struct error *err);
/* This office's own, by name. Appends. */
void account_own(struct text *ret);

#endif
