/*
 * What practising needs and nothing real may have: a folder that goes again whatever happens, and chance that a seed repeats.
 */
#ifndef CLIENT_OFFICER_PRACTICE_H
#define CLIENT_OFFICER_PRACTICE_H

#include <stdbool.h>
#include <stdint.h>

#include <evenkeel/error.h>
#include <evenkeel/paths.h>

struct practice_folder {
	char path[PATH_SIZE];
	bool made; /* there is something to remove */
};
/*
 * @keep: that one, which is not there yet or empty; NULL: one of its own under TMPDIR. From here to the end of the folder signals that end
 * the program wait.
 */
int practice_folder_begin(const char *keep, struct practice_folder *ret, struct error *err);
/* One came: come to an end. */
bool practice_interrupted(void);
/* The folder goes unless it is kept. Then the signal that came ends the program. -1: something of it is left. */
int practice_folder_end(struct practice_folder *folder, bool keep, struct error *err);

/*
 * From now to the end libsodium's random bytes follow from @seed: keys and noise, too, so that a run can be repeated. What is made meanwhile
 * is no secret.
 */
void practice_random_begin(uint64_t seed);
/* A stream of its own for each step, so that what one of them draws more or less changes no other. */
void practice_random_step(uint64_t stream);
void practice_random_end(void);

#endif
