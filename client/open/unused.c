#include "unused.h"

#include <sys/time.h>

#include <event2/event.h>

#include "keys.h"
#include "review_form.h"

static void arm(struct open *open)
{
	struct timeval wait = {.tv_sec = open->options.end_after_s};
	event_add(open->unused, &wait);
}

static void on_unused(evutil_socket_t fd, short what, void *context)
{
	struct open *open = context;
	(void)fd, (void)what;
	keys_forget(open);
	if (review_form_is_open(open) && ++open->unused_rounds < UNUSED_ROUNDS)
		arm(open);
	else
		event_base_loopbreak(open->base);
}

void unused_begin(struct open *open)
{
	open->unused = evtimer_new(open->base, on_unused, open);
	arm(open);
}

void unused_again(struct open *open)
{
	open->unused_rounds = 0;
	arm(open);
}

void unused_end(struct open *open)
{
	if (open->unused != NULL)
		event_free(open->unused);
	open->unused = NULL;
}
