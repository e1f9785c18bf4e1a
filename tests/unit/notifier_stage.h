/*
 * A stage of its own for each test of the notifier: an event loop, helpers that are shell scripts, a terminal and a log that are
 * descriptors, and a record of what the notifier said.
 */
#ifndef TESTS_UNIT_NOTIFIER_STAGE_H
#define TESTS_UNIT_NOTIFIER_STAGE_H

#include <stdbool.h>
#include <stdint.h>

#include <evenkeel/text.h>

#include "../../daemon/notifier.h"

/* A helper that answers has all the time it may need on a busy machine; one that hangs is not waited for that long. */
#define PATIENT_MS 30000
#define HURRY_MS 500

struct stage {
	struct event_base *base;
	struct notifier *notifier;
	struct text said; /* "shown action1 " */
	struct prompt_text prompt, next;
	bool show_next; /* inside the first outcome's callback */
	int outcomes, wanted;
	int64_t action_ms, shown_ms; /* the first action, the last shown; boot time */
	int show_limit_ms, close_limit_ms;
	struct event *quiet, *limit;
	char dir[256], helper[300];
	int terminal[2]; /* [1] is the person's end */
	int log[2];
};

int stage_set_up(void **state);
int stage_tear_down(void **state);

#define PROBED "[ $probe = 1 ] && { echo 'caps Fake 7.1 actions'; exit 0; }\n"
#define UP PROBED "echo 'caps Fake 7.1 actions'; echo shown\n"

/* A helper in sh. $D is the test's directory; it starts there; "upto WORD" reads its input up to that line. */
void stage_write_helper(struct stage *stage, const char *script);
void stage_start(struct stage *stage, enum notifier_kind kind);
/* Run the loop until the wanted outcomes are there and a moment longer; what was said: "shown action1 ". */
const char *stage_run(struct stage *stage);
const char *stage_show_and_run(struct stage *stage);
/* What a helper wrote into a file of the test's directory, "" if there is none. */
const char *stage_file(struct stage *stage, const char *name);
void stage_run_for_ms(struct stage *stage, int ms);              /* the loop; at most 999 */
void stage_wait_for_file(struct stage *stage, const char *name); /* the loop runs meanwhile */

#define ON_STAGE(test) cmocka_unit_test_setup_teardown(test, stage_set_up, stage_tear_down)

#endif
