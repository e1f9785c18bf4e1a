/*
 * A desktop's services for tests, on the buses of its environment: logind, a notification server with do-not-disturb, GNOME's idle
 * monitor, moved by lines on stdin. Each line is answered with "done" once it was carried out; the end of input ends it.
 *
 *   logind | server NAME | mutter      begin; again: it was killed and comes back
 *   kill logind|server|mutter          leave the bus
 *   mute logind|server|mutter          never answer from here on; to be said before it begins
 *   lock, unlock                       LockedHint
 *   Lock, Unlock                       the signals alone
 *   sleep, wake                        PrepareForSleep; "sleep" is done when nobody delays it any more
 *   dnd on|off
 *   idle MS, input                     no input for so long; input
 */
#if HAVE_SYSTEMD
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <event2/event.h>

#include "../unit/mock_logind.h"
#include "../unit/mock_mutter.h"
#include "../unit/mock_server.h"

static struct event_base *base;
static struct mock_logind logind;
static struct mock_server server;
static struct mock_mutter mutter;
static char server_name[64];
static bool mute_server;

static void run_a_moment(void)
{
	event_base_loopexit(base, &(struct timeval){.tv_usec = 2000});
	event_base_dispatch(base);
}

static void begin(struct mock *mock)
{
	mock_kill(mock);
	mock_begin(mock);
	while (!mock_is_named(mock))
		run_a_moment();
}

static bool begin_service(const char *word, const char *rest)
{
	if (strcmp(word, "logind") == 0) {
		begin(&logind.mock);
	} else if (strcmp(word, "mutter") == 0) {
		begin(&mutter.mock);
	} else if (strcmp(word, "server") == 0) {
		mock_kill(&server.mock);
		snprintf(server_name, sizeof server_name, "%s", rest);
		mock_server_init(&server, base, server_name);
		server.mute = mute_server;
		begin(&server.mock);
	} else {
		return false;
	}
	return true;
}

static bool kill_service(const char *which)
{
	struct mock *mock = strcmp(which, "logind") == 0   ? &logind.mock
			    : strcmp(which, "server") == 0 ? &server.mock
			    : strcmp(which, "mutter") == 0 ? &mutter.mock
							   : NULL;

	if (mock)
		mock_kill(mock);
	return mock != NULL;
}

static bool mute_service(const char *which)
{
	if (strcmp(which, "logind") == 0)
		logind.mute = true;
	else if (strcmp(which, "mutter") == 0)
		mutter.mute = true;
	else
		mute_server = true;
	return true;
}

static bool move_logind(const char *word)
{
	if (strcmp(word, "lock") == 0 || strcmp(word, "unlock") == 0)
		mock_logind_set_locked(&logind, 0, *word == 'l');
	else if (strcmp(word, "Lock") == 0 || strcmp(word, "Unlock") == 0)
		mock_logind_signal(&logind, 0, word);
	else if (strcmp(word, "sleep") == 0 || strcmp(word, "wake") == 0)
		mock_logind_sleep(&logind, *word == 's');
	else
		return false;
	while (strcmp(word, "sleep") == 0 && !mock_logind_may_sleep(&logind))
		run_a_moment();
	return true;
}

static bool carry_out(const char *word, const char *rest)
{
	if (begin_service(word, rest) || move_logind(word))
		return true;
	if (strcmp(word, "kill") == 0)
		return kill_service(rest);
	if (strcmp(word, "mute") == 0)
		return mute_service(rest);
	if (strcmp(word, "dnd") == 0)
		mock_server_set(&server, strcmp(rest, "on") == 0);
	else if (strcmp(word, "idle") == 0)
		mock_mutter_pass(&mutter, strtoull(rest, NULL, 10));
	else if (strcmp(word, "input") == 0)
		mock_mutter_input(&mutter);
	else
		return false;
	return true;
}

/* Only that there is a line: the loop cannot be run from inside itself. */
static void on_input(evutil_socket_t fd, short what, void *context)
{
	(void)fd, (void)what;
	*(bool *)context = true;
}

/* false: the end */
static bool take_line(void)
{
	char line[128], *rest;

	if (!fgets(line, sizeof line, stdin))
		return false;
	line[strcspn(line, "\n")] = '\0';
	rest = strchr(line, ' ');
	if (rest)
		*rest++ = '\0';
	puts(carry_out(line, rest ? rest : "") ? "done" : "what?");
	fflush(stdout);
	return true;
}

static void serve(void)
{
	bool has_line = false;
	struct event *input = event_new(base, 0, EV_READ | EV_PERSIST, on_input, &has_line);
	bool goes_on = event_add(input, NULL) == 0; /* /dev/null cannot be waited for */

	while (goes_on) {
		event_base_loop(base, EVLOOP_ONCE);
		if (has_line)
			goes_on = take_line();
		has_line = false;
	}
	event_free(input);
}

int main(void)
{
	setvbuf(stdin, NULL, _IONBF, 0); /* the loop looks at the descriptor */
	base = event_base_new();
	mock_logind_init(&logind, base);
	mock_mutter_init(&mutter, base);
	mock_server_init(&server, base, "dunst");
	serve();
	mock_logind_clear(&logind);
	mock_kill(&server.mock);
	mock_kill(&mutter.mock);
	event_base_free(base);
	return 0;
}
#else
#include <stdio.h>

int main(void)
{
	fputs("fake_desktop: built without sd-bus\n", stderr);
	return 77;
}
#endif
