/* What the parts of the program adversary share. */
#ifndef TESTS_AGGREGATE_ADVERSARY_H
#define TESTS_AGGREGATE_ADVERSARY_H

#include "../../client/officer/office.h"

extern struct office offices[2]; /* unlocked */
extern struct error err;

_Noreturn void fail(const char *what);
void need(int r, const char *what);
void sign_both(struct cohort *cohort);
struct office_cohort find_cohort(const char *team);
uint8_t *member_keys(const char *team, uint32_t quarter, size_t members);
void put_cohort(const struct office *office, const struct cohort *cohort, const char *task);

typedef void forger(int argc, char **argv);
forger forge_request, forge_response, forge_result, forge_message, forge_roster;

#endif
