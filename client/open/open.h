/*
 * evenkeel-open: what Evenkeel can tell a person, in their own browser. One process for one person and one browser: it listens on 127.0.0.1
 * alone, lets in whoever comes with the token (guard.h), and ends by itself when nobody uses it. It does what commands do, through the same
 * code; what is its own is the door and the pages.
 *
 * One loop, and everything happens in it. Unlocking blocks it for the second that Argon2id takes, and so does reading all records: there is
 * one person with one page, who waits for just that.
 */
#ifndef CLIENT_OPEN_OPEN_H
#define CLIENT_OPEN_OPEN_H

#include <sys/types.h>

#include "command.h"
#include "form.h"
#include "guard.h"
#include "passphrase.h"

struct event;
struct event_base;
struct evhttp;
struct evhttp_request;
struct review_form;
struct window;

struct open_options {
	bool browser;    /* start one; else the address is printed, for the person to take there */
	bool service;    /* of the service manager's: whatever is started must live outside of our limits */
	int end_after_s; /* unused for so long */
};

struct open {
	struct client *client;
	struct open_options options;
	struct event_base *base;
	struct evhttp *http;
	struct guard *guard; /* in secret memory */
	struct event *unused, *signals[5];
	int unused_rounds; /* how often in turn nobody came */

	struct store *store; /* unlocked; NULL = locked */
	bool tried_unasked;
	int wrong;             /* passphrases in turn */
	int64_t not_before_ms; /* boot time: no passphrase is tried before */

	bool rated;                 /* a tip, just now: thanks are due */
	struct review_form *review; /* in secret memory; NULL = none was begun */
	unsigned reviews;           /* begun so far */

	struct window *window;       /* asks for the passphrase; NULL = none is open */
	struct evhttp_request *held; /* waits for it; NULL: the browser went away meanwhile */
	const char *held_to;         /* the page that it wanted */
	bool no_window;              /* there was none, or the person closed it */

	char file[PATH_SIZE]; /* that leads the browser here; "" = none */
	pid_t browser;        /* what starts it, 0 = nothing */
	bool demo;            /* the store is a demo's */
	int code;             /* of the program */
};

/* What a request is answered with. */
struct answer {
	int status;
	struct text body; /* HTML; wiped behind the answer */
	const char *to;   /* 303: the page to go to, "" = the first; NULL = none */
	bool welcome;     /* give the cookie */
	bool last;        /* the program ends behind it */
	bool later;       /* what it waits for answers it, by serve_held */
};

/* Pages: @form is NULL unless something was sent. */
typedef void open_page(struct open *open, const struct form *form, struct answer *ret);
open_page page_first, page_unlock, page_window, page_tips, page_rate, page_review, page_review_begin,
	page_review_thanks, page_team_send, page_close;

/* Which page, and what may be sent to it. Fills @ret whatever happens. */
void route(struct open *open, const char *page, const struct form *form, struct answer *ret);

#endif
