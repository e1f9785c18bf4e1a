/* The calls of role_*: an office as a party, its notes as a file, its blur from the system's randomness. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <sodium.h>

#include <evenkeel/blur.h>

#include "window_step.h"

/* A party's arguments, which point into each other. */
struct party {
	struct blur_source source;
	struct role_party role;
};

static void draw(void *context, uint8_t *ret, size_t size)
{
	(void)context;
	randombytes_buf(ret, size);
}

static void party_init(struct window_step *step, struct party *ret)
{
	const struct office_keys *keys = step->office->keys;

	ret->source = (struct blur_source){.draw = draw};
	ret->role = (struct role_party){.cohort = &step->cohort->cohort,
					.verify_key = step->verify_key,
					.pair = &keys->input,
					.collector = step->office->own.party == PARTY_A ? &keys->collector : NULL,
					.secret = keys->sign,
					.ledger = ledger_role(&step->session),
					.blur = {&ret->source, blur_add}};
}

/* Notes as a file. */
struct notes_file {
	FILE *file;
	struct error *err;
};

static int notes_write(void *context, const uint8_t *bytes, size_t size)
{
	struct notes_file *notes = context;

	if (fwrite(bytes, 1, size, notes->file) == size)
		return 0;
	return error_set(notes->err, ERROR_FAILED, "cannot keep the notes of this request: %s", strerror(errno));
}

static int notes_read(void *context, uint8_t *ret, size_t size)
{
	struct notes_file *notes = context;

	if (fread(ret, 1, size, notes->file) == size)
		return 0;
	if (!ferror(notes->file))
		return 1;
	return error_set(notes->err, ERROR_FAILED, "cannot read the notes of this request: %s", strerror(errno));
}

int window_role_lead(struct window_step *step, struct drop_folder *folder, FILE *notes, struct text *ret_request)
{
	struct role_source source = drop_folder_source(folder);
	struct notes_file file = {notes, step->err};
	uint8_t random[LEAD_NOTES_HEAD];
	struct party party;

	randombytes_buf(random, sizeof(random));
	party_init(step, &party);
	int r = role_lead(&party.role, step->window, &source, random, &(struct role_notes){&file, notes_write, NULL},
			  ret_request, &step->run->tally);
	sodium_memzero(random, sizeof(random));
	return r;
}

int window_role_assist(struct window_step *step, struct drop_folder *folder, struct hpke_bytes request,
		       struct text *ret_response)
{
	struct role_source source = drop_folder_source(folder);
	struct party party;

	party_init(step, &party);
	return role_assist(&party.role, step->window, &source, request, ret_response, &step->run->tally);
}

int window_role_finish(struct window_step *step, struct hpke_bytes request, struct hpke_bytes response, FILE *notes,
		       struct text *ret_result)
{
	struct notes_file file = {notes, step->err};
	struct party party;

	party_init(step, &party);
	return role_finish(&party.role, step->window, request, response, &(struct role_notes){&file, NULL, notes_read},
			   ret_result, &step->run->sums, &step->run->tally);
}

int window_role_countersign(struct window_step *step, struct hpke_bytes own_response, struct hpke_bytes result,
			    struct text *ret_message)
{
	struct party party;

	party_init(step, &party);
	return role_countersign(&party.role, step->window, own_response, result, ret_message, &step->run->sums);
}
