/* A party's step in a process of its own: what it takes of time and memory, with a drop folder, messages and a ledger as real files. */
#ifndef BENCH_ROLES_STEP_H
#define BENCH_ROLES_STEP_H

#include <evenkeel/paths.h>
#include <evenkeel/roles.h>

enum roles_step { ROLES_LEAD, ROLES_ASSIST, ROLES_FINISH, ROLES_COUNTERSIGN, ROLES_STEPS };
const char *roles_step_name(enum roles_step step);

/* What both parties' secrets are, in a file. */
struct roles_keys {
	struct hpke_pair leader, helper, collector;
	uint8_t sign[2][DAP_SECRET_SIZE], verify[PRIO3_KEY_SIZE];
};

struct roles_took {
	double wall_ms, cpu_ms;
	long peak_kib; /* VmHWM */
};

void roles_path(const char *dir, const char *name, char ret[static PATH_SIZE]);
void roles_week_path(const char *dir, size_t count, uint64_t week, char ret[static PATH_SIZE]);
/* The window was not opened and no message sent. */
void roles_forget(const char *dir, size_t count);
/* Does it, and writes a struct roles_took to the standard output. */
int roles_step_main(const char *dir, int step, size_t count);

#endif
