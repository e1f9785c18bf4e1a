/*
 * What `evenkeel doctor` looks at: each check is one row with what was found and, where something is missing, the one command that mends it.
 * What the daemon and the store say is taken from where `status` takes it; the rest is looked for here.
 */
#ifndef CLIENT_DOCTOR_H
#define CLIENT_DOCTOR_H

#include <stdbool.h>

#include "remote.h"

enum doctor_state {
	DOCTOR_WORKS,
	DOCTOR_OPTIONAL, /* missing, and the rest works without */
	DOCTOR_NEEDED    /* missing: without it nothing is asked, kept or read */
};

struct doctor_check {
	const char *id;    /* of --json */
	const char *label; /* translated; not ours */
	enum doctor_state state;
	struct text found;
	struct text mend; /* a command for a shell; empty = none is known */
};

enum { DOCTOR_MOST = 36 };
struct doctor {
	struct client *client;
	bool running; /* the daemon; then .status is its word */
	struct proto_status status;
	struct doctor_check checks[DOCTOR_MOST];
	int count;
};

/* One more row, which the caller may fill further; @found may be NULL. */
struct doctor_check *doctor_add(struct doctor *doctor, const char *id, const char *label, enum doctor_state state,
				const char *found);
/* For a check that is missing something: @mend is its command. */
void doctor_mend(struct doctor_check *check, const char *mend);
/* That puts an installed example of ours (evenkeeld.desktop) in the place @to. */
void doctor_mend_by_example(struct doctor_check *check, const char *example, const char *to);
/* That installs what brings a program or library, by the package manager that is here. */
enum doctor_package {
	PACKAGE_NOTIFIER,
	PACKAGE_PINENTRY,
	PACKAGE_XDG_OPEN,
	PACKAGE_SECRET_TOOL,
	PACKAGE_PULSE,
	PACKAGE_THAI
};
void doctor_mend_by_package(struct doctor_check *check, enum doctor_package package);

/* Store, memory for its key, settings, copies, contacts. */
void doctor_keeping(struct doctor *doctor);
/* The daemon, its start with the session, where prompts are shown, what it sees of the desktop. */
void doctor_asking(struct doctor *doctor);
/* Programs of ours and of others, and what was built in. */
void doctor_programs(struct doctor *doctor);

#endif
