/*
 * Who may see a page. Pure: the secrets that the program made, and what a request's head says, give a verdict; fuzzed.
 *
 *   the token    32 random bytes in the address that the browser is started with. Good once: whoever comes with it first gets...
 *   the session  ...32 other bytes in a cookie: HttpOnly, SameSite=Strict, for this host and below this program's own place only.
 *                (A browser sends cookies to every port of a host; the place, 16 random bytes in the path, is known to us alone, so
 *                that another server on 127.0.0.1 is never sent ours.)
 *   the form     32 bytes in every form of ours, so that no other page can have one sent.
 *
 * All are compared in constant time. And whatever else tells that a request is not the person's own click is refused: another Host
 * (a name that somebody pointed at 127.0.0.1), another Origin, a page of another site, a frame, a picture, a script.
 */
#ifndef CLIENT_OPEN_GUARD_H
#define CLIENT_OPEN_GUARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define GUARD_SECRET 32
#define GUARD_HEX (2 * GUARD_SECRET + 1)
#define GUARD_PLACE 33 /* 16 bytes in hexadecimal, and NUL */
#define GUARD_COOKIE "evenkeel"

struct guard {
	uint8_t token[GUARD_SECRET], session[GUARD_SECRET], form[GUARD_SECRET];
	char place[GUARD_PLACE];
	uint16_t port;
	bool token_is_good; /* nobody has come with it yet */
};
/* Random secrets, for the port that is listened on. */
void guard_init(struct guard *ret, uint16_t port);
/* Another token for another browser window; the session goes on. */
void guard_new_token(struct guard *guard);
void guard_hex(const uint8_t secret[static GUARD_SECRET], char ret[static GUARD_HEX]);

/* The head of a request, as far as it matters here; NULL = the header is not there. */
struct guard_request {
	bool post;
	const char *target; /* as it stands in the request's line */
	const char *host, *origin, *fetch_site, *fetch_dest, *cookie;
	bool twice; /* one of them came twice */
};
enum guard_verdict {
	GUARD_REFUSE,
	GUARD_WELCOME, /* came with the token, which is dead now: give the cookie */
	GUARD_PAGE,    /* may see the page at @ret_page, a part of the target: "tips", "" */
};
enum guard_verdict guard_check(struct guard *guard, const struct guard_request *request, const char **ret_page);

/* Is @word, in hexadecimal, the secret? */
bool guard_fits(const uint8_t secret[static GUARD_SECRET], const char *word);
/* The value of the only cookie @name in a Cookie header; false when there is none, more than one, or it does not fit. */
bool guard_cookie(const char *header, const char *name, char *ret, size_t ret_size);

#endif
