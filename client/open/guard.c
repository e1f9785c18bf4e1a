#include "guard.h"

#include <stdio.h>
#include <string.h>

#include <sodium.h>

enum { TARGET_MOST = 256 };
#define TOKEN_TARGET "/?token="

void guard_init(struct guard *ret, uint16_t port)
{
	uint8_t place[(GUARD_PLACE - 1) / 2];
	*ret = (struct guard){.port = port};
	randombytes_buf(ret->session, sizeof(ret->session));
	randombytes_buf(ret->form, sizeof(ret->form));
	randombytes_buf(place, sizeof(place));
	sodium_bin2hex(ret->place, sizeof(ret->place), place, sizeof(place));
	guard_new_token(ret);
}

void guard_new_token(struct guard *guard)
{
	randombytes_buf(guard->token, sizeof(guard->token));
	guard->token_is_good = true;
}

void guard_hex(const uint8_t secret[static GUARD_SECRET], char ret[static GUARD_HEX])
{
	sodium_bin2hex(ret, GUARD_HEX, secret, GUARD_SECRET);
}

bool guard_fits(const uint8_t secret[static GUARD_SECRET], const char *word)
{
	uint8_t bytes[GUARD_SECRET];
	size_t length = 0;
	bool whole = strlen(word) == GUARD_HEX - 1 &&
		     sodium_hex2bin(bytes, sizeof(bytes), word, GUARD_HEX - 1, NULL, &length, NULL) == 0;
	bool fits = whole && length == sizeof(bytes) && sodium_memcmp(bytes, secret, sizeof(bytes)) == 0;
	sodium_memzero(bytes, sizeof(bytes));
	return fits;
}

bool guard_cookie(const char *header, const char *name, char *ret, size_t ret_size)
{
	size_t name_length = strlen(name);
	int found = 0;
	while (*header != '\0') {
		header += strspn(header, " \t;");
		size_t length = strcspn(header, ";");
		bool is_it =
			length > name_length && strncmp(header, name, name_length) == 0 && header[name_length] == '=';
		if (is_it) {
			size_t value = length - name_length - 1;
			if (++found > 1 || value >= ret_size)
				return false;
			memcpy(ret, header + name_length + 1, value);
			ret[value] = '\0';
		}
		header += length;
	}
	return found == 1;
}

static bool is_one_of(const char *word, const char *one, const char *other)
{
	return word == NULL || strcmp(word, one) == 0 || strcmp(word, other) == 0;
}

/* A name that was pointed at 127.0.0.1 is another host, and so is "localhost": we never said it. */
static bool names_us(const struct guard *guard, const char *scheme, const char *word)
{
	char us[64];
	snprintf(us, sizeof(us), "%s127.0.0.1:%u", scheme, (unsigned)guard->port);
	return word != NULL && strcmp(word, us) == 0;
}

/*
 * Our pages send no referrer, so browsers name a form's Origin "null", as they do for a page in a sandbox: then they have to say that
 * it came from our own page. What says neither is no browser of these years; it still has to have the cookie and the form's secret.
 */
static bool is_own_form(const struct guard *guard, const struct guard_request *request)
{
	if (request->origin == NULL || names_us(guard, "http://", request->origin))
		return true;
	return strcmp(request->origin, "null") == 0 && request->fetch_site != NULL &&
	       strcmp(request->fetch_site, "same-origin") == 0;
}

static bool has_session(const struct guard *guard, const struct guard_request *request)
{
	char word[GUARD_HEX];
	bool has = request->cookie != NULL && guard_cookie(request->cookie, GUARD_COOKIE, word, sizeof(word)) &&
		   guard_fits(guard->session, word);
	sodium_memzero(word, sizeof(word));
	return has;
}

static enum guard_verdict check_token(struct guard *guard, const struct guard_request *request)
{
	const char *word = request->target + strlen(TOKEN_TARGET);
	if (request->post || !guard->token_is_good || !guard_fits(guard->token, word))
		return GUARD_REFUSE;
	guard->token_is_good = false;
	sodium_memzero(guard->token, sizeof(guard->token));
	return GUARD_WELCOME;
}

enum guard_verdict guard_check(struct guard *guard, const struct guard_request *request, const char **ret_page)
{
	const char *target = request->target;
	size_t place = strlen(guard->place);
	if (request->twice || target == NULL || strlen(target) > TARGET_MOST || !names_us(guard, "", request->host) ||
	    !is_one_of(request->fetch_dest, "document", "document"))
		return GUARD_REFUSE;
	/* The browser comes from a file on the first time, which is another site; from then on from our own pages, or by itself. */
	if (strncmp(target, TOKEN_TARGET, strlen(TOKEN_TARGET)) == 0)
		return check_token(guard, request);
	if (!is_one_of(request->fetch_site, "same-origin", "none") || (request->post && !is_own_form(guard, request)) ||
	    !has_session(guard, request))
		return GUARD_REFUSE;
	if (target[0] != '/' || strncmp(target + 1, guard->place, place) != 0 || target[place + 1] != '/')
		return GUARD_REFUSE;
	*ret_page = target + place + 2;
	return GUARD_PAGE;
}
