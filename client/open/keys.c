#include "keys.h"

#include <evenkeel/os.h>

#include "session.h"

enum { WRONG_FREE = 3, WAIT_MOST_S = 60 };

static bool keep(struct open *open, struct store *store, int outcome)
{
	if (outcome != 0)
		store = store_free(store);
	open->store = store;
	return store != NULL;
}

bool keys_are_here(struct open *open)
{
	struct store *store = NULL;
	if (open->store != NULL || open->tried_unasked)
		return open->store != NULL;
	if (client_open(open->client, &store, NULL) != 0)
		return false;
	/* A demo opens by itself as often as it is asked; whatever was given once is not asked for behind a wrong one. */
	open->tried_unasked = !store_is_demo(store);
	return keep(open, store, session_open_unasked(open->client, store, NULL));
}

/* None for the first three; then 2 s, 4 s, ... a minute. */
static void slow_down(struct open *open)
{
	int wait_s = 1;
	open->wrong++;
	for (int i = WRONG_FREE; i <= open->wrong && wait_s < WAIT_MOST_S; i++)
		wait_s *= 2;
	if (open->wrong >= WRONG_FREE)
		open->not_before_ms = instant_now().boot_ms + (wait_s < WAIT_MOST_S ? wait_s : WAIT_MOST_S) * 1000;
}

int keys_try(struct open *open, const struct passphrase *passphrase, int *ret_wait_s, struct error *err)
{
	struct store *store = NULL;
	int64_t left_ms = open->not_before_ms - instant_now().boot_ms;
	if (left_ms > 0) {
		*ret_wait_s = (int)((left_ms + 999) / 1000);
		return KEYS_WAIT;
	}
	if (open->store != NULL)
		return 0;
	if (client_open(open->client, &store, err) != 0)
		return -1;
	int outcome = session_open_with(store, passphrase, err);
	if (keep(open, store, outcome))
		open->wrong = 0;
	else if (outcome == STORE_WRONG_KEY)
		slow_down(open);
	return outcome == STORE_WRONG_KEY ? KEYS_WRONG : outcome;
}

void keys_forget(struct open *open)
{
	open->store = store_free(open->store);
}
