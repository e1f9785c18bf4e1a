/* The calls of role_*: an office as a party, its blur from the system's randomness. */
#include <sodium.h>

#include <evenkeel/blur.h>
#include <evenkeel/mem.h>

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

static void party_clear(struct party *party)
{
	file_close(&party->role.scratch[0]);
	file_close(&party->role.scratch[1]);
}

static int party_init(struct window_step *step, struct party *ret)
{
	const struct office_keys *keys = step->office->keys;

	ret->source = (struct blur_source){.draw = draw};
	ret->role = (struct role_party){
		.cohort = &step->cohort->cohort,
		.verify_key = step->verify_key,
		.pair = &keys->input,
		.collector = step->office->own.party == PARTY_A ? &keys->collector : NULL,
		.secret = keys->sign,
		.ledger = ledger_role(&step->session),
		.blur = {&ret->source, blur_add},
		.scratch = {window_scratch(step->office, step->err), window_scratch(step->office, step->err)},
		.err = step->err};
	return ret->role.scratch[0] < 0 || ret->role.scratch[1] < 0 ? -1 : 0;
}

int window_role_lead(struct window_step *step, struct drop_folder *folder, const struct window_pair *pair)
{
	_cleanup_(party_clear) struct party party;
	struct role_source source = drop_folder_source(folder);
	uint8_t random[LEAD_NOTES_HEAD];

	if (party_init(step, &party))
		return -1;
	randombytes_buf(random, sizeof(random));
	int r = role_lead(&party.role, step->window, &source, random, pair->notes, pair->request, &step->run->tally);
	sodium_memzero(random, sizeof(random));
	return r;
}

int window_role_assist(struct window_step *step, struct drop_folder *folder, int request_fd, int response_fd)
{
	_cleanup_(party_clear) struct party party;
	struct role_source source = drop_folder_source(folder);

	if (party_init(step, &party))
		return -1;
	return role_assist(&party.role, step->window, &source, request_fd, response_fd, &step->run->tally);
}

int window_role_finish(struct window_step *step, const struct window_pair *pair, int response_fd,
		       struct text *ret_result)
{
	_cleanup_(party_clear) struct party party;

	if (party_init(step, &party))
		return -1;
	return role_finish(&party.role, step->window, pair->request, response_fd, pair->notes, ret_result,
			   &step->run->sums, &step->run->tally);
}

int window_role_countersign(struct window_step *step, int own_response_fd, struct hpke_bytes result,
			    struct text *ret_message)
{
	_cleanup_(party_clear) struct party party;

	if (party_init(step, &party))
		return -1;
	return role_countersign(&party.role, step->window, own_response_fd, result, ret_message, &step->run->sums);
}
