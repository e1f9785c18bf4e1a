/* How the officers' commands speak: what was checked, line by line, and what comes next. */
#ifndef CLIENT_OFFICER_WORDS_H
#define CLIENT_OFFICER_WORDS_H

#include "office.h"

/* A paragraph, on stdout. */
void officer_say(const struct client *client, const char *words);
/* "  - WORDS" */
void officer_line(const struct client *client, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* "Next: WORDS" */
void officer_next(const struct client *client, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* "5 November 2026 to 27 January 2027", the quarter's days. */
void officer_quarter(const struct client *client, uint32_t quarter, struct text *ret);
/* How often sums are opened: "every four weeks". */
const char *officer_every(unsigned weeks);
/* "SUBJECT: the refusal's words; NEXT STEP". Returns -1. */
int officer_refuse(struct error *err, const char *subject, int refusal, const char *next);
/* ERROR_USAGE where @party is not the office's: only that one does this. */
int officer_only(const struct office *office, unsigned party, struct error *err);
/* ERROR_FAILED with the next step where the other party's file has not been taken yet. */
int officer_has_other(const struct office *office, struct error *err);
/* A week by the command's clock. */
uint64_t officer_week(const struct client *client);

/* One command at a time changes an office. -1. Close it. */
int officer_lock(const struct office *office, struct error *err);
void officer_unlock(int *lock);

#endif
