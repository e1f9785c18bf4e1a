/*
 * A page for a browser, written into memory: the report as one file and what evenkeel-open serves. It asks for nothing: no script, no
 * picture, no font; its style stands in one element whose hash is known, so that the strictest content security policy fits.
 * Nothing but html_write puts a text into a page, and what it puts in is escaped: a label or a title can hold whatever it likes.
 */
#ifndef CLIENT_HTML_H
#define CLIENT_HTML_H

#include <stdbool.h>
#include <stdint.h>

#include <evenkeel/catalogue.h>
#include <evenkeel/text.h>

/* What every part of a page needs to know. Pages have no other state. */
struct html_context {
	enum catalogue_language language;
	int64_t now_ms;
	int zone_min;  /* local time's minutes ahead of UTC, for the moment it was made */
	int32_t today; /* Evenkeel's day */
	bool demo;
	bool file; /* it will lie in a file, which says so and carries its own content security policy; else the server sends one */
};

/*
 * Append @markup, a page's own, with its holes filled: %s a text, escaped for content and attributes, without control characters and
 * without what turns the direction of the text around it; %d and %.1f numbers, finite ones; %% a percent sign. When @ret grows, its old
 * memory is wiped.
 */
void html_write(struct text *ret, const char *markup, ...) __attribute__((format(printf, 2, 3)));

/* From the document's beginning into <main>, with @title as its title and one h1; and from the end of <main> on: what the page is not. */
void html_begin(struct text *ret, const struct html_context *context, const char *title);
void html_end(struct text *ret, const struct html_context *context);
/* The same for a page that is about something else: with these paragraphs. */
void html_end_with(struct text *ret, const char *const *words, size_t count);

/* The text within the style element, as it is hashed. It holds no texts of anybody's. */
void html_style(struct text *ret);
/* "sha256-...": a source for the policy's style-src. html_begin names it in a policy of its own, for a page that lies in a file. */
void html_style_hash(struct text *ret);

#endif
