#include <evenkeel/i18n.h>
#include <evenkeel/mem.h>

#include "html.h"
#include "words.h"

/* As the attribute lang wants it: "zh-CN". */
static const char *language_tag(enum catalogue_language language)
{
	return language == CATALOGUE_ZH_CN ? "zh-CN" : catalogue_language_code(language);
}

/* A policy of the page's own, for when it lies in a file: nothing may be loaded, sent or run, whatever stood in it. */
static void policy(struct text *ret)
{
	_cleanup_(text_clear) struct text hash = {0};

	html_style_hash(&hash);
	html_write(
		ret,
		"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src '%s'; base-uri "
		"'none'; form-action 'none'\">\n",
		text_string(&hash));
}

/* With its year: a page is kept. */
static void made(struct text *ret, const struct html_context *context)
{
	_cleanup_(text_clear) struct text words = {0}, day = {0}, clock = {0};

	words_weekday(&day, context->today, 0);
	words_clock(&clock, context->now_ms, context->zone_min);
	/* TRANSLATORS: "Monday 2 March 2026", "09:40" */
	text_appendf(&words, _("Made on %s at %s."), text_string(&day), text_string(&clock));
	html_write(ret, "<p class=\"quiet\">%s</p>\n", text_string(&words));
}

void html_begin(struct text *ret, const struct html_context *context, const char *title)
{
	_cleanup_(text_clear) struct text style = {0};

	html_write(ret, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n",
		   language_tag(context->language));
	if (context->file)
		policy(ret);
	html_write(ret,
		   "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
		   "<meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"robots\" content=\"noindex\">\n");
	html_write(ret, "<title>%s · Evenkeel</title>\n<style>", title);
	html_style(&style);
	text_append_bytes(ret, style.bytes, style.length); /* the page's own, byte for byte as it is hashed */
	html_write(ret, "</style>\n</head>\n<body>\n<header>\n<h1>%s</h1>\n", title);
	made(ret, context);
	if (context->demo)
		html_write(ret, "<p class=\"flag\">%s</p>\n", _("this is a demo: a made-up agent's answers"));
	html_write(ret, "</header>\n<main>\n");
}

static void promise(struct text *ret, const struct html_context *context)
{
	html_write(ret, "<p>%s</p>\n", _("Your answers stay on this computer, sealed; only you can open them."));
	html_write(ret, "<p>%s</p>\n",
		   _("Nobody else can see this page unless you show it: it was sent nowhere, and it loads nothing."));
	if (context->file)
		html_write(ret, "<p>%s</p>\n",
			   _("The file itself is not sealed: it holds what your answers say in the clear, for anyone "
			     "who can read it. Delete it when you no longer need it."));
	html_write(ret, "<p>%s</p>\n",
		   _("It is no diagnosis: it counts what you answered, says how sure that is, and leaves the "
		     "judgement to you."));
}

static void begin_end(struct text *ret)
{
	html_write(ret, "</main>\n<footer>\n");
}

static void end_end(struct text *ret)
{
	html_write(ret, "</footer>\n</body>\n</html>\n");
}

void html_end(struct text *ret, const struct html_context *context)
{
	begin_end(ret);
	promise(ret, context);
	end_end(ret);
}

void html_end_with(struct text *ret, const char *const *words, size_t count)
{
	begin_end(ret);
	for (size_t i = 0; i < count; i++)
		html_write(ret, "<p>%s</p>\n", words[i]);
	end_end(ret);
}
