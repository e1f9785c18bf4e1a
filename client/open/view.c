#include "view.h"

#include <string.h>

#include <event2/http.h>
#include <sodium.h>

#include "term.h"

/* open.css, a line each. */
static const char *const style[] = {
#include "open.css.h"
};
#define LINES (sizeof(style) / sizeof(*style))

static void own_hash(struct text *ret)
{
	crypto_hash_sha256_state state;
	uint8_t hash[crypto_hash_sha256_BYTES];
	char words[sodium_base64_ENCODED_LEN(crypto_hash_sha256_BYTES, sodium_base64_VARIANT_ORIGINAL)];
	crypto_hash_sha256_init(&state);
	for (size_t i = 0; i < LINES; i++)
		crypto_hash_sha256_update(&state, (const unsigned char *)style[i], strlen(style[i]));
	crypto_hash_sha256_final(&state, hash);
	sodium_bin2base64(words, sizeof(words), hash, sizeof(hash), sodium_base64_VARIANT_ORIGINAL);
	text_appendf(ret, "sha256-%s", words);
}

void view_style_sources(struct text *ret)
{
	text_append(ret, " '");
	html_style_hash(ret);
	text_append(ret, "' '");
	own_hash(ret);
	text_append(ret, "'");
}

static void styles(struct text *ret)
{
	_cleanup_(text_clear) struct text shared = {0};
	html_style(&shared);
	html_write(ret, "<style>");
	text_append_bytes(ret, shared.bytes, shared.length); /* the pages' own, as they are hashed */
	html_write(ret, "</style>\n<style>");
	for (size_t i = 0; i < LINES; i++)
		text_append(ret, style[i]);
	html_write(ret, "</style>\n");
}

static const char *language_tag(const struct open *open)
{
	enum catalogue_language language = open->client->language;
	return language == CATALOGUE_ZH_CN ? "zh-CN" : catalogue_language_code(language);
}

static void head(const struct open *open, struct text *ret, const char *title)
{
	html_write(ret,
		   "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
		   "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
		   "<title>%s · Evenkeel</title>\n",
		   language_tag(open), title);
	styles(ret);
	html_write(ret, "</head>\n<body>\n");
}

static void way(struct text *ret, const char *page, const char *words, const char *here)
{
	if (strcmp(page, here) == 0)
		html_write(ret, "<li><a href=\"./%s\" aria-current=\"page\">%s</a></li>\n", page, words);
	else
		html_write(ret, "<li><a href=\"./%s\">%s</a></li>\n", page, words);
}

static void ways(const struct open *open, struct text *ret, const char *here)
{
	html_write(ret, "<nav aria-label=\"%s\">\n<ul>\n", _("Pages"));
	way(ret, "", _("Your picture"), here);
	way(ret, "tips", _("Tips"), here);
	way(ret, "review", _("Weekly review"), here);
	html_write(ret, "</ul>\n");
	view_form(open, ret, "close");
	html_write(ret, "<button class=\"plain\">%s</button>\n</form>\n</nav>\n", _("Close"));
}

void view_begin(const struct open *open, struct text *ret, const char *title, const char *here)
{
	head(open, ret, title);
	html_write(ret, "<header>\n");
	if (here != NULL)
		ways(open, ret, here);
	html_write(ret, "<h1>%s</h1>\n", title);
	if (open->demo)
		html_write(ret, "<p class=\"flag\">%s</p>\n", _("this is a demo: a made-up agent's answers"));
	html_write(ret, "</header>\n<main>\n");
}

void view_end(const struct open *open, struct text *ret)
{
	int minutes = open->options.end_after_s / 60;
	html_write(ret, "</main>\n<footer>\n<p>%s</p>\n",
		   _("This page comes from your own computer, and nobody else can open it."));
	if (minutes > 0) {
		_cleanup_(text_clear) struct text words = {0};
		text_appendf(&words,
			     ngettext("It ends %d minute after it was last used; 'evenkeel open' brings it back.",
				      "It ends %d minutes after it was last used; 'evenkeel open' brings it back.",
				      (unsigned long)minutes),
			     minutes);
		view_paragraph(ret, text_string(&words));
	}
	html_write(ret, "</footer>\n</body>\n</html>\n");
}

void view_form(const struct open *open, struct text *ret, const char *page)
{
	char word[GUARD_HEX];
	guard_hex(open->guard->form, word);
	html_write(ret,
		   "<form method=\"post\" action=\"./%s\" accept-charset=\"utf-8\">\n"
		   "<input type=\"hidden\" name=\"form\" value=\"%s\">\n",
		   page, word);
	sodium_memzero(word, sizeof(word));
}

void view_paragraph(struct text *ret, const char *words)
{
	html_write(ret, "<p>%s</p>\n", words);
}

void view_welcome(const struct open *open, struct answer *ret)
{
	ret->welcome = true;
	html_write(&ret->body,
		   "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
		   "<meta http-equiv=\"refresh\" content=\"0; url=/%s/\">\n<title>Evenkeel</title>\n</head>\n<body>\n"
		   "<main>\n<h1>Evenkeel</h1>\n<p><a href=\"/%s/\">%s</a></p>\n</main>\n</body>\n</html>\n",
		   language_tag(open), open->guard->place, open->guard->place, _("To your Evenkeel page"));
}

static const char *refusal(int status)
{
	switch (status) {
	case HTTP_BADREQUEST:
		return _("What was sent is no form of this page. Nothing was changed; please go back and try again.");
	case HTTP_NOTFOUND:
		return _("There is no such page here.");
	case HTTP_BADMETHOD:
		return _("This page cannot be asked for in this way.");
	case HTTP_ENTITYTOOLARGE:
		return _("That was too long to take in. Nothing was changed; please go back, and shorten the note.");
	default:
		return _("This page is shown to the browser that Evenkeel opened, and to it alone. To see it, run "
			 "'evenkeel "
			 "open'.");
	}
}

void view_refuse(const struct open *open, int status, struct answer *ret)
{
	ret->status = status;
	head(open, &ret->body, _("Not here"));
	html_write(&ret->body, "<main>\n<h1>%s</h1>\n<p>%s</p>\n</main>\n</body>\n</html>\n", _("Not here"),
		   refusal(status));
}

void view_fail(const struct open *open, const struct error *err, struct answer *ret)
{
	text_wipe(&ret->body);
	ret->status = HTTP_INTERNAL;
	view_begin(open, &ret->body, _("That did not work"), "-");
	view_paragraph(&ret->body, err->message);
	view_end(open, &ret->body);
}

void view_go(const char *page, struct answer *ret)
{
	ret->status = 303;
	ret->to = page;
}
