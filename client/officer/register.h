/*
 * B's register: which enrolment key is whose. Sealed; nobody else has it, and nothing of it goes into a roster but the keys. A quarter's entries
 * are dropped when it is over.
 */
#ifndef CLIENT_OFFICER_REGISTER_H
#define CLIENT_OFFICER_REGISTER_H

#include "office.h"

enum { MEMBER_NAME_MAX = 160, MEMBER_SAME_SIZE = 32 };

struct member {
	char task[OFFICE_TASK_HEX + 1];
	uint32_t quarter;
	uint8_t key[DAP_KEY_SIZE];
	char name[MEMBER_NAME_MAX + 1];
	uint8_t same[MEMBER_SAME_SIZE]; /* what all spellings of the name have in common */
};

struct enrolled {
	struct member *members;
	size_t count, room;
};

/* Of quarters from @quarter on. No register yet: an empty one. Wipe it. */
int register_open(const struct office *office, uint32_t quarter, struct enrolled *ret, struct error *err);
/* Rewrites it without what register_open leaves out, if there is any: names are kept no longer than their quarter. */
int register_prune(const struct office *office, uint32_t quarter, struct error *err);
int register_save(const struct office *office, const struct enrolled *enrolled, struct error *err);
void register_clear(struct enrolled *enrolled);
/* Its lines, as register_encode writes them and not otherwise, with a NUL behind; they are cut up. -1: they are none, and @ret is as it was. */
int register_decode(char *lines, size_t size, uint32_t quarter, struct enrolled *ret);
void register_encode(const struct enrolled *enrolled, struct text *ret);

enum register_outcome {
	REGISTER_SAME = REFUSAL_COUNT_OF, /* this person, with this key, in this team already */
	REGISTER_KEY,                     /* the key is somebody else's, or in another team */
	REGISTER_OTHER_KEY,               /* the person is in this team with another key */
};
/* 0, REFUSAL_TWO_LEAVES (the person is in another team of the quarter), or one of those: then nothing was changed. */
int register_add(struct enrolled *enrolled, const struct member *member);
/* Is somebody on the task's list twice, or on another one of the quarter? A register may be older than what register_add knows as one name. */
bool register_is_twice(const struct enrolled *enrolled, const char *task, uint32_t quarter);
/* How many were taken out: 0 or 1; of two spellings the one that is @name itself. */
size_t register_remove(struct enrolled *enrolled, const char *task, const char *name);
size_t register_count(const struct enrolled *enrolled, const char *task);
/* The task's keys, ascending, DAP_KEY_SIZE bytes each. */
void register_keys(const struct enrolled *enrolled, const char *task, struct text *ret);

/* @member has the name from now on, without blanks around it. -1: empty, too long, control characters, no UTF-8. */
int member_name(struct member *member, const char *name);
/*
 * Two spellings of one name: capitals, blanks, full-width letters, and whether a mark is part of its letter or stands behind it, count for
 * nothing; nor does what is not to be seen.
 */
bool member_is_same(const struct member *one, const struct member *other);

#endif
