#include "run.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <event2/event.h>

#include "browser.h"
#include "keys.h"
#include "review_form.h"
#include "serve.h"
#include "unused.h"
#include "window.h"
#include "wipe.h"

static const int numbers[] = {SIGTERM, SIGINT, SIGHUP, SIGUSR1, SIGCHLD};
enum { SIGNALS = sizeof(numbers) / sizeof(*numbers) };
_Static_assert(SIGNALS == sizeof(((struct open *)0)->signals) / sizeof(struct event *), "one event a signal");

static void again(struct open *open)
{
	struct error err = {0};
	unused_again(open);
	if (browser_start(open, &err) < 0)
		client_fail(&err);
}

static void on_signal(evutil_socket_t number, short what, void *context)
{
	struct open *open = context;
	(void)what;
	if (number == SIGCHLD)
		browser_reap(open);
	else if (number == SIGUSR1)
		again(open);
	else
		event_base_loopbreak(open->base);
}

static void begin_signals(struct open *open)
{
	for (int i = 0; i < SIGNALS; i++) {
		open->signals[i] = evsignal_new(open->base, numbers[i], on_signal, open);
		event_add(open->signals[i], NULL);
	}
}

/* That there is a store, before a browser shows up; and whether it is a demo's. */
static int look_at_store(struct open *open, struct error *err)
{
	struct store *store = NULL;
	if (client_open(open->client, &store, err) != 0)
		return -1;
	open->demo = store_is_demo(store);
	store_free(store);
	return 0;
}

/* A browser is another program: what opens our store is not for it. */
static void begin_environment(struct open *open)
{
	(void)keys_are_here(open);
	unsetenv("EVENKEEL_PASSPHRASE_FD");
	unsetenv("EVENKEEL_PASSPHRASE_FILE");
}

static int begin(struct open *open, struct error *err)
{
	if (look_at_store(open, err) < 0)
		return -1;
	wipe_libevent();
	open->base = event_base_new();
	if (open->base == NULL)
		return error_set(err, ERROR_FAILED, "cannot make an event loop");
	begin_environment(open);
	if (serve_begin(open, err) < 0)
		return -1;
	begin_signals(open);
	unused_begin(open);
	return browser_start(open, err);
}

static void say_where(const struct open *open)
{
	if (open->options.service || !isatty(STDERR_FILENO))
		return;
	fprintf(stderr, "%s\n",
		open->options.browser
			? _("Your page opens in the browser. It ends by itself when it is not used; ctrl-c ends "
			    "it at once.")
			: _("Take this address to your browser; it is good once. ctrl-c ends the page."));
}

static void end(struct open *open)
{
	window_end(open);
	browser_end(open);
	unused_end(open);
	for (int i = 0; i < SIGNALS; i++)
		if (open->signals[i] != NULL)
			event_free(open->signals[i]);
	serve_end(open);
	keys_forget(open);
	review_form_end(open);
	if (open->base != NULL)
		event_base_free(open->base);
}

int run_open(struct client *client, const struct open_options *options)
{
	struct open open = {.client = client, .options = *options};
	struct error err = {0};
	int result = begin(&open, &err);
	if (result == 0) {
		say_where(&open);
		(void)event_base_dispatch(open.base);
	}
	end(&open);
	return result == 0 ? open.code : client_fail(&err);
}
