/*
 * A team with both its parties, all made from a seed: what the tests and fuzz targets of messages and roles begin with. Folders are memory
 * here, files have no names.
 */
#ifndef TESTS_AGGREGATE_TEAM_H
#define TESTS_AGGREGATE_TEAM_H

#include <evenkeel/rng.h>
#include <evenkeel/roles.h>

enum { TEAM_QUARTER = 247, TEAM_START = 2968, TEAM_FLOOR = 10 };

struct team {
	struct rng rng;
	struct hpke_pair leader, helper, collector;
	uint8_t sign[2][DAP_SECRET_SIZE];
	size_t members;
	uint8_t *secrets, *keys; /* enrolment keys, in the order of the public ones */
	uint8_t salt[DAP_SALT_SIZE], task_id[DAP_ID_SIZE], configuration[DAP_TASK_MAX];
	uint8_t seed[PRIO3_KEY_SIZE], verify_key[PRIO3_KEY_SIZE];
	struct cohort cohort; /* signed by both */
	struct dap_window window;
};

/* Windows have 4 weeks below 30 members, else 1. */
void team_init(struct team *ret, size_t members, uint64_t seed);
void team_clear(struct team *team);
/* Both parties sign anew. */
void team_sign(struct team *team);
struct role_party team_party(const struct team *team, unsigned party);
const uint8_t *team_secret(const struct team *team, size_t member);
void team_random(struct team *team, void *ret, size_t size);

/* Marks as a review might make them. */
void team_cells(struct team *team, uint64_t ret[static CELL_COUNT]);
/* A member's envelope for a week; the marks are added to *@sums. */
void team_contribute(struct team *team, size_t member, uint64_t week, int64_t sums[static CELL_COUNT],
		     uint8_t ret[static DAP_ENVELOPE_SIZE]);

/* A drop folder. */
struct drop {
	struct text files[2000];
	uint64_t weeks[2000];
	size_t count;
	size_t at;   /* the next that is read */
	int fail_at; /* the read that fails; 0: none */
};
void drop_clear(struct drop *drop);
void drop_add(struct drop *drop, uint64_t week, const void *bytes, size_t size);
/* From its beginning. */
struct role_source drop_source(struct drop *drop);
/* An envelope of each member for a week; for each week of the window. */
void drop_week(struct drop *drop, struct team *team, uint64_t week, int64_t sums[static CELL_COUNT]);
void drop_fill(struct drop *drop, struct team *team, int64_t sums[static CELL_COUNT]);

/* A window from lead to countersignature. */
struct opening {
	struct role_party a, b;
	struct drop *folder_a, *folder_b;
	struct text notes, request, response, result, countersignature;
	struct role_tally lead, assist, finish;
	struct role_result figures, figures_b;
};
void opening_init(struct opening *ret, struct team *team, struct drop *folder);
void opening_clear(struct opening *opening);
/* A team, its folder and what its marks add up to, from a seed; and the end of all. */
void opening_begin(struct opening *ret, struct team *team, struct drop *folder, size_t members, uint64_t seed,
		   int64_t sums[static CELL_COUNT]);
void opening_end(struct opening *opening, struct team *team);
/* Each runs one step anew; 0 or its refusal. */
int opening_lead(struct opening *opening, struct team *team);
int opening_assist(struct opening *opening, const struct team *team);
int opening_finish(struct opening *opening, const struct team *team);
int opening_countersign(struct opening *opening, const struct team *team);
/* All of them, up to the first refusal. */
int opening_run(struct opening *opening, struct team *team);

/* A file with these bytes, without a name; and all that a file has, appended. */
int file_of(struct hpke_bytes bytes);
void file_text(int fd, struct text *ret);

/* A message's body, and a message with another one, signed as @party: what a patched party could send. @body is cleared. */
struct text message_body(const struct text *message);
void message_send(const struct team *team, unsigned party, enum exchange_type type, struct text *body,
		  struct text *message);

/* Before the job, which is last in @text and as long as it says, put what is rejected: a request's body. */
void request_body(struct hpke_bytes rejects, size_t job, struct text *text);

static inline struct hpke_bytes bytes_of(const void *bytes, size_t size)
{
	return (struct hpke_bytes){bytes, size};
}

static inline struct hpke_bytes bytes_of_text(const struct text *text)
{
	return bytes_of(text->bytes, text->length);
}

#endif
