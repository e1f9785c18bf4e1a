/* GNOME's idle monitor, whose clock a test moves by hand. */
#ifndef TESTS_UNIT_MOCK_MUTTER_H
#define TESTS_UNIT_MOCK_MUTTER_H

#include "mock.h"

#define MOCK_WATCHES_MAX 16

struct mock_watch {
	uint32_t id;          /* 0 = none */
	uint64_t interval_ms; /* 0 = fires at the next input, once */
};

struct mock_mutter {
	struct mock mock;
	uint64_t idle_ms;
	bool mute, refuses;
	bool input_at_once; /* somebody is there again before the next AddUserActiveWatch is answered */
	int times_asked;
	uint32_t last_id;
	struct mock_watch watches[MOCK_WATCHES_MAX];
};

void mock_mutter_init(struct mock_mutter *mutter, struct event_base *base);
void mock_mutter_pass(struct mock_mutter *mutter, uint64_t ms); /* without input */
void mock_mutter_input(struct mock_mutter *mutter);
/* How many watches there are of that interval, 0 = for the next input. */
int mock_mutter_watches(const struct mock_mutter *mutter, uint64_t interval_ms);

#endif
